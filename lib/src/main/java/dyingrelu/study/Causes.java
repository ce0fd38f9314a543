package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.cure.Cure;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What turned the dead units of the published networks away from the data, their biases, their
 * weights or the layers below, and what their layer is still worth.
 */
final class Causes {
  /** Steps that count as early: a tenth of the first epoch's 469. */
  static final int EARLY_STEPS = 47;

  private static final String[] COUNTS = {
    "dead_before",
    "dead_early",
    "dead_first",
    "dead_first_before",
    "dead_first_early",
    "dead_last",
    "woken_by_bias",
    "woken_by_weights"
  };

  private static final String[] VALUES = {
    "bias_change_first",
    "bias_change_first_abs",
    "bias_dead",
    "bias_alive",
    "fall_first",
    "fall_first_by_bias",
    "fall_last",
    "fall_last_by_bias",
    "participation_ratio",
    "linear_accuracy",
    "accuracy",
    "noisy_accuracy"
  };

  /** A network at some step, with its census on all training images. */
  private record Moment(Network network, List<LayerCensus> layers) {
    /**
     * Each unit's pre-activation, its mean over the training images: from the mean of what the
     * layer below passes on, for ReLU the mean of its absolute output.
     */
    INDArray meanPreActivations(int layer, INDArray meanImage) {
      INDArray below =
          layer == 1
              ? meanImage
              : Nd4j.create(new double[][] {layers.get(layer - 2).meanAbsolute()})
                  .castTo(DataType.FLOAT);
      return below.mmul(network.weights(layer)).addRowVector(biases(layer));
    }

    INDArray biases(int layer) {
      return network.biases(layer).reshape(1, network.biases(layer).length());
    }

    BitSet dead(int layer) {
      return layers.get(layer - 1).dead();
    }
  }

  private Causes() {}

  /** ReLU as published, on centred images and at a tenth of the rate, and leaky ReLU. */
  static List<Experiment> experiments(long... seeds) {
    List<Experiment> experiments = new ArrayList<>();
    List<Experiment> published = Studies.mnist(seeds);
    published.stream().filter(e -> e.cure().equals(Cure.CONTROL)).forEach(experiments::add);
    experiments.addAll(Studies.centred(seeds));
    for (Experiment e : List.copyOf(experiments.subList(0, seeds.length))) {
      experiments.add(e.with(e.recipe().with(Optimizer.Adam.keras(0.0005))));
    }
    published.stream()
        .filter(e -> e.architecture().activation() instanceof Activation.LeakyRelu)
        .forEach(experiments::add);
    return experiments;
  }

  /**
   * Trains them.
   *
   * @return a row a network and layer; {@code data/README.md} says what its columns mean
   */
  static Table of(Mnist mnist, List<Experiment> experiments, Consumer<String> out)
      throws InterruptedException {
    Mnist centred = mnist.centred();
    // Subtracting what centring left of an image gives the mean image without a sum of 60,000.
    INDArray first = mnist.train().images().get(NDArrayIndex.interval(0, 1), NDArrayIndex.all());
    INDArray left = centred.train().images().get(NDArrayIndex.interval(0, 1), NDArrayIndex.all());
    INDArray mean = first.sub(left);
    List<String> failures = new ArrayList<>();
    Table[] rows = new Table[experiments.size()];
    LocalThreads.all()
        .run(
            experiments,
            (e, helper) ->
                e.inputs() instanceof Inputs.Centred
                    ? rows(e, centred, mean.mul(0), helper)
                    : rows(e, mnist, mean, helper),
            new Backend.Keeper() {
              @Override
              public void keep(Experiment experiment, Table table) {
                rows[experiments.indexOf(experiment)] = table;
                out.accept(experiment + ", " + experiment.inputs() + ": done");
              }

              @Override
              public void failed(Experiment experiment, RuntimeException reason) {
                failures.add(experiment + " failed (" + reason.getMessage() + ").");
              }
            });
    if (!failures.isEmpty()) {
      throw new IllegalStateException(String.join(" ", failures));
    }
    Table all = empty();
    for (Table table : rows) {
      all.append(table);
    }
    return all;
  }

