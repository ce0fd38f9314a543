package dyingrelu.census;

import dyingrelu.activation.Activation;
import dyingrelu.census.SyntheticCensus.Draw;
import dyingrelu.machine.OpenBlas;
import dyingrelu.network.Architecture;
import dyingrelu.network.Backpropagation;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

/**
 * The network of a {@link SyntheticCensus} after the drift of its biases, to be trained by its real
 * gradient.
 *
 * <p>The census has no task. Here two outputs with He-normal weights stand on the last layer, and
 * are to tell whether the first number of an input is above 0.
 */
public final class DriftedNetwork {
  /** Counting takes as long as a step, so not each is followed by it. */
  private static final int COUNTED = 5;

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
    double[][] biases = draw.drifted(learningRate);
    for (int layer = 1; layer <= census.layers(); layer++) {
      INDArray weights = network.weights(layer);
      INDArray drawn = Nd4j.create(draw.weights[layer - 1]);
      weights.assign(drawn.reshape('c', census.units(), weights.rows()).transpose());
      network.biases(layer).assign(Nd4j.create(new double[][] {biases[layer - 1]}));
    }
    inputs = Nd4j.create(draw.sample).transpose().castTo(DataType.FLOAT).dup('c');
    labels = inputs.getColumn(0).gt(0).castTo(DataType.INT32).toIntVector();
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
    Network gradient = network.copy();
    gradient.parameters().assign(backpropagation.gradient());
    double greatest = 0;
    List<BitSet> silent = silent();
    for (int layer = 1; layer <= silent.size(); layer++) {
      for (int unit : silent.get(layer - 1).stream().toArray()) {
        double ofBias = Math.abs(gradient.biases(layer).getDouble(0, unit));
        double ofWeights = gradient.weights(layer).getColumn(unit).amaxNumber().doubleValue();
        greatest = Math.max(greatest, Math.max(ofBias, ofWeights));
      }
    }
    return greatest;
  }

  /**
   * Trains networks of several seeds, each step on all inputs, and counts after every fifth.
   *
   * @param census which
   * @param seeds of the census
   * @param learningRate of the drift, at least 0
   * @param activation of the hidden units
   * @param optimizers each trains a network of its own
   * @param steps how many, at least 0
   * @return a row for each network and fifth step, from 0: the columns {@code activation}, {@code
   *     optimizer} (with its rate), {@code seed}, {@code step}, {@code silent} (units of all
   *     layers), {@code woken} (of the units silent at step 0, those that fire), {@code woken_pct}
   *     and {@code loss} (mean cross-entropy before the step in nats; missing at step 0).
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
    Table table =
        Rows.table(
            "a drifted network in training",
            "String activation, String optimizer, long seed, int step, int silent, "
                + "int woken, double woken_pct, double loss");
    for (Optimizer optimizer : optimizers) {
      for (long seed : seeds) {
        new DriftedNetwork(census, seed, learningRate, activation).train(optimizer, steps, table);
      }
    }
    return table;
  }

  private void train(Optimizer optimizer, int steps, Table table) throws InterruptedException {
    // Around all the small steps, each of which would set the number of threads by itself.
    OpenBlas.onOneThread(
        () -> {
          steps(optimizer, steps, table);
          return null;
        });
  }

  private void steps(Optimizer optimizer, int steps, Table table) throws InterruptedException {
    Training training = new Training(network, optimizer, labels.length, inputs, labels, seed);
    String activation = network.architecture().activation().name();
    String rule = optimizer instanceof Optimizer.Sgd ? "SGD " : "Adam ";
    List<BitSet> first = silent();
    int silentFirst = count(first);
    for (int step = 0; step <= steps; step++) {
      double loss = step == 0 ? Double.NaN : training.epoch();
      if (step % COUNTED > 0) {
        continue;
      }
      List<BitSet> now = silent();
      int woken = 0;
      for (int layer = 0; layer < now.size(); layer++) {
        BitSet fires = (BitSet) first.get(layer).clone();
        fires.andNot(now.get(layer));
        woken += fires.cardinality();
      }
      Rows.add(
          table,
          activation,
          rule + optimizer.learningRate(),
          seed,
          step,
          count(now),
          woken,
          silentFirst == 0 ? Double.NaN : 100.0 * woken / silentFirst,
          loss);
    }
  }

  private static int count(List<BitSet> layers) {
    return layers.stream().mapToInt(BitSet::cardinality).sum();
  }
}
