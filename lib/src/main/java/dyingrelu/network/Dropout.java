package dyingrelu.network;

import java.util.random.RandomGenerator;

/** Leaves hidden units out of a step at random, Srivastava et al. 2014. */
final class Dropout {
  /** Four numbers of 16 bits come from one draw. */
  private static final int BITS = 16;

  private final int dropped;
  private final float scale;
  private RandomGenerator random;

  /**
   * Nothing is drawn yet; {@link #seed} comes first.
   *
   * @param share of the outputs that is left out, in (0, 1)
   */
  Dropout(double share) {
    dropped = (int) Math.round(share * (1 << BITS));
    scale = (float) (1 / (1 - share));
  }

  /** Begins the draws of a step. */
  void seed(long seed) {
    random = Network.random(seed);
  }

  /** Leaves out some of a layer's outputs, and their slopes with them. */
  void apply(float[] h, float[] slope, int length) {
    long bits = 0;
    for (int i = 0; i < length; i++) {
      bits = i % 4 == 0 ? random.nextLong() : bits >>> BITS;
      float factor = (bits & 0xFFFF) < dropped ? 0 : scale;
      h[i] *= factor;
      slope[i] *= factor;
    }
  }
}
