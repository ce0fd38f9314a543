package dyingrelu.toy;

import dyingrelu.activation.Activation;
import dyingrelu.census.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tech.tablesaw.api.Table;

/**
 * Teaches a small network u(x) = c + Σ vⱼ f(wⱼx + bⱼ) the sine on [−π, π] by telling it one thing
 * about it, at evenly spaced points. What the network's ends have to be comes with it where the
 * sine would not be the only answer. All parameters learn, by Adam, on the exact gradient.
 *
 * <p>The equation in the loss is the method of Lagaris, Likas and Fotiadis 1998
 * (doi:10.1109/72.712178) and Raissi, Perdikaris and Karniadakis 2019
 * (doi:10.1016/j.jcp.2018.10.045); the energy is that of E and Yu 2018
 * (doi:10.1007/s40304-018-0127-z).
 *
 * @param activation f
 * @param told what the network is told
 */
public record EquationFit(Activation activation, Told told) {
  /** What a network is told about the sine. */
  public enum Told {
    /** u = sin x. */
    VALUES(0, 0, 2_000),
    /** u′ = cos x, and u(−π) = 0. */
    SLOPE(1, 1, 2_000),
    /** u″ = −sin x, and u(±π) = 0. */
    EQUATION(2, 2, 2_000),
    /** That the mean of ½u′² − u sin x is to be least, and u(±π) = 0: the same as the equation. */
    ENERGY(1, 2, 6_000);

    /** The highest derivative that it asks of the network. */
    private final int order;

    /** How many ends are known. */
    private final int ends;

    /** How long it is told; after 2,000 steps the energy still falls, and after 6,000 hardly. */
    private final int steps;

    Told(int order, int ends, int steps) {
      this.order = order;
      this.ends = ends;
      this.steps = steps;
    }

    /** Such as {@code the values}. */
    @Override
    public String toString() {
      return "the " + name().toLowerCase(Locale.ROOT);
    }
  }

  static final int UNITS = 24;
  private static final int POINTS = 49;
  private static final double RATE = 0.01;

  /** So heavy that the energy, which pulls at the ends, moves them by less than a hundredth. */
  private static final double ENDS_OF_ENERGY = 10;

  /** Half a difference step: small for the cut-off error, large for the rounding error. */
  private static final double STEP = 1e-4;

  /**
   * A trained network.
   *
   * @param fit how it was trained
   * @param parameters all wⱼ, then all bⱼ, all vⱼ and c
   * @param greatestGradient the greatest absolute derivative by any parameter in any step of what
   *     the network was told, its ends left out
   */
  public record Result(EquationFit fit, double[] parameters, double greatestGradient) {
    /**
     * A derivative of the network; at a kink the one-sided one that {@link Activation} takes.
     *
     * @param order 0 for u itself, 1 or 2
     * @param x where, in [−π, π] if it is to be near the sine's
     */
    public double at(int order, double x) {
      return sum(order, fit.derivatives(order, order, x, parameters), parameters);
    }

    /** Root mean square of u(x) − sin x over the points. */
    public double error() {
      return Math.sqrt(
          IntStream.range(0, POINTS)
              .mapToDouble(i -> Math.pow(at(0, x(i)) - Math.sin(x(i)), 2))
              .average()
              .orElseThrow());
    }
  }

  /**
   * Draws a network and trains it.
   *
   * @param seed of its parameters
   */
  public Result run(long seed) {
    double[] parameters = draw(seed);
    double[] mean = new double[parameters.length];
    double[] square = new double[parameters.length];
    double greatest = 0;
    for (int step = 1; step <= told.steps; step++) {
      double[] gradient = new double[parameters.length];
      inside(parameters, gradient);
      greatest = Math.max(greatest, Arrays.stream(gradient).map(Math::abs).max().orElseThrow());
      ends(parameters, gradient);
      // Adam, Kingma and Ba 2015, in double precision, which the library's does not offer.
      double rate = RATE * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
      for (int i = 0; i < parameters.length; i++) {
        mean[i] += 0.1 * (gradient[i] - mean[i]);
        square[i] += 0.001 * (gradient[i] * gradient[i] - square[i]);
        parameters[i] -= rate * mean[i] / (Math.sqrt(square[i]) + 1e-8);
      }
    }
    return new Result(this, parameters, greatest);
  }

  /**
   * Fits of all activations, told all things, side by side.
   *
   * @param seeds of the networks
   * @return a row per fit with the columns told, activation, seed, error ({@link Result#error}) and
   *     greatest_gradient
   */
  public static Table table(List<Activation> activations, long... seeds) {
    Table table =
        Rows.table(
            "fits of the sine",
            "String told activation, long seed, double error greatest_gradient");
    for (Told told : Told.values()) {
      for (Activation activation : activations) {
        List<Result> results =
            LongStream.of(seeds)
                .parallel()
                .mapToObj(new EquationFit(activation, told)::run)
                .toList();
        for (int i = 0; i < seeds.length; i++) {
          Result result = results.get(i);
          Rows.add(
              table,
              told.toString(),
              activation.name(),
              seeds[i],
              result.error(),
              result.greatestGradient());
        }
      }
    }
    return table;
  }

