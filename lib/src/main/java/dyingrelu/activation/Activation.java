package dyingrelu.activation;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.special.Erf;

/**
 * An activation function h = f(z), applied to each pre-activation z of a layer on its own.
 *
 * <p>Each case exists twice: {@link #value}, {@link #slope} and {@link #curvature} in double
 * precision, which read like the formulas, and {@link #apply}, the first two in single precision
 * for a whole layer at once, which training uses. The tests hold the two together.
 */
public sealed interface Activation extends Serializable {

  /** The name in tables, files and figures: the record's in lower case, as {@code leaky_relu}. */
  default String name() {
    return getClass()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** f(z), for any pre-activation z. */
  double value(double z);

  /** f′(z); at a kink what TensorFlow, PyTorch and ND4J agree on, the slope from the left. */
  double slope(double z);

  /** f″(z); where f′ jumps or has a kink, the value from the left. 0 if not said otherwise. */
  default double curvature(double z) {
    return 0;
  }

  /**
   * Computes f and f′ for many pre-activations.
   *
   * <p>The loops have no branches, so that the compiler turns them into vector instructions.
   *
   * @param z the first {@code n} are pre-activations; may be the same array as {@code h}
   * @param h receives f(z)
   * @param slope receives f′(z)
   * @param n how many
   */
  void apply(float[] z, float[] h, float[] slope, int n);

  /** One of each kind with its usual parameter, from the oldest to the newest. */
  static List<Activation> zoo() {
    return List.of(
        new Sigmoid(),
        new Tanh(),
        new Relu(),
        new LeakyRelu(0.01),
        new PRelu(0.25),
        new Elu(1),
        new Selu(),
        new Gelu(),
        new Softplus(),
        new Silu());
  }

  /**
   * One of the {@link #zoo}.
   *
   * @param name as {@link #name} gives it, such as {@code leaky_relu}
   * @throws IllegalArgumentException if there is none of that name
   */
  static Activation named(String name) {
    return zoo().stream()
        .filter(activation -> activation.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no activation '%s': ask for one of %s."
                        .formatted(name, zoo().stream().map(Activation::name).toList())));
  }

  /** 1 / (1 + e⁻ᶻ), the logistic function. Its slope is at most 1/4, at z = 0. */
  record Sigmoid() implements Activation {
    @Override
    public double value(double z) {
      return 1 / (1 + Math.exp(-z));
    }

    @Override
    public double slope(double z) {
      double e = Math.exp(-Math.abs(z)); // Not h (1 − h), which is rounded to 0 far to the right.
      return e / ((1 + e) * (1 + e));
    }

    @Override
    public double curvature(double z) {
      return -slope(z) * Math.tanh(z / 2);
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      Loops.sigmoid(z, h, slope, n);
    }
  }

  /** (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ), the hyperbolic tangent. Its slope is at most 1, at z = 0. */
  record Tanh() implements Activation {
    @Override
    public double value(double z) {
      return Math.tanh(z);
    }

    @Override
    public double slope(double z) {
      return 4 * new Sigmoid().slope(2 * z);
    }

    @Override
    public double curvature(double z) {
      return -2 * Math.tanh(z) * slope(z);
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      Loops.tanh(z, h, slope, n);
    }
  }

  /**
   * max(0, z), Nair and Hinton 2010. Its slope is exactly 0 for every z &lt; 0.
   *
   * @param atZero what stands for f′(0), in [0, 1]; usually 0, see Bertoin et al. 2021
   */
  record Relu(double atZero) implements Activation {
    /** Checks the slope. */
    public Relu {
      if (!(atZero >= 0 && atZero <= 1)) {
        throw new IllegalArgumentException(
            "The slope of ReLU at 0 was " + atZero + "; give a subgradient, from 0 to 1.");
      }
    }

    /** With slope 0 at 0. */
    public Relu() {
      this(0);
    }

    @Override
    public double value(double z) {
      return Math.max(0, z);
    }

    @Override
    public double slope(double z) {
      return z == 0 ? atZero : z > 0 ? 1 : 0;
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      if (atZero == 0) {
        Loops.relu(z, h, slope, n);
      } else {
        Loops.relu(z, h, slope, n, (float) atZero);
      }
    }
  }

  /** z for z &gt; 0 and αz otherwise. */
  sealed interface Leaky extends Activation {
    /** α, the slope left of zero. */
    double alpha();

