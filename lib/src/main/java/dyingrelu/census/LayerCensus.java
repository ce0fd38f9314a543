package dyingrelu.census;

import dyingrelu.activation.Activation;
import dyingrelu.machine.OpenBlas;
import dyingrelu.network.Architecture;
import dyingrelu.network.ForwardPass;
import dyingrelu.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What each unit of one hidden layer did on a set of inputs, and the counts that follow from it.
 *
 * <p>Four different things are called "dead" in the literature; here each has its own word, see
 * {@link #silent}, {@link #dead} and {@link #dormant}.
 *
 * @param layer which layer, from 1
 * @param inputs how many inputs were seen
 * @param greatest each unit's greatest output
 * @param steepest each unit's greatest |f′(z)|
 * @param meanAbsolute each unit's mean of |h|
 */
public record LayerCensus(
    int layer, int inputs, float[] greatest, float[] steepest, double[] meanAbsolute) {

  /** The threshold of {@link #dormant} in Sokar et al. 2023 for supervised study. */
  public static final double TAU = 0.025;

  /**
   * Takes the census of every hidden layer.
   *
   * @param network the network, not changed
   * @param inputs float matrix, inputs × features
   * @return one census per hidden layer, first to last
   * @throws InterruptedException if the thread is interrupted
   */
  public static List<LayerCensus> take(Network network, INDArray inputs)
      throws InterruptedException {
    return take(network, inputs, 0, inputs.rows());
  }

  private static List<LayerCensus> take(Network network, INDArray inputs, int first, int last)
      throws InterruptedException {
    Architecture architecture = network.architecture();
    List<Tally> tallies = new ArrayList<>();
    for (int layer = 1; layer < architecture.layers(); layer++) {
      tallies.add(new Tally(architecture.units(layer)));
    }
    ForwardPass pass = new ForwardPass(network, Math.min(ForwardPass.ROWS, last - first));
    boolean crelu = architecture.activation() instanceof Activation.CRelu;
    return OpenBlas.onOneThread(
        () -> {
          for (int from = first; from < last; from += ForwardPass.ROWS) {
            if (Thread.interrupted()) {
              throw new InterruptedException("The census stopped after " + from + " inputs.");
            }
            int to = Math.min(from + ForwardPass.ROWS, last);
            pass.run(inputs.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
            for (int layer = 1; layer <= tallies.size(); layer++) {
              tallies.get(layer - 1).add(pass.outputs(layer), pass.slopes(layer), to - from);
            }
          }
          return IntStream.rangeClosed(1, tallies.size())
              .mapToObj(layer -> tallies.get(layer - 1).census(layer))
              .map(census -> crelu ? census.ofPairs() : census)
              .toList();
        });
  }

  /**
   * Takes it with the help of a second thread. Each half of the inputs is counted by itself, so
   * that it does not matter who counts it.
   *
   * @param helper runs one half, best on a thread that waits for it
   * @throws InterruptedException if the thread is interrupted
   */
  public static List<LayerCensus> take(Network network, INDArray inputs, Executor helper)
      throws InterruptedException {
    int rows = inputs.rows();
    if (rows < 2 * ForwardPass.ROWS) {
      return take(network, inputs);
    }
    FutureTask<List<LayerCensus>> other =
        new FutureTask<>(() -> take(network, inputs, rows / 2, rows));
    helper.execute(other);
    List<LayerCensus> ours = take(network, inputs, 0, rows / 2);
    try {
      List<LayerCensus> theirs = other.get();
      return ours.stream().map(census -> census.and(theirs.get(census.layer - 1))).toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException stopped) {
        throw stopped;
      }
      throw new IllegalStateException("Half of a census failed: " + e.getCause(), e);
    }
  }

  /** The census of the inputs of both. */
  private LayerCensus and(LayerCensus other) {
    float[] most = greatest.clone();
    float[] steep = steepest.clone();
    double[] mean = meanAbsolute.clone();
    int both = inputs + other.inputs;
    for (int unit = 0; unit < mean.length; unit++) {
      most[unit] = Math.max(most[unit], other.greatest[unit]);
      steep[unit] = Math.max(steep[unit], other.steepest[unit]);
      mean[unit] = (mean[unit] * inputs + other.meanAbsolute[unit] * other.inputs) / both;
    }
    return new LayerCensus(layer, both, most, steep, mean);
  }

  /**
   * The census of one layer on a batch, from what its units said. Units may be channels, whose
   * inputs are then all positions of all images, or units that look at tokens one by one.
   *
   * @param outputs row-major, rows × units, perhaps with more behind them
   * @param slopes the same of slopes
   * @param rows how many inputs, positions or tokens
   * @param units how many
   */
  public static LayerCensus of(float[] outputs, float[] slopes, int rows, int units) {
    if (rows < 1 || outputs.length < rows * units || slopes.length < rows * units) {
      throw new IllegalArgumentException(
          "A census of %d inputs of %d units needs %d outputs and slopes; got %d and %d."
              .formatted(rows, units, rows * units, outputs.length, slopes.length));
    }
    Tally tally = new Tally(units);
    tally.add(outputs, slopes, rows);
    return tally.census(1);
  }

  /**
   * The share of inputs, 0 to 1, for which each unit's output is above 0.
   *
   * @param network the network, not changed
   * @param inputs float matrix, inputs × features
   * @return for each hidden layer, first to last, one share a unit
   */
  public static double[][] activeShares(Network network, INDArray inputs) {
    int layers = network.architecture().hidden().size();
    int rows = inputs.rows();
    ForwardPass pass = new ForwardPass(network, Math.min(ForwardPass.ROWS, rows));
    double[][] active = new double[layers][];
    Arrays.setAll(active, i -> new double[network.architecture().units(i + 1)]);
    for (int from = 0; from < rows; from += ForwardPass.ROWS) {
      int to = Math.min(from + ForwardPass.ROWS, rows);
      pass.run(inputs.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
      for (int layer = 0; layer < layers; layer++) {
        float[] outputs = pass.outputs(layer + 1);
        int units = active[layer].length;
        for (int row = 0, i = 0; row < to - from; row++) {
          for (int unit = 0; unit < units; unit++, i++) {
            active[layer][unit] += outputs[i] > 0 ? 1 : 0;
          }
        }
      }
    }
    for (double[] layer : active) {
      Arrays.setAll(layer, unit -> layer[unit] / rows);
    }
    return active;
  }

  /** A CReLU unit learns from what its mirror image lets through as well. */
  private LayerCensus ofPairs() {
    float[] ofPair = steepest.clone();
    for (int unit = 0; unit < ofPair.length; unit++) {
      int image = (unit + ofPair.length / 2) % ofPair.length;
      ofPair[unit] = Math.max(steepest[unit], steepest[image]);
    }
    return new LayerCensus(layer, inputs, greatest, ofPair, meanAbsolute);
  }

  /** How many units the layer has. */
  public int units() {
    return greatest.length;
  }

  /** The units whose output was ≤ 0 for every input: what the published study counts as dead. */
  public BitSet silent() {
    return units(unit -> greatest[unit] <= 0);
  }

  /**
   * The units whose slope was exactly 0, as computed in single precision, for every input: no error
   * passes back through them, so no input can teach them.
   */
  public BitSet dead() {
    return units(unit -> steepest[unit] == 0);
  }

  /**
   * The τ-dormant units, Sokar et al. 2023, definition 1: those whose mean |h| is at most τ times
   * the layer's mean of it.
   *
   * @param tau the threshold τ, at least 0
   */
  public BitSet dormant(double tau) {
    double mean = Arrays.stream(meanAbsolute).average().orElse(0);
    return units(unit -> meanAbsolute[unit] <= tau * mean);
  }

  private BitSet units(IntPredicate which) {
    BitSet units = new BitSet(units());
    IntStream.range(0, units()).filter(which).forEach(units::set);
    return units;
  }

  /** A set of units as a share of the layer, in percent. */
  public double percent(BitSet set) {
    return 100.0 * set.cardinality() / units();
  }

  /**
   * A share in percent of each layer's units, its mean over the layers.
   *
   * @param layers at least one
   * @param which units of a layer, such as {@link #dead}
   */
  public static double meanPercent(List<LayerCensus> layers, Function<LayerCensus, BitSet> which) {
    return layers.stream()
        .mapToDouble(layer -> layer.percent(which.apply(layer)))
        .average()
        .orElseThrow();
  }
}
