package dyingrelu.firstedition;

import dyingrelu.activation.Activation;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Teaches a small network u(x) = c + Σ vⱼ f(wⱼx + bⱼ) the sine on [−π, π] by telling it only one of
 * the sine's derivatives: its values, its slope u′ = cos x, or the equation u″ = −sin x. The slope
 * comes with u(−π) = 0, the equation with u(±π) = 0, so that the sine is the only answer.
 *
 * <p>The loss is the mean square of the misfit u⁽ᵏ⁾(x) − sin⁽ᵏ⁾(x) over evenly spaced points, plus
 * the squares of u at the ends that are given. All parameters are trained by Adam on its exact
 * gradient. That is the method of Lagaris, Likas and Fotiadis 1998 (doi:10.1109/72.712178) with the
 * boundary in the loss, as in Raissi, Perdikaris and Karniadakis 2019
 * (doi:10.1016/j.jcp.2018.10.045).
 *
 * @param activation f
 * @param order k, which derivative is given: 0, 1 or 2
 * @param units of the hidden layer, at least 1
 * @param points where the misfit is taken, at least 2
 * @param steps of Adam, at least 1
 * @param learningRate Adam's, above 0
 */
public record EquationFit(
    Activation activation, int order, int units, int points, int steps, double learningRate) {
  /** Half a difference step: small for the cut-off error, large for the rounding error. */
  private static final double STEP = 1e-4;

  /** Checks the numbers. */
  public EquationFit {
    if (order < 0 || order > 2) {
      throw new IllegalArgumentException(
          "Derivative "
              + order
              + " of the sine was asked for; give 0 (its values), 1 (its slope) or 2 (u″ = −sin"
              + " x).");
    }
    if (units < 1 || points < 2 || steps < 1 || !(learningRate > 0)) {
      throw new IllegalArgumentException(
          ("A fit with %d units, %d points, %d steps and learning rate %s cannot run: give at least"
                  + " 1 unit, 2 points, 1 step and a rate above 0.")
              .formatted(units, points, steps, learningRate));
    }
  }

  /** 24 units, 48 points and 2,000 steps at a learning rate of 0.01: about a fifth of a second. */
  public static EquationFit standard(Activation activation, int order) {
    return new EquationFit(activation, order, 24, 48, 2_000, 0.01);
  }

  /**
   * What training made.
   *
   * @param fit what was run
   * @param parameters all wⱼ, then all bⱼ, all vⱼ and c
   * @param misfits root mean square of the misfit before each step, and after the last one
   * @param greatestGradient the greatest |∂(mean squared misfit)/∂parameter| of all parameters and
   *     steps; the ends of the interval are left out
   */
  public record Result(
      EquationFit fit, double[] parameters, double[] misfits, double greatestGradient) {
    /**
     * A derivative of the network, as the formula gives it: at a kink the one-sided one that {@link
     * Activation} takes.
     *
     * @param order 0 for u itself, 1 or 2
     * @param x in [−π, π] if it is to be near the sine's
     */
    public double at(int order, double x) {
      return fit.derivative(order, x, parameters);
    }

    /** Root mean square of u(x) − sin x over the points, whatever was given. */
    public double error() {
      return Math.sqrt(
          IntStream.range(0, fit.points)
              .mapToDouble(i -> at(0, fit.x(i)) - Math.sin(fit.x(i)))
              .map(e -> e * e)
              .average()
              .orElseThrow());
    }
  }

  /**
   * Draws a network and trains it.
   *
   * @param seed of the weights
   * @throws InterruptedException if the thread is interrupted
   */
  public Result run(long seed) throws InterruptedException {
    double[] parameters = draw(seed);
    double[] gradient = new double[parameters.length];
    double[] mean = new double[parameters.length];
    double[] square = new double[parameters.length];
    double[] misfits = new double[steps + 1];
    double greatest = 0;
    for (int step = 1; step <= steps; step++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("The fit stopped after " + (step - 1) + " steps.");
      }
      java.util.Arrays.fill(gradient, 0);
      misfits[step - 1] = Math.sqrt(misfit(parameters, gradient));
      for (double g : gradient) {
        greatest = Math.max(greatest, Math.abs(g));
      }
      ends(parameters, gradient);
      // Adam, Kingma and Ba 2015, in double precision, which the library's does not offer.
      double rate = learningRate * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
      for (int i = 0; i < parameters.length; i++) {
        mean[i] += 0.1 * (gradient[i] - mean[i]);
        square[i] += 0.001 * (gradient[i] * gradient[i] - square[i]);
        parameters[i] -= rate * mean[i] / (Math.sqrt(square[i]) + 1e-8);
      }
    }
    misfits[steps] = Math.sqrt(misfit(parameters, gradient));
    return new Result(this, parameters, misfits, greatest);
  }

  /** Weights of which each unit has its kink or bend inside the interval, so that none is dead. */
  double[] draw(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] parameters = new double[3 * units + 1];
    for (int j = 0; j < units; j++) {
      parameters[j] = random.nextGaussian();
      parameters[units + j] = -parameters[j] * random.nextDouble(-Math.PI, Math.PI);
      parameters[2 * units + j] = random.nextGaussian() / Math.sqrt(units);
    }
    return parameters;
  }

  /** The mean squared misfit; its gradient is added to the second argument. */
  double misfit(double[] parameters, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < points; i++) {
      // The k-th derivative of the sine is the sine, moved by k quarter turns.
      double given = Math.sin(x(i) + order * Math.PI / 2);
      sum += square(order, x(i), given, 1.0 / points, parameters, gradient);
    }
    return sum;
  }

  /** The squares of u at the given ends; their gradient is added to the second argument. */
  double ends(double[] parameters, double[] gradient) {
    double sum = order > 0 ? square(0, -Math.PI, 0, 1, parameters, gradient) : 0;
    return order > 1 ? sum + square(0, Math.PI, 0, 1, parameters, gradient) : sum;
  }

  /** One weighted square (u⁽ᵏ⁾(x) − given)². */
  private double square(
      int k, double x, double given, double weight, double[] parameters, double[] gradient) {
    double misfit = derivative(k, x, parameters) - given;
    double error = 2 * weight * misfit;
    for (int j = 0; j < units; j++) {
      double w = parameters[j];
      double v = parameters[2 * units + j];
      double z = w * x + parameters[units + j];
      double power = power(w, k);
      double inner = v * power * derivative(activation, k + 1, z);
      // By the product rule: w stands before f as wᵏ, and inside it.
      double outer = k == 0 ? 0 : v * k * power(w, k - 1) * derivative(activation, k, z);
      gradient[j] += error * (outer + x * inner);
      gradient[units + j] += error * inner;
      gradient[2 * units + j] += error * power * derivative(activation, k, z);
    }
    gradient[3 * units] += k == 0 ? error : 0;
    return weight * misfit * misfit;
  }

  /** u⁽ᵏ⁾(x) = Σ vⱼ wⱼᵏ f⁽ᵏ⁾(wⱼx + bⱼ), and c for k = 0. */
  private double derivative(int k, double x, double[] parameters) {
    double sum = k == 0 ? parameters[3 * units] : 0;
    for (int j = 0; j < units; j++) {
      double w = parameters[j];
      double z = w * x + parameters[units + j];
      sum += parameters[2 * units + j] * power(w, k) * derivative(activation, k, z);
    }
    return sum;
  }

  /**
   * f⁽ᵏ⁾(z). The third derivative is needed here only, so it is no formula of each activation but a
   * difference of second derivatives, which is right to about eight digits. It stays on z's side of
   * a kink at 0, for a jump is not a slope.
   */
  static double derivative(Activation activation, int k, double z) {
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

  private double x(int i) {
    return Math.PI * (2.0 * i / (points - 1) - 1);
  }
}
