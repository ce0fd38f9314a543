package dyingrelu.activation;

/**
 * Pieces of the single-precision loops. They have no branches and few operations each, so that the
 * compiler turns them into vector instructions; several short loops over an array that stays in the
 * cache are faster than a long one that it does not.
 */
final class Loops {
  private Loops() {}

  /**
   * 1 for a positive number and 0 for zero, without a comparison (a select is not vectorised before
   * JDK 21). Two factors of 1e38 lift even the smallest float above 1. NaN stays NaN.
   */
  static float step(float notNegative) {
    return Math.min(1f, notNegative * 1e38f * 1e38f);
  }

  /** max(0, z) and its slope; {@code h} may be {@code z}. */
  static void relu(float[] z, float[] h, float[] slope, int n) {
    for (int i = 0; i < n; i++) {
      float positive = Math.max(z[i], 0f);
      slope[i] = step(positive);
      h[i] = positive;
    }
  }

  /** ReLU with a slope of its own at 0; {@code h} may be {@code z}. */
  static void relu(float[] z, float[] h, float[] slope, int n, float atZero) {
    for (int i = 0; i < n; i++) {
      float x = z[i];
      slope[i] = step(Math.max(x, 0f)) + atZero * (1 - step(Math.abs(x)));
      h[i] = Math.max(x, 0f);
    }
  }

  /** A line cut off at both ends; {@code h} may be {@code z}. */
  static void clipped(float[] z, float[] h, float[] slope, int n, Activation.Clipped line) {
    float gain = (float) line.gain();
    float offset = (float) line.offset();
    float low = (float) line.low();
    float high = (float) line.high();
    for (int i = 0; i < n; i++) {
      float x = gain * z[i] + offset;
      slope[i] = gain * step(Math.max(x - low, 0f)) * step(Math.max(high - x, 0f));
      h[i] = Math.min(high, Math.max(low, x));
    }
  }

  /** Leaky ReLU, with a leak for h and one for its slope; {@code h} may be {@code z}. */
  static void leaky(float[] z, float[] h, float[] slope, int n, float leak, float back) {
    for (int i = 0; i < n; i++) {
      float x = z[i];
      slope[i] = back + (1 - back) * step(Math.max(x, 0f));
      h[i] = Math.max(x, leak * x);
    }
  }

  /** 1 / (1 + e⁻ᶻ) and its slope; {@code h} may be {@code z}. */
  static void sigmoid(float[] z, float[] h, float[] slope, int n) {
    expOfMinusAbsolute(z, slope, n);
    for (int i = 0; i < n; i++) {
      float e = slope[i];
      float q = 1 / (1 + e);
      float step = step(Math.max(z[i], 0f));
      h[i] = (step + (1 - step) * e) * q;
      slope[i] = e * q * q;
    }
  }

  /** log(1 + e^βz) / β and its slope; {@code h} may be {@code z}. */
  static void softplus(float[] z, float[] h, float[] slope, int n, float beta) {
    for (int i = 0; i < n; i++) {
      h[i] = beta * z[i];
    }
    expOfMinusAbsolute(h, slope, n);
    for (int i = 0; i < n; i++) {
      float e = slope[i];
      float positive = Math.max(h[i], 0f);
      float step = step(positive);
      // log(1 + e) = 2 artanh(e / (2 + e)), by its series.
      float y = e / (2 + e);
      float s = y * y;
      float series =
          1 + s * (1f / 3 + s * (1f / 5 + s * (1f / 7 + s * (1f / 9 + s * (1f / 11 + s / 13)))));
      h[i] = (positive + 2 * y * series) / beta;
      slope[i] = (step + (1 - step) * e) / (1 + e);
    }
  }

  /** z times the sigmoid and its slope; {@code h} may be {@code z}. */
  static void silu(float[] z, float[] h, float[] slope, int n) {
    expOfMinusAbsolute(z, slope, n);
    for (int i = 0; i < n; i++) {
      float x = z[i];
      float e = slope[i];
      float q = 1 / (1 + e);
      float step = step(Math.max(x, 0f));
      float gate = (step + (1 - step) * e) * q;
      h[i] = x * gate;
      slope[i] = gate + x * (e * q * q);
    }
  }