  /** Parameters with each unit's kink or bend inside the interval, so that none is dead. */
  static double[] draw(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] parameters = new double[3 * UNITS + 1];
    for (int j = 0; j < UNITS; j++) {
      parameters[j] = random.nextGaussian();
      parameters[UNITS + j] = -parameters[j] * random.nextDouble(-Math.PI, Math.PI);
      parameters[2 * UNITS + j] = random.nextGaussian() / Math.sqrt(UNITS);
    }
    return parameters;
  }

  /** The loss of what is told; its gradient is added to the second argument. */
  double inside(double[] parameters, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      double x = x(i);
      if (told == Told.ENERGY) {
        // By the trapezoid rule: of the ends half, or the least energy would lie beside the sine.
        double weight = (i == 0 || i == POINTS - 1 ? 0.5 : 1) / (POINTS - 1);
        double[][] f = derivatives(0, 2, x, parameters);
        double slope = sum(1, f, parameters);
        sum += weight * (slope * slope / 2 - sum(0, f, parameters) * Math.sin(x));
        push(1, x, weight * slope, f, parameters, gradient);
        push(0, x, -weight * Math.sin(x), f, parameters, gradient);
      } else {
        int k = told.order;
        double[][] f = derivatives(k, k + 1, x, parameters);
        // The k-th derivative of the sine is the sine, moved by k quarter turns.
        double misfit = sum(k, f, parameters) - Math.sin(x + k * Math.PI / 2);
        sum += misfit * misfit / POINTS;
        push(k, x, 2 * misfit / POINTS, f, parameters, gradient);
      }
    }
    return sum;
  }

  /** The loss of the ends that are told; its gradient is added to the second argument. */
  double ends(double[] parameters, double[] gradient) {
    double sum = 0;
    double weight = told == Told.ENERGY ? ENDS_OF_ENERGY : 1;
    for (int end = 0; end < told.ends; end++) {
      double x = end == 0 ? -Math.PI : Math.PI;
      double[][] f = derivatives(0, 1, x, parameters);
      double u = sum(0, f, parameters);
      sum += weight * u * u;
      push(0, x, 2 * weight * u, f, parameters, gradient);
    }
    return sum;
  }

  /** f⁽ᵏ⁾ of each unit at x, [k][unit], for the k that are asked for. */
  private double[][] derivatives(int from, int to, double x, double[] parameters) {
    double[][] f = new double[to + 1][UNITS];
    for (int j = 0; j < UNITS; j++) {
      double z = parameters[j] * x + parameters[UNITS + j];
      for (int k = from; k <= to; k++) {
        f[k][j] = derivative(activation, k, z);
      }
    }
    return f;
  }

  /** Adds error · ∂u⁽ᵏ⁾(x)/∂parameter. */
  private static void push(
      int k, double x, double error, double[][] f, double[] parameters, double[] gradient) {
    for (int j = 0; j < UNITS; j++) {
      double w = parameters[j];
      double v = parameters[2 * UNITS + j];
      double inner = v * power(w, k) * f[k + 1][j];
      double own = f[k][j];
      // By the product rule: w stands before f as wᵏ, and inside it.
      gradient[j] += error * (x * inner + (k == 0 ? 0 : v * k * power(w, k - 1) * own));
      gradient[UNITS + j] += error * inner;
      gradient[2 * UNITS + j] += error * power(w, k) * own;
    }
    gradient[3 * UNITS] += k == 0 ? error : 0;
  }

  /** u⁽ᵏ⁾(x) = Σ vⱼ wⱼᵏ f⁽ᵏ⁾(wⱼx + bⱼ), and c for k = 0. */
  private static double sum(int k, double[][] f, double[] parameters) {
    double sum = k == 0 ? parameters[3 * UNITS] : 0;
    for (int j = 0; j < UNITS; j++) {
      sum += parameters[2 * UNITS + j] * power(parameters[j], k) * f[k][j];
    }
    return sum;
  }

  /**
   * f⁽ᵏ⁾(z). The third derivative is needed here only, so it is a difference of second ones, right
   * to about eight digits. It stays on z's side of a kink at 0, for a jump is not a slope.
   */
  private static double derivative(Activation activation, int k, double z) {
    return switch (k) {
      case 0 -> activation.value(z);
      case 1 -> activation.slope(z);
      case 2 -> activation.curvature(z);
      default -> {
        double from = z > 0 ? Math.max(z - STEP, Double.MIN_VALUE) : z - STEP;
        double to = z > 0 ? z + STEP : Math.min(z + STEP, -Double.MIN_VALUE);
        yield (activation.curvature(to) - activation.curvature(from)) / (to - from);
      }
    };
  }

  private static double power(double w, int k) {
    return k == 0 ? 1 : k == 1 ? w : w * w;
  }

  private static double x(int i) {
    return Math.PI * (2.0 * i / (POINTS - 1) - 1);
  }
}