    /** What a unit is taught by left of zero; α, unless the leak is taken apart. */
    default double backward() {
      return alpha();
    }

    @Override
    default double value(double z) {
      return z > 0 ? z : alpha() * z;
    }

    @Override
    default double slope(double z) {
      return z > 0 ? 1 : backward();
    }

    @Override
    default void apply(float[] z, float[] h, float[] slope, int n) {
      Loops.leaky(z, h, slope, n, (float) alpha(), (float) backward());
    }
  }

  /**
   * A leak that is the same for every unit, Maas, Hannun and Ng 2013. Its slope is never 0.
   *
   * @param alpha the slope left of zero, in (0, 1)
   */
  record LeakyRelu(double alpha) implements Leaky {
    /** Checks the slope. */
    public LeakyRelu {
      if (!(alpha > 0 && alpha < 1)) {
        throw new IllegalArgumentException(
            "The leak of a leaky ReLU was " + alpha + "; give a slope between 0 and 1, say 0.01.");
      }
    }
  }

  /**
   * A leaky ReLU whose leak is learned, one for each unit, He et al. 2015, eq. 1. These methods
   * know the leak that every unit starts with; a network keeps those that its units have learned.
   *
   * @param alpha the leak at the start, in [0, 1); the paper starts with 0.25
   */
  record PRelu(double alpha) implements Leaky {
    /** Checks the leak. */
    public PRelu {
      if (!(alpha >= 0 && alpha < 1)) {
        throw new IllegalArgumentException(
            "A PReLU's first leak was " + alpha + "; give a slope from 0 to below 1, say 0.25.");
      }
    }
  }

  /** λ times z for z &gt; 0 and λα(eᶻ − 1) otherwise. */
  sealed interface Exponential extends Activation {
    /** α: minus the value that the function divided by λ approaches far to the left. */
    double alpha();

    /** λ, the slope right of zero. */
    double lambda();

    @Override
    default double value(double z) {
      return lambda() * (z > 0 ? z : alpha() * Math.expm1(z));
    }

    @Override
    default double slope(double z) {
      return lambda() * (z > 0 ? 1 : alpha() * Math.exp(z));
    }

    @Override
    default double curvature(double z) {
      return lambda() * (z > 0 ? 0 : alpha() * Math.exp(z));
    }

    @Override
    default void apply(float[] z, float[] h, float[] slope, int n) {
      Loops.elu(z, h, slope, n, (float) alpha(), (float) lambda());
    }
  }

  /**
   * A leak taken apart: one for what a unit says and one for what it is taught by, so that {@link
   * #slope} is not the derivative of {@link #value} left of zero. With no leak forward and some
   * backward it is a ReLU with a surrogate gradient, as in Horuz et al. 2025 (arXiv 2505.22074).
   *
   * @param alpha slope of the outputs left of zero, in [0, 1)
   * @param backward what stands for f′ left of zero, in [0, 1)
   */
  record SplitLeak(double alpha, double backward) implements Leaky {
    /** Checks both. */
    public SplitLeak {
      if (!(alpha >= 0 && alpha < 1 && backward >= 0 && backward < 1)) {
        throw new IllegalArgumentException(
            "The leaks forward and backward were %s and %s; give slopes from 0 to below 1, say 0 and 0.1."
                .formatted(alpha, backward));
      }
    }

    @Override
    public String name() {
      return "split_leak";
    }
  }

  /**
   * Concatenated ReLU, Shang, Sohn, Almeida and Lee 2016, eq. 2: max(0, z) and max(0, −z) of the
   * same z. A layer of n units has n / 2 such pairs: a network keeps the weights and biases of the
   * second half minus those of the first, and its gradient is that of the pair.
   */
  record CRelu() implements Leaky {
    @Override
    public double alpha() {
      return 0;
    }

    @Override
    public String name() {
      return "crelu";
    }
  }

  /**
   * z for z &gt; 0 and α(eᶻ − 1) otherwise, Clevert, Unterthiner and Hochreiter 2016, eq. 15. Its
   * slope αeᶻ is never 0 on paper; far to the left it is too small to matter.
   *
   * @param alpha minus the value that the function approaches far to the left, above 0
   */
  record Elu(double alpha) implements Exponential {
    /** Checks the scale. */
    public Elu {
      if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The scale of an ELU was " + alpha + "; give a positive number, say 1.0.");
      }
    }

