package dyingrelu.census;

import dyingrelu.activation.Activation;
import dyingrelu.census.SyntheticCensus.Draw;
import dyingrelu.network.Architecture;
import dyingrelu.network.Backpropagation;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The network of a {@link SyntheticCensus} after the drift of its biases, to be trained by its real
 * gradient.
 *
 * <p>The census has no task. Here two outputs with He-normal weights stand on the last layer, and
 * are to tell whether the first number of an input is above 0.
 */
public final class DriftedNetwork {
  private final Network network;
  private final INDArray inputs;
  private final int[] labels;
  private final long seed;

  /**
   * A census's network, in single precision.
   *
   * @param census which
   * @param seed of the census, and of the outputs' weights
   * @param learningRate of the drift, at least 0
   * @param activation of the hidden units
   */
  public DriftedNetwork(
      SyntheticCensus census, long seed, double learningRate, Activation activation) {
    Draw draw = census.draw(seed);
    List<Integer> hidden = Collections.nCopies(census.layers(), census.units());
    this.seed = seed;
    network =
        Network.create(
            new Architecture(census.inputs(), hidden, 2, activation, Initializer.HE_NORMAL), seed);
    for (int layer = 0; layer < census.layers(); layer++) {
      INDArray weights = network.weights(layer + 1);
      INDArray biases = network.biases(layer + 1);
      for (int unit = 0; unit < census.units(); unit++) {
        biases.putScalar(0, unit, draw.drifted(learningRate, layer, unit));
        for (int i = 0; i < weights.rows(); i++) {
          weights.putScalar(i, unit, draw.weights[layer][unit * weights.rows() + i]);
        }
      }
    }
    inputs = Nd4j.create(draw.sample).transpose().castTo(DataType.FLOAT).dup('c');
    labels = inputs.getColumn(0).gt(0).castTo(DataType.INT32).toIntVector();
  }

  /** The network, which {@link #train} changes. */
  public Network network() {
    return network;
  }

  /**
   * The units of each layer that are silent on the census's inputs.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public List<BitSet> silent() throws InterruptedException {
    return LayerCensus.take(network, inputs).stream().map(LayerCensus::silent).toList();
  }

  /**
   * The greatest absolute gradient of a silent unit's bias or weights, on all inputs.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public double greatestGradientOfSilent() throws InterruptedException {
    Backpropagation backpropagation = new Backpropagation(network, inputs.rows());
    backpropagation.run(inputs, labels);
    Architecture architecture = network.architecture();
    double greatest = 0;
    List<BitSet> silent = silent();
    for (int layer = 1; layer <= silent.size(); layer++) {
      int at = architecture.biasesAt(layer);
      INDArray ofBiases =
          backpropagation
              .gradient()
              .get(NDArrayIndex.all(), NDArrayIndex.interval(at, at + architecture.units(layer)));
      INDArray ofWeights = backpropagation.weightGradient(layer);
      for (int unit : silent.get(layer - 1).stream().toArray()) {
        greatest = Math.max(greatest, Math.abs(ofBiases.getDouble(0, unit)));
        greatest = Math.max(greatest, ofWeights.getColumn(unit).amaxNumber().doubleValue());
      }
    }
    return greatest;
  }

  /**
   * Trains, each step on all inputs, and counts after each.
   *
   * @param optimizer the rule of the steps
   * @param steps how many, at least 0
   * @return a row for each step, from 0: the columns {@code activation}, {@code optimizer} (with
   *     its rate), {@code seed}, {@code step}, {@code silent} (units of all layers), {@code woken}
   *     (of the units silent at step 0, those that fire), {@code woken_pct} and {@code loss} (mean
   *     cross-entropy before the step in nats; missing at step 0).
   * @throws InterruptedException if the thread is interrupted
   * @throws ArithmeticException if training diverges
   */
  public Table train(Optimizer optimizer, int steps) throws InterruptedException {
    Table table =
        Table.create(
            "a drifted network in training",
            StringColumn.create("activation"),
            StringColumn.create("optimizer"),
            LongColumn.create("seed"),
            IntColumn.create("step"),
            IntColumn.create("silent"),
            IntColumn.create("woken"),
            DoubleColumn.create("woken_pct"),
            DoubleColumn.create("loss"));
    Training training = new Training(network, optimizer, labels.length, inputs, labels, seed);
    List<BitSet> first = silent();
    int silentFirst = count(first);
    double loss = Double.NaN;
    String rule = optimizer instanceof Optimizer.Sgd ? "SGD" : "Adam";
    for (int step = 0; step <= steps; step++) {
      if (step > 0) {
        loss = training.epoch();
      }
      List<BitSet> now = silent();
      List<BitSet> still = new ArrayList<>();
      for (int layer = 0; layer < now.size(); layer++) {
        BitSet both = (BitSet) now.get(layer).clone();
        both.and(first.get(layer));
        still.add(both);
      }
      int woken = silentFirst - count(still);
      table.stringColumn(0).append(network.architecture().activation().name());
      table.stringColumn(1).append(rule + " " + optimizer.learningRate());
      table.longColumn(2).append(seed);
      table.intColumn(3).append(step);
      table.intColumn(4).append(count(now));
      table.intColumn(5).append(woken);
      table.doubleColumn(6).append(silentFirst == 0 ? Double.NaN : 100.0 * woken / silentFirst);
      table.doubleColumn(7).append(loss);
    }
    return table;
  }

  /**
   * {@link #train} for several seeds and optimisers, one table below the other.
   *
   * @param census which
   * @param seeds of the census
   * @param learningRate of the drift, at least 0
   * @param activation of the hidden units
   * @param optimizers each trains a network of its own
   * @param steps how many, at least 0
   * @throws InterruptedException if the thread is interrupted
   * @throws ArithmeticException if training diverges
   */
  public static Table train(
      SyntheticCensus census,
      List<Long> seeds,
      double learningRate,
      Activation activation,
      List<Optimizer> optimizers,
      int steps)
      throws InterruptedException {
    Table all = null;
    for (Optimizer optimizer : optimizers) {
      for (long seed : seeds) {
        Table one =
            new DriftedNetwork(census, seed, learningRate, activation).train(optimizer, steps);
        all = all == null ? one : all.append(one);
      }
    }
    return all;
  }

  private static int count(List<BitSet> layers) {
    return layers.stream().mapToInt(BitSet::cardinality).sum();
  }
}
