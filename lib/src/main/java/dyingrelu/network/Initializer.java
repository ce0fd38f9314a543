package dyingrelu.network;

import java.util.random.RandomGenerator;

/** How the weights of a layer are drawn. Biases start at zero. */
public enum Initializer {
  /**
   * Uniform on ±√(6 / (fan-in + fan-out)), Glorot and Bengio 2010, eq. 16. The default of Keras,
   * hence of the published study.
   */
  GLOROT_UNIFORM {
    @Override
    float[] draw(int fanIn, int fanOut, RandomGenerator random) {
      double limit = Math.sqrt(6.0 / (fanIn + fanOut));
      float[] weights = new float[fanIn * fanOut];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      return weights;
    }
  },

  /** Normal with variance 2 / fan-in, He et al. 2015, eq. 10. Made for ReLU. */
  HE_NORMAL {
    @Override
    float[] draw(int fanIn, int fanOut, RandomGenerator random) {
      double deviation = Math.sqrt(2.0 / fanIn);
      float[] weights = new float[fanIn * fanOut];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (deviation * random.nextGaussian());
      }
      return weights;
    }
  };

  /** Weights of one layer, fan-in × fan-out in row-major order. */
  abstract float[] draw(int fanIn, int fanOut, RandomGenerator random);
}
