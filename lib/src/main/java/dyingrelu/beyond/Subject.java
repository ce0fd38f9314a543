package dyingrelu.beyond;

import java.util.Random;

/** What a {@linkplain Pair generator} learns to draw. All numbers are row-major. */
public interface Subject {
  /**
   * Its sizes.
   *
   * @param numbers that a drawing has
   * @param noise normal numbers that it is drawn from
   * @param units of each hidden layer
   * @param batch drawings of a step
   * @param samples drawings that are judged for a row
   */
  record Shape(int numbers, int noise, int units, int batch, int samples) {}

  /** Its sizes. */
  Shape shape();

  /** Real ones. */
  float[] real(Random random, int count);

  /** How many drawings are good, by the mode that they show. */
  int[] good(float[] drawn);

  /** Brings a generator's outputs into the range of drawings, in place. */
  default void bound(float[] outputs) {}

  /** From ∂loss/∂drawing to ∂loss/∂output, in place. */
  default float[] unbound(float[] errors, float[] drawn) {
    return errors;
  }
}
