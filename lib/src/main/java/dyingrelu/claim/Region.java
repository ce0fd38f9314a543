package dyingrelu.claim;

/**
 * The numbers that a prediction allows.
 *
 * @param text how it is written
 * @param low its lower end, or −∞
 * @param high its upper end, or ∞
 * @param open whether its finite ends are left out
 */
public record Region(String text, double low, double high, boolean open) {
  /**
   * Reads a region.
   *
   * @param text one of {@code > 0}, {@code >= 0}, {@code < 5}, {@code <= 5}, {@code = 1}, {@code =
   *     0.25 ± 1e-12} and {@code 25 to 28}, with these spaces
   * @throws IllegalArgumentException if it is none of them, or allows no number
   */
  public static Region parse(String text) {
    String[] words = text.split(" ");
    boolean between = words.length == 3 && words[1].equals("to");
    boolean near = words.length == 4 && words[0].equals("=") && words[2].equals("±");
    try {
      double first = Double.parseDouble(words[between ? 0 : 1]);
      double last = Double.parseDouble(words[words.length - 1]);
      String form = between ? "to" : near ? "±" : words.length == 2 ? words[0] : "";
      Region region =
          switch (form) {
            case ">", ">=" -> new Region(text, first, Double.POSITIVE_INFINITY, form.equals(">"));
            case "<", "<=" -> new Region(text, Double.NEGATIVE_INFINITY, first, form.equals("<"));
            case "=", "to" -> new Region(text, first, last, false);
            case "±" -> new Region(text, first - last, first + last, false);
            default -> throw new NumberFormatException(form);
          };
      if (region.low <= region.high) {
        return region;
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // Not of these forms.
    }
    throw new IllegalArgumentException(
        "The region '%s' cannot be read: write > 0, >= 0, < 5, <= 5, = 1, = 0.25 ± 1e-12 or 25 to 28."
            .formatted(text));
  }

  /** Whether it allows every number from {@code from} to {@code to}, both included. */
  public boolean contains(double from, double to) {
    boolean above = from > low || from == low && (!open || Double.isInfinite(low));
    boolean below = to < high || to == high && (!open || Double.isInfinite(high));
    return above && below;
  }

  /** Whether it allows no number from {@code from} to {@code to}, both included. */
  public boolean excludes(double from, double to) {
    return open ? to <= low || from >= high : to < low || from > high;
  }
}
