package dyingrelu.figure;

import java.util.function.DoublePredicate;

/** Refuses what cannot be drawn, in one sentence that names the series. */
public final class Checks {
  private Checks() {}

  /**
   * Refuses what is not so.
   *
   * @param sentence what is wrong, as for {@link String#format}
   * @throws IllegalArgumentException if the condition does not hold
   */
  public static void that(boolean holds, String sentence, Object... parts) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(parts));
    }
  }

  /** Refuses arrays that are empty, of another length than expected, or not finite. */
  public static void finite(String series, String what, double[] values, int expected) {
    String start = "Series '" + series.replace("%", "%%") + "' has ";
    that(values.length > 0, start + "no values in %s; a series needs at least one.", what);
    String lengths = "%d values in %s but %d were expected; give all its arrays one length.";
    that(values.length == expected, start + lengths, values.length, what, expected);
    String rest = "; only finite numbers can be drawn, so leave that point out.";
    each(Double::isFinite, series, what, values, rest);
  }

  /** Refuses what a logarithmic axis cannot show. */
  public static void positive(String series, String what, double[] values) {
    String rest = ", which a logarithmic axis cannot show; leave it out or draw a small value.";
    each(value -> value > 0, series, what, values, rest);
  }

  private static void each(
      DoublePredicate fit, String series, String what, double[] values, String rest) {
    for (int i = 0; i < values.length; i++) {
      String which = "Series '%s' has %s at position %d of %s";
      that(fit.test(values[i]), which + rest, series, values[i], i, what);
    }
  }

  /** The two ends, refused unless finite and in order. */
  public static double[] range(String axis, double min, double max) {
    that(
        min < max && Double.isFinite(max - min),
        "The %s range goes from a smaller to a larger number, but not from %s to %s.",
        axis,
        min,
        max);
    return new double[] {min, max};
  }

  /** A logarithmic axis never reaches 0. */
  public static void logarithmic(String axis, boolean logarithmic, double[] range) {
    String sentence =
        "The %s axis is logarithmic, so its range must start above 0, but starts at %s.";
    if (logarithmic && range != null) {
      that(range[0] > 0, sentence, axis, range[0]);
    }
  }

  /** Refuses pictures too small or too large. */
  public static void size(int width, int height) {
    String sentence = "A figure is 200 x 150 to 4000 x 4000 pixels, but %d x %d was asked for.";
    boolean fits = width >= 200 && height >= 150 && Math.max(width, height) <= 4000;
    that(fits, sentence, width, height);
  }
}