  /** λ times an ELU of that scale; {@code h} may be {@code z}. */
  static void elu(float[] z, float[] h, float[] slope, int n, float scale, float lambda) {
    for (int i = 0; i < n; i++) {
      slope[i] = expm1(Math.max(Math.min(z[i], 0f), -87f) * (1f / 64));
    }
    for (int i = 0; i < n; i++) {
      h[i] = Math.max(z[i], 0f) + doubled(slope[i]); // One of the two is 0.
    }
    for (int i = 0; i < n; i++) {
      slope[i] = power64(1 + slope[i]); // Unlike 1 + h it is not rounded to 0 far to the left.
    }
    for (int i = 0; i < n; i++) {
      float positive = Math.max(h[i], 0f);
      float step = step(positive);
      slope[i] = lambda * (step + (1 - step) * scale * slope[i]);
      h[i] = lambda * (positive + scale * Math.min(h[i], 0f));
    }
  }

  /** Hyperbolic tangent and its slope; {@code h} may be {@code z}. */
  static void tanh(float[] z, float[] h, float[] slope, int n) {
    for (int i = 0; i < n; i++) {
      slope[i] = expm1(Math.max(-2 * Math.abs(z[i]), -87f) * (1f / 64));
    }
    for (int i = 0; i < n; i++) {
      float m = doubled(slope[i]); // e^(−2|z|) − 1
      h[i] = (1 - 2 * step(Math.max(z[i], 0f))) * m / (2 + m);
    }
    for (int i = 0; i < n; i++) {
      float e = power64(1 + slope[i]);
      slope[i] = 4 * e / ((1 + e) * (1 + e));
    }
  }

  /** zΦ(z) and Φ(z) + zφ(z); {@code h} may be {@code z}. */
  static void gelu(float[] z, float[] h, float[] slope, int n) {
    // Left of −13 the density has no place in single precision.
    for (int i = 0; i < n; i++) {
      float x = Math.min(Math.abs(z[i]), 13f);
      slope[i] = 1 + expm1(x * x * (-0.5f / 64));
    }
    for (int i = 0; i < n; i++) {
      slope[i] = power64(slope[i]);
    }
    for (int i = 0; i < n; i++) {
      float x = z[i];
      float e = slope[i];
      // Abramowitz and Stegun 1964, formula 7.1.26: 1 − Φ(|x|) to 1e-7.
      float t = 1 / (1 + 0.23164190f * Math.abs(x));
      float tail =
          t
              * e
              * (0.1274148f
                  + t * (-0.14224837f + t * (0.71070687f + t * (-0.72657601f + t * 0.53070271f))));
      float step = step(Math.max(x, 0f));
      float gate = step + (1 - 2 * step) * tail;
      h[i] = x * gate;
      slope[i] = gate + x * e * 0.39894228f;
    }
  }

  /** e^−|z|, from 1 down to about 1e-38; NaN stays NaN. */
  static void expOfMinusAbsolute(float[] z, float[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = 1 + expm1(Math.max(-Math.abs(z[i]), -87f) * (1f / 64));
    }
    for (int i = 0; i < n; i++) {
      result[i] = power64(result[i]);
    }
  }

  /** e^y − 1 for y from −1.4 to 0, by its Taylor series. */
  private static float expm1(float y) {
    return y
        * (1
            + y
                * (.5f
                    + y
                        * (1f / 6
                            + y * (1f / 24 + y * (1f / 120 + y * (1f / 720 + y * (1f / 5040)))))));
  }

  /**
   * e^64y − 1 from e^y − 1, by six doublings e^2y − 1 = (e^y − 1)² + 2 (e^y − 1), which keep the
   * relative error near zero small.
   */
  private static float doubled(float e) {
    float d = e;
    d = d * d + 2 * d;
    d = d * d + 2 * d;
    d = d * d + 2 * d;
    d = d * d + 2 * d;
    d = d * d + 2 * d;
    d = d * d + 2 * d;
    return d;
  }

  private static float power64(float x) {
    float power = x;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    return power;
  }
}
