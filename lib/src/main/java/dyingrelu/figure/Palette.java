package dyingrelu.figure;

import java.awt.Color;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The workbook's colours: the palette of Okabe and Ito, which stays readable with every common kind
 * of colour blindness. Each activation and verdict has its own in {@code values.csv}; two of P.
 * Tol's muted scheme (2021) are for those that are left.
 *
 * <p>Source: M. Okabe and K. Ito, Color Universal Design (2008).
 */
public final class Palette {
  public static final Color BLUE = new Color(0x0072B2);
  public static final Color VERMILLION = new Color(0xD55E00);
  public static final Color GREEN = new Color(0x009E73);
  public static final Color ORANGE = new Color(0xE69F00);
  public static final Color PURPLE = new Color(0xCC79A7);
  public static final Color SKY = new Color(0x56B4E9);
  public static final Color BLACK = new Color(0x000000);

  /** Not one of Okabe and Ito's: for what stands back, such as a reference line. */
  public static final Color GREY = new Color(0x767676);

  /** In the order in which lines and bars take them. Yellow is left out: too pale on white. */
  public static final List<Color> ORDER =
      List.of(BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY, BLACK, GREY);

  private Palette() {}

  /**
   * The colour that an activation has in the whole workbook.
   *
   * @param activation its name, such as {@code leaky_relu}, {@code Leaky ReLU} or {@code ELU 1.0};
   *     case, spaces, underscores and a parameter behind the name do not matter
   * @throws IllegalArgumentException if the activation has no colour
   */
  public static Color of(String activation) {
    Optional<Color> found = find(activation);
    String none = "No colour is set aside for '%s'; the values with one are %s.";
    String known = String.join(", ", Columns.COLOURED.keySet());
    Checks.that(found.isPresent(), none, activation, known);
    return found.orElseThrow();
  }

  private static Optional<Color> find(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[(,0-9].*", "").replaceAll("[^a-z]", "");
    return Columns.COLOURED.keySet().stream()
        .filter(value -> value.replaceAll("[_ ]", "").equals(plain))
        .map(Columns.COLOURED::get)
        .findFirst();
  }

  /**
   * The colour of the activation or verdict, else the first of the palette that is not taken yet.
   */
  public static Color next(String name, Collection<Color> taken) {
    return find(name)
        .or(() -> ORDER.stream().filter(c -> !taken.contains(c)).findFirst())
        .orElse(ORDER.get(taken.size() % ORDER.size()));
  }

  /** The colour with an alpha of 0 to 255. */
  public static Color transparent(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }
}
