package dyingrelu.figure;

/**
 * Series of whole numbers as text, small because their values change little: of each series three
 * bits k, its first value and its differences, the sign last, in the code of R. F. Rice (1979), six
 * bits a character. {@code series.js} reads it.
 */
final class PackedSeries {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private final StringBuilder text = new StringBuilder();
  private int six;
  private int count;

  /** Adds a series. */
  void add(int... values) {
    int best = 0;
    for (int k = 1; k < 8; k++) {
      best = length(values, k) < length(values, best) ? k : best;
    }
    bits(best, 3);
    int before = 0;
    for (int value : values) {
      int code = code(value - before);
      for (int i = code >> best; i > 0; i--) {
        bits(1, 1);
      }
      bits(0, 1);
      bits(code, best);
      before = value;
    }
  }

  private static int code(int difference) {
    return difference < 0 ? -2 * difference - 1 : 2 * difference;
  }

  private static int length(int[] values, int k) {
    int length = 0;
    int before = 0;
    for (int value : values) {
      length += (code(value - before) >> k) + 1 + k;
      before = value;
    }
    return length;
  }

  /** Adds the last so many bits of a number, the greatest first. */
  private void bits(int number, int bits) {
    for (int bit = bits - 1; bit >= 0; bit--) {
      six = six << 1 | number >> bit & 1;
      if (++count == 6) {
        text.append(LETTERS.charAt(six));
        six = 0;
        count = 0;
      }
    }
  }

  @Override
  public String toString() {
    return count == 0 ? text.toString() : text.toString() + LETTERS.charAt(six << (6 - count));
  }
}
