package dyingrelu.figure;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text that a figure draws, read from its SVG.
 *
 * @param x where its baseline starts
 */
public record Drawn(String text, double x, double y, double size) {
  private static final Pattern TEXT =
      Pattern.compile(
          "<text [^>]*style=\"[^\"]*font-size:([\\d.]+)px[^\"]*\" x=\"([^\"]+)\""
              + " y=\"([^\"]+)\">([^<]*)<");

  /** Every text of a figure, in the order of painting; those that run upwards too. */
  public static List<Drawn> texts(Figure figure) {
    return TEXT.matcher(figure.svg())
        .results()
        .map(
            m ->
                new Drawn(
                    m.group(4).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
                    Double.parseDouble(m.group(2)),
                    Double.parseDouble(m.group(3)),
                    Double.parseDouble(m.group(1))))
        .toList();
  }

  /** The one text that reads so. */
  public static Drawn text(Figure figure, String text) {
    List<Drawn> found = texts(figure).stream().filter(t -> t.text.equals(text)).toList();
    if (found.size() != 1) {
      throw new AssertionError("'" + text + "' is drawn " + found.size() + " times.");
    }
    return found.get(0);
  }

  /** The box that holds it if it is set in the plain font. */
  public Rectangle2D box() {
    double width = Theme.width(text, Theme.TICK.deriveFont((float) size));
    return new Rectangle2D.Double(x, y - 0.75 * size, width, size);
  }
}
