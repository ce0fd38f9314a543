package dyingrelu.figure;

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
    that(
        values.length > 0,
        "Series '%s' has no values in %s; a series needs at least one.",
        series,
        what);
    that(
        values.length == expected,
        "Series '%s' has %d values in %s but %d were expected; give all its arrays one length.",
        series,
        values.length,
        what,
        expected);
    for (int i = 0; i < values.length; i++) {
      that(
          Double.isFinite(values[i]),
          "Series '%s' has %s at position %d of %s; only finite numbers can be drawn, so leave that"
              + " point out.",
          series,
          values[i],
          i,
          what);
    }
  }

  /** Refuses what a logarithmic axis cannot show. */
  public static void positive(String series, String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      that(
          values[i] > 0,
          "Series '%s' has %s at position %d of %s, which a logarithmic axis cannot show; leave"
              + " that point out or draw it at a small positive value.",
          series,
          values[i],
          i,
          what);
    }
  }

  /** The two ends, refused unless finite and in order. */
  public static double[] range(String axis, double min, double max) {
    that(
        min < max && Double.isFinite(min) && Double.isFinite(max),
        "The %s range must go from a smaller to a larger finite number, but goes from %s to %s.",
        axis,
        min,
        max);
    return new double[] {min, max};
  }

  /** A logarithmic axis never reaches 0. */
  public static void logarithmic(String axis, boolean logarithmic, double[] range) {
    that(
        !logarithmic || range == null || range[0] > 0,
        "The %s axis is logarithmic, so its range must start above 0, but starts at %s.",
        axis,
        range == null ? 0 : range[0]);
  }

  /** Refuses pictures too small or too large. */
  public static void size(int width, int height) {
    that(
        width >= 200 && height >= 150 && width <= 4000 && height <= 4000,
        "A figure is 200 to 4000 pixels wide and 150 to 4000 high, but %d x %d was asked for.",
        width,
        height);
  }
}
