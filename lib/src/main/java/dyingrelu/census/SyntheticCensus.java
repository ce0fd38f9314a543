package dyingrelu.census;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The census of a network that is never trained: random weights, every bias pushed down by an
 * amount that grows with a learning rate, and a count of the units that then stay silent on a
 * sample of random inputs.
 *
 * <p>The network is fully connected, with He-normal weights (He et al. 2015, <a
 * href="https://arxiv.org/abs/1502.01852">arXiv:1502.01852</a>). The drift stands in for training:
 * the bias of a unit in layer l becomes −|g| × learning rate × {@code driftFactor} × l, where g is
 * a standard normal number drawn for each unit. Published is this growing push; any other list of
 * pushes, such as an equal one, takes the place of l. All numbers come from one {@link
 * PythonRandom}: weights by layer, unit and input, then the drift by layer and unit, then the
 * inputs. So {@link #published()} and seed 42 give the published table.
 *
 * @param units units in each layer, at least 1
 * @param inputs numbers in each input, at least 1
 * @param samples inputs in the sample, at least 1
 * @param driftFactor the drift's strength for each unit of learning rate, at least 0
 * @param pushes how hard each layer is pushed, first to last, at least 0 each: 1, 2, …, 5 as
 *     published; at least one layer
 */
public record SyntheticCensus(
    int units, int inputs, int samples, double driftFactor, List<Double> pushes) {

  private static final String NOT_NEGATIVE = "a finite number, 0 or more";

  /** The published table's learning rates. */
  public static final List<Double> PUBLISHED_RATES = List.of(0.001, 0.01, 0.1, 1.0);

  /** The published table's slope left of zero for its leaky column. */
  public static final double LEAKY_SLOPE = 0.01;

  /** Which distance below zero the recovery calls the gap of a silent unit. */
  public enum Gap {
    /** The mean of the pre-activation over the sample, as a gradient over a batch would see it. */
    MEAN,
    /** The greatest pre-activation on the sample, the distance to the first firing. */
    NEAREST
  }

  /**
   * A recovery after the drift. In each round the sample goes through the network once; then the
   * bias of every unit that was silent on it goes up by {@code fraction} × gap.
   *
   * <p>The gap is in units of pre-activation. Measured on a leaky unit's output it is smaller by
   * the slope; give {@code fraction} × slope for that reading.
   *
   * @param rounds how often, at least 0
   * @param fraction share of the gap, from 0 to 1
   * @param gap what the gap is
   */
  public record Recovery(int rounds, double fraction, Gap gap) {
    /** No recovery, which is what the published program does. */
    public static final Recovery NONE = new Recovery(0, 0, Gap.MEAN);

    /**
     * Our reading of the recovery that the published text describes without numbers: "a few" rounds
     * are five, and the fraction is large enough that none of the published table's units stays
     * silent, as the text reports.
     */
    public static final Recovery ASSUMED = new Recovery(5, 0.8, Gap.MEAN);

    /** Checks the ranges; throws {@link IllegalArgumentException} outside them. */
    public Recovery {
      require(rounds >= 0, "rounds", rounds, "0 or more");
      require(fraction >= 0 && fraction <= 1, "fraction", fraction, "a number from 0 to 1");
    }
  }

  /**
   * What one unit did on the sample.
   *
   * @param greatestPreActivation its greatest pre-activation
   * @param meanPreActivation its mean pre-activation
   * @param spread the standard deviation of its pre-activation over the sample
   * @param firing the share of the sample, from 0 to 1, on which its output is above 0
   */
  public record Unit(
      double greatestPreActivation, double meanPreActivation, double spread, double firing) {

    /** Whether its output, which has the pre-activation's sign, is never above 0 on the sample. */
    public boolean silent() {
      return greatestPreActivation <= 0;
    }
  }

  /**
   * The outcome for one network.
   *
   * @param slope slope of the activation left of zero
   * @param layers the units of each layer
   */
  public record Result(double slope, List<List<Unit>> layers) {
    /** Share of the units of a layer (from 1) that are silent on the sample, in percent. */
    public double silentPercent(int layer) {
      return percent(layers.get(layer - 1));
    }

    /** Share of the units of all layers that are silent on the sample, in percent. */
    public double silentPercent() {
      return percent(layers.stream().flatMap(List::stream).toList());
    }

    private static double percent(List<Unit> units) {
      return 100.0 * units.stream().filter(Unit::silent).count() / units.size();
    }

    /**
     * Share of the units of a layer (from 1) whose derivative is exactly 0 on the whole sample, in
     * percent: the silent ones for ReLU, none where the slope left of zero is not 0.
     */
    public double deadPercent(int layer) {
      return slope == 0 ? silentPercent(layer) : 0;
    }
  }

  /** Checks the ranges; throws {@link IllegalArgumentException} outside them. */
  public SyntheticCensus {
    pushes = List.copyOf(pushes);
    require(!pushes.isEmpty(), "layers", pushes.size(), "1 or more");
    require(units >= 1, "units", units, "1 or more");
    require(inputs >= 1, "inputs", inputs, "1 or more");
    require(samples >= 1, "samples", samples, "1 or more");
    require(
        driftFactor >= 0 && Double.isFinite(driftFactor), "driftFactor", driftFactor, NOT_NEGATIVE);
    for (double push : pushes) {
      require(push >= 0 && Double.isFinite(push), "push", push, NOT_NEGATIVE);
    }
  }

  private static void require(boolean holds, String name, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Census setting " + name + " is " + value + "; give " + expected + ".");
    }
  }

  /** The census as published: 5 layers of 20 units, 20 inputs, 1,000 samples, growing pushes. */
  public static SyntheticCensus published() {
    return new SyntheticCensus(20, 20, 1000, 1.5, List.of(1.0, 2.0, 3.0, 4.0, 5.0));
  }

  /** This census with every layer pushed as hard as any other: what is left is depth's own part. */
  public SyntheticCensus withEqualPush(double push) {
    return new SyntheticCensus(
        units, inputs, samples, driftFactor, Collections.nCopies(layers(), push));
  }

  /** How many hidden layers there are. */
  public int layers() {
    return pushes.size();
  }

  /** Draws everything random that a census needs; it is the same for all learning rates. */
  public Draw draw(long seed) {
    return new Draw(new PythonRandom(seed));
  }

  /** Weights, drift and inputs of one seed, to be counted at any learning rate. */
  public final class Draw {
    /** weights[l][unit × fan-in + input]. */
    final double[][] weights = new double[layers()][];

    /** shoves[l][unit], at least 0. */
    final double[][] shoves = new double[layers()][units];

    /** sample[input][s]: one array for each input, so that the loops run along the sample. */
    final double[][] sample = new double[inputs][samples];

    private Draw(PythonRandom random) {
      for (int layer = 0; layer < layers(); layer++) {
        int fanIn = layer == 0 ? inputs : units;
        double sigma = Math.sqrt(2.0 / fanIn);
        weights[layer] = new double[units * fanIn];
        for (int i = 0; i < weights[layer].length; i++) {
          weights[layer][i] = random.gauss(0, sigma);
        }
      }
      for (double[] layer : shoves) {
        for (int unit = 0; unit < units; unit++) {
          layer[unit] = Math.abs(random.gauss(0, 1));
        }
      }
      for (int s = 0; s < samples; s++) {
        for (double[] input : sample) {
          input[s] = random.gauss(0, 1);
        }
      }
    }

    /**
     * Lets the biases drift and counts, without recovery.
     *
     * @param learningRate the drift's learning rate, at least 0
     * @param slope slope of the activation left of zero, from 0 (ReLU) to 1
     */
    public Result count(double learningRate, double slope) {
      return countRounds(learningRate, slope, Recovery.NONE).get(0);
    }

    /**
     * Lets the biases drift, then recover, and counts before the recovery and after each round.
     *
     * @param learningRate the drift's learning rate, at least 0
     * @param slope slope of the activation left of zero, from 0 (ReLU) to 1
     * @param recovery what happens after the drift; when the slope is 0 nothing does, since no
     *     gradient then reaches a silent unit
     * @return one result, and one more for each round
     */
    public List<Result> countRounds(double learningRate, double slope, Recovery recovery) {
      require(
          learningRate >= 0 && Double.isFinite(learningRate),
          "learningRate",
          learningRate,
          NOT_NEGATIVE);
      require(slope >= 0 && slope <= 1, "slope", slope, "a number from 0 to 1");
      double[][] biases = drifted(learningRate);
      List<Result> results = new ArrayList<>(List.of(forward(biases, slope)));
      for (int round = 0; slope != 0 && round < recovery.rounds; round++) {
        nudge(biases, results.get(round).layers, recovery);
        results.add(forward(biases, slope));
      }
      return results;
    }

    /** The biases after the drift, [layer][unit]. */
    double[][] drifted(double learningRate) {
      double[][] biases = new double[layers()][units];
      for (int layer = 0; layer < layers(); layer++) {
        for (int unit = 0; unit < units; unit++) {
          double push = learningRate * driftFactor * pushes.get(layer);
          biases[layer][unit] = 0.0 - shoves[layer][unit] * push;
        }
      }
      return biases;
    }

    /** Lifts the biases of silent units. */
    private void nudge(double[][] biases, List<List<Unit>> seen, Recovery recovery) {
      for (int layer = 0; layer < layers(); layer++) {
        for (int u = 0; u < units; u++) {
          Unit unit = seen.get(layer).get(u);
          if (unit.silent()) {
            double reached =
                recovery.gap == Gap.MEAN ? unit.meanPreActivation : unit.greatestPreActivation;
            biases[layer][u] -= recovery.fraction * reached;
          }
        }
      }
    }

    private Result forward(double[][] biases, double slope) {
      List<List<Unit>> seen = new ArrayList<>(layers());
      double[][] below = sample;
      for (int layer = 0; layer < layers(); layer++) {
        double[][] outputs = new double[units][samples];
        List<Unit> unitsSeen = new ArrayList<>(units);
        for (int unit = 0; unit < units; unit++) {
          preActivation(outputs[unit], biases[layer][unit], weights[layer], unit, below);
          unitsSeen.add(look(outputs[unit]));
          activate(outputs[unit], slope);
        }
        seen.add(unitsSeen);
        below = outputs;
      }
      return new Result(slope, seen);
    }
  }

  /** z = bias + w·x for the whole sample, added up in the order of the inputs as Python does. */
  private static void preActivation(
      double[] z, double bias, double[] weights, int unit, double[][] signal) {
    Arrays.fill(z, bias);
    int first = unit * signal.length;
    for (int i = 0; i < signal.length; i++) {
      double w = weights[first + i];
      double[] x = signal[i];
      for (int s = 0; s < z.length; s++) {
        z[s] += w * x[s];
      }
    }
  }

  private static Unit look(double[] z) {
    double greatest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    int fired = 0;
    for (double value : z) {
      greatest = Math.max(greatest, value);
      // Around the first value, so that a constant has a spread of exactly 0.
      double distance = value - z[0];
      sum += distance;
      squares += distance * distance;
      fired += value > 0 ? 1 : 0;
    }
    double mean = sum / z.length;
    double variance = Math.max(0, squares / z.length - mean * mean);
    return new Unit(greatest, z[0] + mean, Math.sqrt(variance), (double) fired / z.length);
  }

  private static void activate(double[] z, double slope) {
    for (int s = 0; s < z.length; s++) {
      z[s] = activated(z[s], slope);
    }
  }

  static double activated(double z, double slope) {
    // Without a branch, for speed. Adding 0 turns the −0 of 0 × negative into 0.
    return Math.max(z, slope * z + 0.0);
  }
}
