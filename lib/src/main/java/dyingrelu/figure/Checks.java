package dyingrelu.figure;

/** Refuses what cannot be drawn, in one sentence that names the series. */
public final class Checks {
  private Checks() {}

  /** Refuses arrays that are empty, of another length than expected, or not finite. */
  public static void finite(String series, String what, double[] values, int expected) {
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "Series '" + series + "' has no values in " + what + "; a series needs at least one.");
    }
    if (values.length != expected) {
      throw new IllegalArgumentException(
          String.format(
              "Series '%s' has %d values in %s but %d were expected; give all its arrays one"
                  + " length.",
              series, values.length, what, expected));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                "Series '%s' has %s at position %d of %s; only finite numbers can be drawn,"
                    + " so leave that point out.",
                series, values[i], i, what));
      }
    }
  }

  /** Refuses what a logarithmic axis cannot show. */
  public static void positive(String series, String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] <= 0) {
        throw new IllegalArgumentException(
            String.format(
                "Series '%s' has %s at position %d of %s, which a logarithmic axis cannot show;"
                    + " leave that point out or draw it at a small positive value.",
                series, values[i], i, what));
      }
    }
  }

  /** The two ends, refused unless finite and in order. */
  public static double[] range(String axis, double min, double max) {
    if (!(min < max) || !Double.isFinite(min) || !Double.isFinite(max)) {
      throw new IllegalArgumentException(
          "The "
              + axis
              + " range must go from a smaller to a larger finite number, but goes from "
              + min
              + " to "
              + max
              + ".");
    }
    return new double[] {min, max};
  }

  /** A logarithmic axis never reaches 0. */
  public static void logarithmic(String axis, boolean logarithmic, double[] range) {
    if (logarithmic && range != null && range[0] <= 0) {
      throw new IllegalArgumentException(
          "The "
              + axis
              + " axis is logarithmic, so its range must start above 0, but starts at "
              + range[0]
              + ".");
    }
  }

  /** Refuses pictures too small or too large. */
  public static void size(int width, int height) {
    if (width < 200 || height < 150 || width > 4000 || height > 4000) {
      throw new IllegalArgumentException(
          "A figure is 200 to 4000 pixels wide and 150 to 4000 high, but "
              + width
              + " x "
              + height
              + " was asked for.");
    }
  }
}
