package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.data.Mnist;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

/**
 * What turned the dead units of ReLU networks away from the data, their biases, their weights or
 * the layers below, and what their layer is still worth. {@code data/README.md} says what its
 * columns mean.
 */
final class Causes extends Trial {
  static final Question QUESTION =
      new Question(
          """
          int layer units dead_before dead_early dead_first dead_first_before dead_first_early
          int dead_last woken_by_bias woken_by_weights
          double bias_change_first bias_change_first_abs bias_dead bias_alive
          double fall_first fall_first_by_bias fall_last fall_last_by_bias
          double participation_ratio linear_accuracy accuracy noisy_accuracy
          """,
          Causes::new);

  /** Steps that count as early: a tenth of the first epoch's 469. */
  private static final int EARLY_STEPS = 47;

  /** By epoch, the mean pre-activation of each unit over the training images, layer by layer. */
  private final Map<Integer, List<float[]>> means = new HashMap<>();

  private List<LayerCensus> early;

  Causes(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  /** ReLU as published, on centred images and at a tenth of the rate, and leaky ReLU. */
  static List<Experiment> experiments(long... seeds) {
    List<Experiment> experiments = new ArrayList<>(Studies.relu(seeds));
    experiments.addAll(Studies.centred(seeds));
    for (Experiment e : Studies.relu(seeds)) {
      experiments.add(e.with(e.recipe().with(Optimizer.Adam.keras(0.0005))));
    }
    Studies.mnist(seeds).stream()
        .filter(e -> e.architecture().activation() instanceof Activation.LeakyRelu)
        .forEach(experiments::add);
    return experiments;
  }

  @Override
  void beforeStep(Training now, long step) throws InterruptedException {
    if (step == EARLY_STEPS) {
      early = LayerCensus.take(now.network(), now.inputs());
    }
  }

  /** From the mean of what the layer below passes on, for ReLU the mean of its absolute output. */
  @Override
  void counted(int epoch) {
    if (epoch > 1 && epoch < experiment.epochs()) {
      return;
    }
    List<float[]> all = new ArrayList<>();
    INDArray below = Mnist.meanImage(mnist.train().images());
    for (Layer layer : history.get(epoch)) {
      int number = layer.census().layer();
      INDArray inputs = below.mmul(network.weights(number)).addi(network.biases(number));
      all.add(inputs.toFloatVector());
      double[] outputs = layer.census().meanAbsolute();
      below = Nd4j.create(outputs, 1, outputs.length).castTo(DataType.FLOAT);
    }
    means.put(epoch, all);
  }

  @Override
  Table answer(Executor helper) throws InterruptedException {
    Table table = Results.empty("causes", QUESTION.columns());
    double[] worth = diverged ? null : Worth.of(network, mnist, experiment.seed());
    for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
      int units = experiment.architecture().units(layer);
      if (diverged) {
        Results.append(table, experiment, layer, units);
      } else {
        append(table, layer, units, worth);
      }
    }
    return table;
  }

  private void append(Table table, int layer, int units, double[] worth)
      throws InterruptedException {
    Layer start = layer(layer, 0);
    Layer first = layer(layer, 1);
    Layer last = layer(layer, experiment.epochs());
    BitSet all = new BitSet();
    all.set(0, units);
    Network fresh = fresh();
    Network firstBiases = network.copy();
    firstBiases.biases(layer).assign(fresh.biases(layer));
    Network firstWeights = network.copy();
    firstWeights.weights(layer).assign(fresh.weights(layer));
    Results.append(
        table,
        experiment,
        layer,
        units,
        start.dead().cardinality(),
        early.get(layer - 1).dead().cardinality(),
        first.dead().cardinality(),
        both(first.dead(), start.dead()),
        both(first.dead(), early.get(layer - 1).dead()),
        last.dead().cardinality(),
        woken(layer, firstBiases),
        woken(layer, firstWeights),
        mean(all, unit -> first.biases()[unit]),
        mean(all, unit -> Math.abs(first.biases()[unit])),
        mean(last.dead(), unit -> last.biases()[unit]),
        mean(last.alive(), unit -> last.biases()[unit]),
        mean(first.dead(), unit -> fall(layer, unit, 1)),
        mean(first.dead(), unit -> start.biases()[unit] - first.biases()[unit]),
        mean(last.dead(), unit -> fall(layer, unit, experiment.epochs())),
        mean(last.dead(), unit -> start.biases()[unit] - last.biases()[unit]),
        worth[0],
        worth[1],
        worth[2],
        worth[3]);
  }

  /** How far a unit's mean pre-activation fell since before training. */
  private double fall(int layer, int unit, int epoch) {
    return means.get(0).get(layer - 1)[unit] - means.get(epoch).get(layer - 1)[unit];
  }

  /** How many of a layer's dead units fire in another network. */
  private int woken(int layer, Network other) throws InterruptedException {
    BitSet dead = layer(layer, experiment.epochs()).dead();
    return dead.isEmpty()
        ? 0
        : dead.cardinality()
            - both(dead, LayerCensus.take(other, mnist.train().images()).get(layer - 1).dead());
  }

  private static int both(BitSet some, BitSet others) {
    BitSet both = (BitSet) some.clone();
    both.and(others);
    return both.cardinality();
  }
}