  private static Table empty() {
    Table table =
        Table.create(
            "causes",
            StringColumn.create("activation"),
            StringColumn.create("inputs"),
            DoubleColumn.create("learning_rate"),
            LongColumn.create("seed"),
            IntColumn.create("layer"),
            IntColumn.create("units"));
    for (String count : COUNTS) {
      table.addColumns(IntColumn.create(count));
    }
    for (String value : VALUES) {
      table.addColumns(DoubleColumn.create(value));
    }
    return table;
  }

  /** Trains one network and looks at it before, early, after the first epoch and at the end. */
  private static Table rows(Experiment experiment, Mnist mnist, INDArray mean, Executor helper)
      throws InterruptedException {
    Digits train = mnist.train();
    Network network = Network.create(experiment.architecture(), experiment.seed());
    Moment before = moment(network, train);
    List<Moment> early = new ArrayList<>();
    var recipe =
        experiment
            .recipe()
            .with(
                (training, step) -> {
                  if (step == EARLY_STEPS) {
                    early.add(moment(training.network(), train));
                  }
                });
    Training training =
        new Training(network, recipe, train.images(), train.labels(), experiment.seed());
    training.epoch(helper);
    Moment first = moment(network, train);
    while (training.epochs() < experiment.epochs()) {
      training.epoch(helper);
    }
    Moment last = moment(network, train);
    double[] whole = Worth.of(last.network, mnist, experiment.seed());
    Table table = empty();
    for (LayerCensus census : last.layers) {
      int layer = census.layer();
      Row row = table.appendRow();
      row.setString("activation", experiment.architecture().activation().name());
      row.setString("inputs", experiment.inputs().toString());
      row.setDouble("learning_rate", experiment.recipe().optimizer().learningRate());
      row.setLong("seed", experiment.seed());
      row.setInt("layer", layer);
      row.setInt("units", census.units());
      BitSet dead = census.dead();
      BitSet deadFirst = first.dead(layer);
      int[] counts = {
        before.dead(layer).cardinality(),
        early.get(0).dead(layer).cardinality(),
        deadFirst.cardinality(),
        both(deadFirst, before.dead(layer)),
        both(deadFirst, early.get(0).dead(layer)),
        dead.cardinality(),
        woken(last, layer, train, last.network.weights(layer), Nd4j.zeros(1, census.units())),
        woken(last, layer, train, before.network.weights(layer), last.biases(layer))
      };
      for (int i = 0; i < COUNTS.length; i++) {
        row.setInt(COUNTS[i], counts[i]);
      }
      BitSet alive = new BitSet();
      alive.set(0, census.units());
      alive.andNot(dead);
      INDArray start = before.meanPreActivations(layer, mean);
      INDArray fallFirst = start.sub(first.meanPreActivations(layer, mean));
      INDArray fallLast = start.sub(last.meanPreActivations(layer, mean));
      double[] values = {
        first.biases(layer).meanNumber().doubleValue(),
        first.biases(layer).ameanNumber().doubleValue(),
        mean(last.biases(layer), dead),
        mean(last.biases(layer), alive),
        mean(fallFirst, deadFirst),
        -mean(first.biases(layer), deadFirst),
        mean(fallLast, dead),
        -mean(last.biases(layer), dead)
      };
      for (int i = 0; i < VALUES.length; i++) {
        double value = i < values.length ? values[i] : whole[i - values.length];
        if (Double.isFinite(value)) {
          row.setDouble(VALUES[i], Math.round(1e6 * value) / 1e6);
        }
      }
    }
    return table;
  }

  private static Moment moment(Network network, Digits train) throws InterruptedException {
    return new Moment(network.copy(), LayerCensus.take(network, train.images()));
  }

  private static int both(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.and(b);
    return both.cardinality();
  }

  /** How many of a layer's dead units fire with other weights or biases; all else stays. */
  private static int woken(Moment last, int layer, Digits train, INDArray weights, INDArray biases)
      throws InterruptedException {
    if (last.dead(layer).isEmpty()) {
      return 0;
    }
    Network other = last.network.copy();
    other.weights(layer).assign(weights);
    other.biases(layer).assign(biases.reshape(other.biases(layer).shape()));
    BitSet still = LayerCensus.take(other, train.images()).get(layer - 1).dead();
    return last.dead(layer).cardinality() - both(last.dead(layer), still);
  }

  /** The mean of a row's entries; NaN if there are none. */
  private static double mean(INDArray row, BitSet units) {
    return units.stream().mapToDouble(unit -> row.getDouble(0, unit)).average().orElse(Double.NaN);
  }
}