    @Override
    public double lambda() {
      return 1;
    }
  }

  /**
   * λ times an ELU of scale α, with the λ and α that keep mean 0 and variance 1 of normal inputs,
   * Klambauer, Unterthiner, Mayr and Hochreiter 2017, eq. 2 and 14. Made for LeCun-normal weights.
   */
  record Selu() implements Exponential {
    @Override
    public double alpha() {
      return 1.6732632423543772;
    }

    @Override
    public double lambda() {
      return 1.0507009873554805;
    }
  }

  /**
   * zΦ(z), with Φ the distribution function of the standard normal, Hendrycks and Gimpel 2016. Its
   * slope is 0 at z ≈ −0.75 and negative left of it.
   */
  record Gelu() implements Activation {
    private static final double ROOT_2_PI = Math.sqrt(2 * Math.PI);

    /** Φ(z), the share of the input that passes: the gate. */
    public static double gate(double z) {
      return Erf.erfc(-z / Math.sqrt(2)) / 2;
    }

    private static double density(double z) {
      return Math.exp(-z * z / 2) / ROOT_2_PI;
    }

    @Override
    public double value(double z) {
      return z * gate(z);
    }

    @Override
    public double slope(double z) {
      return gate(z) + z * density(z);
    }

    @Override
    public double curvature(double z) {
      return density(z) * (2 - z * z);
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      Loops.gelu(z, h, slope, n);
    }
  }

  /**
   * log(1 + e^βz) / β, Dugas et al. 2001 (β = 1): a smooth ReLU, whose slope is the sigmoid of βz.
   * It is within log 2 / β of ReLU everywhere.
   *
   * @param beta how sharp the corner is, above 0
   */
  record Softplus(double beta) implements Activation {
    /** Checks the sharpness. */
    public Softplus {
      if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The sharpness of a softplus was " + beta + "; give a positive number, say 1.0.");
      }
    }

    /** With β = 1. */
    public Softplus() {
      this(1);
    }

    @Override
    public double value(double z) {
      return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(beta * z))) / beta;
    }

    @Override
    public double slope(double z) {
      return new Sigmoid().value(beta * z);
    }

    @Override
    public double curvature(double z) {
      return beta * new Sigmoid().slope(beta * z);
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      Loops.softplus(z, h, slope, n, (float) beta);
    }
  }

  /** zσ(z), with σ the sigmoid, Elfwing, Uchibe and Doya 2018; also called swish. */
  record Silu() implements Activation {
    @Override
    public double value(double z) {
      return z * new Sigmoid().value(z);
    }

    @Override
    public double slope(double z) {
      return new Sigmoid().value(z) + z * new Sigmoid().slope(z);
    }

    @Override
    public double curvature(double z) {
      return new Sigmoid().slope(z) * (2 - z * Math.tanh(z / 2));
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      Loops.silu(z, h, slope, n);
    }
  }

  /**
   * A straight line cut off below and above. Its slope is 0 beyond both ends and, as frameworks
   * have it, at them.
   *
   * @param name in tables
   * @param gain its slope between the ends, above 0
   * @param offset its value at 0, were it not cut off
   * @param low its least value
   * @param high its greatest value, above {@code low}
   */
  record Clipped(String name, double gain, double offset, double low, double high)
      implements Activation {
    /** ReLU cut off at 6, Krizhevsky 2010. */
    public static final Clipped RELU6 = new Clipped("relu6", 1, 0, 0, 6);

    /** The identity from −1 to 1, Collobert 2004. */
    public static final Clipped HARD_TANH = new Clipped("hard_tanh", 1, 0, -1, 1);

    /** z / 6 + 1 / 2 from 0 to 1, as PyTorch has it. */
    public static final Clipped HARD_SIGMOID = new Clipped("hard_sigmoid", 1.0 / 6, 0.5, 0, 1);

    /** Checks the gain and the ends. */
    public Clipped {
      if (!(gain > 0 && low < high)) {
        throw new IllegalArgumentException(
            "A line of gain %s cut off at %s and %s rises nowhere: give a gain above 0 and a lower end below the upper."
                .formatted(gain, low, high));
      }
    }

    @Override
    public double value(double z) {
      return Math.min(high, Math.max(low, gain * z + offset));
    }

    @Override
    public double slope(double z) {
      double line = gain * z + offset;
      return line > low && line < high ? gain : 0;
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      Loops.clipped(z, h, slope, n, this);
    }
  }
}
