package dyingrelu.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How to train, whatever the network and the inputs.
 *
 * @param optimizer the rule of the steps
 * @param batchSize inputs per step, at least 1; the last step of an epoch takes what is left
 * @param schedule of the optimiser's learning rate
 * @param decay of parameters before each step
 * @param interventions called before each step, in this order
 */
public record Recipe(
    Optimizer optimizer,
    int batchSize,
    Schedule schedule,
    WeightDecay decay,
    List<Intervention> interventions)
    implements Serializable {
  /** Checks the batch. */
  public Recipe {
    interventions = List.copyOf(interventions);
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "Training cannot take batches of " + batchSize + " inputs: give at least 1, say 128.");
    }
  }

  /** Steps of the same rate, and nothing else. */
  public static Recipe of(Optimizer optimizer, int batchSize) {
    return new Recipe(optimizer, batchSize, new Schedule.Constant(), WeightDecay.NONE, List.of());
  }

  /** The same with another optimiser, at its rate. */
  public Recipe with(Optimizer other) {
    return new Recipe(other, batchSize, schedule, decay, interventions);
  }

  /** The same with another schedule. */
  public Recipe with(Schedule other) {
    return new Recipe(optimizer, batchSize, other, decay, interventions);
  }

  /** The same with another decay. */
  public Recipe with(WeightDecay other) {
    return new Recipe(optimizer, batchSize, schedule, other, interventions);
  }

  /** The same with one more intervention, after the others. */
  public Recipe with(Intervention another) {
    List<Intervention> all = new ArrayList<>(interventions);
    all.add(another);
    return new Recipe(optimizer, batchSize, schedule, decay, all);
  }
}
