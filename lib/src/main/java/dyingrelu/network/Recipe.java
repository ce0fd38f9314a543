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
 * @param dropout the share of hidden units' outputs that each step leaves out, in [0, 1); those
 *     that stay are multiplied by 1 / (1 − dropout), and outside training all stay, Srivastava et
 *     al. 2014
 * @param interventions called before each step, in this order
 */
public record Recipe(
    Optimizer optimizer,
    int batchSize,
    Schedule schedule,
    WeightDecay decay,
    double dropout,
    List<Intervention> interventions)
    implements Serializable {
  /** Checks the batch. */
  public Recipe {
    interventions = List.copyOf(interventions);
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "Training cannot take batches of " + batchSize + " inputs: give at least 1, say 128.");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "The dropout was " + dropout + "; give a share from 0 to below 1, say 0.2.");
    }
  }

  /** Steps of the same rate, and nothing else. */
  public static Recipe of(Optimizer optimizer, int batchSize) {
    return new Recipe(
        optimizer, batchSize, new Schedule.Constant(), WeightDecay.NONE, 0, List.of());
  }

  /** The same with another optimiser, at its rate. */
  public Recipe with(Optimizer other) {
    return new Recipe(other, batchSize, schedule, decay, dropout, interventions);
  }

  /** The same with another schedule. */
  public Recipe with(Schedule other) {
    return new Recipe(optimizer, batchSize, other, decay, dropout, interventions);
  }

  /** The same with another decay. */
  public Recipe with(WeightDecay other) {
    return new Recipe(optimizer, batchSize, schedule, other, dropout, interventions);
  }

  /** The same with another share of hidden units left out of each step. */
  public Recipe withDropout(double other) {
    return new Recipe(optimizer, batchSize, schedule, decay, other, interventions);
  }

  /** The same with one more intervention, after the others. */
  public Recipe with(Intervention another) {
    List<Intervention> all = new ArrayList<>(interventions);
    all.add(another);
    return new Recipe(optimizer, batchSize, schedule, decay, dropout, all);
  }
}
