package dyingrelu.activation;

/**
 * An activation function h = f(z), applied to each pre-activation z of a layer on its own.
 *
 * <p>Each case exists twice: {@link #value} and {@link #slope} in double precision, which read like
 * the formulas, and {@link #apply}, the same in single precision for a whole layer at once, which
 * training uses. The tests hold the two together.
 */
public sealed interface Activation {

  /** The name in tables, files and figures, such as {@code leaky_relu}. */
  String name();

  /**
   * f(z).
   *
   * @param z any pre-activation
   */
  double value(double z);

  /**
   * f′(z); at a kink the value that TensorFlow, PyTorch and ND4J agree on, the slope from the left.
   *
   * @param z any pre-activation
   */
  double slope(double z);

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

  /** max(0, z), Nair and Hinton 2010. Its slope is exactly 0 for every z ≤ 0. */
  record Relu() implements Activation {
    @Override
    public String name() {
      return "relu";
    }

    @Override
    public double value(double z) {
      return Math.max(0, z);
    }

    @Override
    public double slope(double z) {
      return z > 0 ? 1 : 0;
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      for (int i = 0; i < n; i++) {
        float positive = Math.max(z[i], 0f);
        slope[i] = Loops.step(positive);
        h[i] = positive;
      }
    }
  }

  /**
   * z for z &gt; 0 and αz otherwise, Maas, Hannun and Ng 2013. Its slope is never 0.
   *
   * @param alpha the slope left of zero, in (0, 1)
   */
  record LeakyRelu(double alpha) implements Activation {
    /** Checks the slope. */
    public LeakyRelu {
      if (!(alpha > 0 && alpha < 1)) {
        throw new IllegalArgumentException(
            "The leak of a leaky ReLU was " + alpha + "; give a slope between 0 and 1, say 0.01.");
      }
    }

    @Override
    public String name() {
      return "leaky_relu";
    }

    @Override
    public double value(double z) {
      return z > 0 ? z : alpha * z;
    }

    @Override
    public double slope(double z) {
      return z > 0 ? 1 : alpha;
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      float leak = (float) alpha;
      for (int i = 0; i < n; i++) {
        float x = z[i];
        slope[i] = leak + (1 - leak) * Loops.step(Math.max(x, 0f));
        h[i] = Math.max(x, leak * x);
      }
    }
  }

  /**
   * z for z &gt; 0 and α(eᶻ − 1) otherwise, Clevert, Unterthiner and Hochreiter 2016, eq. 15. Its
   * slope αeᶻ is never 0 on paper; far to the left it is too small to matter.
   *
   * @param alpha minus the value that the function approaches far to the left, above 0
   */
  record Elu(double alpha) implements Activation {
    /** Checks the scale. */
    public Elu {
      if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The scale of an ELU was " + alpha + "; give a positive number, say 1.0.");
      }
    }

    @Override
    public String name() {
      return "elu";
    }

    @Override
    public double value(double z) {
      return z > 0 ? z : alpha * Math.expm1(z);
    }

    @Override
    public double slope(double z) {
      return z > 0 ? 1 : alpha * Math.exp(z);
    }

    @Override
    public void apply(float[] z, float[] h, float[] slope, int n) {
      float scale = (float) alpha;
      for (int i = 0; i < n; i++) {
        float positive = Math.max(z[i], 0f);
        // e^x − 1 for x ≤ 0: the Taylor series at x/64, then six doublings by
        // e^2y − 1 = (e^y − 1)² + 2 (e^y − 1), which keep the relative error near zero small.
        float y = Math.max(Math.min(z[i], 0f), -87f) * (1f / 64);
        float e =
            y
                * (1
                    + y
                        * (.5f
                            + y
                                * (1f / 6
                                    + y
                                        * (1f / 24
                                            + y * (1f / 120 + y * (1f / 720 + y * (1f / 5040)))))));
        float power = 1 + e;
        e = e * e + 2 * e;
        e = e * e + 2 * e;
        e = e * e + 2 * e;
        e = e * e + 2 * e;
        e = e * e + 2 * e;
        e = e * e + 2 * e;
        // e^x itself by squaring: unlike 1 + e it is not rounded to 0 far to the left.
        power *= power;
        power *= power;
        power *= power;
        power *= power;
        power *= power;
        power *= power;
        float step = Loops.step(positive);
        slope[i] = step + (1 - step) * scale * power;
        h[i] = positive + scale * e;
      }
    }
  }
}
