package dyingrelu.firstedition;

import dyingrelu.network.Network;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How the weights of a trained layer are rounded to a few values. Biases are not rounded. */
public enum Quantization {
  /** 255 values, see {@link #BITS_2}. */
  BITS_8 {
    @Override
    public float[] round(float[] weights) {
      return uniform(weights, 8);
    }
  },

  /** 15 values, see {@link #BITS_2}. */
  BITS_4 {
    @Override
    public float[] round(float[] weights) {
      return uniform(weights, 4);
    }
  },

  /**
   * Three values. Uniform and symmetric: with b bits the multiples s·k of s = max|w| / (2ᵇ⁻¹ − 1),
   * |k| ≤ 2ᵇ⁻¹ − 1, the nearest of them to each weight (Krishnamoorthi 2018, arXiv 1806.08342,
   * section 2.2, with the restricted range). A weight below s/2 becomes exactly 0.
   */
  BITS_2 {
    @Override
    public float[] round(float[] weights) {
      return uniform(weights, 2);
    }
  },

  /**
   * Three values −α, 0, α: 0 for |w| ≤ Δ = 0.7 · mean|w|, and α the mean |w| of the others (Li,
   * Zhang and Liu 2016, arXiv 1605.04711, eqs. 4 and 6).
   */
  TERNARY {
    @Override
    public float[] round(float[] weights) {
      double mean = 0;
      for (float w : weights) {
        mean += Math.abs(w) / (double) weights.length;
      }
      float threshold = (float) (0.7 * mean);
      double sum = 0;
      int kept = 0;
      for (float w : weights) {
        if (Math.abs(w) > threshold) {
          sum += Math.abs(w);
          kept++;
        }
      }
      float alpha = (float) (sum / Math.max(1, kept));
      float[] rounded = new float[weights.length];
      for (int i = 0; i < weights.length; i++) {
        rounded[i] = Math.abs(weights[i]) > threshold ? Math.copySign(alpha, weights[i]) : 0;
      }
      return rounded;
    }
  };

  /**
   * The weights of one layer, rounded.
   *
   * @param weights all weights of the layer in any order; not changed
   */
  public abstract float[] round(float[] weights);

  /**
   * A copy of a network whose weights are rounded, each layer by itself, the output layer too.
   *
   * @param network is not changed
   */
  public Network round(Network network) {
    Network rounded = network.copy();
    for (int layer = 1; layer <= network.architecture().layers(); layer++) {
      INDArray weights = rounded.weights(layer);
      float[] values = round(weights.dup('c').data().asFloat());
      weights.assign(Nd4j.create(values, weights.shape(), 'c'));
    }
    return rounded;
  }

  private static float[] uniform(float[] weights, int bits) {
    float greatest = 0;
    for (float w : weights) {
      greatest = Math.max(greatest, Math.abs(w));
    }
    float step = greatest / ((1 << bits - 1) - 1);
    float[] rounded = new float[weights.length];
    for (int i = 0; i < weights.length && greatest > 0; i++) {
      rounded[i] = Math.round(weights[i] / step) * step;
    }
    return rounded;
  }
}
