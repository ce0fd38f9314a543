package dyingrelu.beyond;

import dyingrelu.network.Mask;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Leaves of each row only the greatest outputs that are positive.
 *
 * @param k how many, 1 to the number of units
 * @param units how many there are
 * @param which units may be heard
 */
record TopK(int k, int units, IntPredicate which) implements Mask {
  TopK {
    if (k < 1 || k > units) {
      throw new IllegalArgumentException(
          "The %d greatest of %d units cannot be chosen: ask for 1 to %d."
              .formatted(k, units, units));
    }
  }

  @Override
  public void apply(float[] h, float[] slopes, int rows) {
    float[] row = new float[units];
    for (int first = 0; first < rows * units; first += units) {
      int candidates = 0;
      for (int unit = 0; unit < units; unit++) {
        if (h[first + unit] > 0 && which.test(unit)) {
          row[candidates++] = h[first + unit];
        }
      }
      Arrays.sort(row, 0, candidates);
      float least = candidates > k ? row[candidates - k] : Float.MIN_VALUE;
      for (int unit = 0; unit < units; unit++) {
        if (h[first + unit] < least || !which.test(unit)) {
          h[first + unit] = 0;
          slopes[first + unit] = 0;
        }
      }
    }
  }
}
