package dyingrelu.evidence;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.data.Mnist;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import dyingrelu.study.Experiment;
import dyingrelu.study.Question;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
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

  /** After some epochs, and after {@link #EARLY_STEPS}. */
  private final Map<Integer, Moment> moments = new HashMap<>();

  private Moment early;
  private final INDArray meanImage;

  private Causes(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
    meanImage = Mnist.meanImage(mnist.train().images());
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
  protected void beforeStep(Training now, long step) throws InterruptedException {
    if (step == EARLY_STEPS) {
      early = moment(LayerCensus.take(network, now.inputs()));
    }
  }

  @Override
  protected void counted(int epoch, List<LayerCensus> layers) {
    if (epoch <= 1 || epoch == experiment.epochs()) {
      moments.put(epoch, moment(layers));
    }
  }

  private Moment moment(List<LayerCensus> layers) {
    return new Moment(network.copy(), layers, meanImage);
  }

  @Override
  protected void answer(Table answers, Executor helper) throws InterruptedException {
    double[] worth = Worth.of(network, mnist, experiment.seed());
    for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
      answer(answers, layer, worth);
    }
  }

  private void answer(Table answers, int layer, double[] worth) throws InterruptedException {
    Layer start = layer(layer, 0);
    Layer first = layer(layer, 1);
    Layer last = layer(layer, experiment.epochs());
    BitSet all = new BitSet();
    all.set(0, start.census().units());
    Network fresh = fresh();
    Network firstBiases = network.copy();
    firstBiases.biases(layer).assign(fresh.biases(layer));
    Network firstWeights = network.copy();
    firstWeights.weights(layer).assign(fresh.weights(layer));
    add(
        answers,
        layer,
        start.census().units(),
        start.dead().cardinality(),
        early.dead(layer).cardinality(),
        first.dead().cardinality(),
        both(first.dead(), start.dead()),
        both(first.dead(), early.dead(layer)),
        last.dead().cardinality(),
        woken(layer, firstBiases),
        woken(layer, firstWeights),
        mean(all, unit -> first.biases()[unit]),
        mean(all, unit -> Math.abs(first.biases()[unit])),
        mean(last.dead(), unit -> last.biases()[unit]),
        mean(last.alive(), unit -> last.biases()[unit]),
        mean(first.dead(), falls(layer, 1)),
        mean(first.dead(), unit -> start.biases()[unit] - first.biases()[unit]),
        mean(last.dead(), falls(layer, experiment.epochs())),
        mean(last.dead(), unit -> start.biases()[unit] - last.biases()[unit]),
        worth[0],
        worth[1],
        worth[2],
        worth[3]);
  }

  /** How far each unit's mean pre-activation fell since before training. */
  private IntToDoubleFunction falls(int layer, int epoch) {
    float[] from = moments.get(0).preActivations(layer);
    float[] to = moments.get(epoch).preActivations(layer);
    return unit -> from[unit] - to[unit];
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
