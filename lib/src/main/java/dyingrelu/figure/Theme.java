package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Fonts, strokes, colours and text of every figure, for charts that paint themselves. */
public final class Theme {
  public static final int WIDTH = 720;
  public static final int HEIGHT = 430;

  /** Height of the band that holds a picture's title. */
  public static final int TITLE_BAND = 34;

  /** Between a picture's edge and what it holds. */
  static final int MARGIN = 12;

  public static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  public static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  public static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  public static final Font LEGEND = TICK;
  static final Font PANEL = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  static final Font CONTOUR = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  static final Font NOTE = new Font(Font.SANS_SERIF, Font.ITALIC, 14);

  public static final Color INK = new Color(0x222222);
  public static final Color FRAME = new Color(0x888888);
  public static final Color TICK_MARK = new Color(0xAAAAAA);
  public static final Color GRID = new Color(0xE2E2E2);

  static final BasicStroke THIN = new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
  public static final BasicStroke SOLID =
      new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  public static final BasicStroke DASHED =
      new BasicStroke(
          2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {8, 5}, 0);

  private static final Pattern JAVA_NUMBER = Pattern.compile("-?\\b\\d+(?:\\.\\d+)?E-?\\d+\\b");
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  private Theme() {}

  /** Draws the title into the band at the top. */
  public static void title(Graphics2D g, String title, int width) {
    g.setColor(INK);
    text(g, title, fitting(title, TITLE, width - 24), width / 2.0, 26, 0.5);
  }

  /** The font, made smaller if the text would not fit into the width. */
  public static Font fitting(String text, Font font, double width) {
    double needed = width(text, font);
    return needed <= width ? font : font.deriveFont((float) (font.getSize2D() * width / needed));
  }

  /** How wide a text is, in pixels. */
  public static double width(String text, Font font) {
    return text.isEmpty() ? 0 : font.getStringBounds(text, EXACT).getWidth();
  }

  /** The text in lines that fit into the width, broken between words. */
  static List<String> wrapped(String text, Font font, double width) {
    List<String> lines = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      int last = lines.size() - 1;
      String longer = last < 0 ? word : lines.get(last) + " " + word;
      if (last >= 0 && width(longer, font) <= width) {
        lines.set(last, longer);
      } else {
        lines.add(word);
      }
    }
    return text.isBlank() ? List.of() : lines;
  }

  /**
   * A number for a tick: as short as six significant digits allow, with a point in every locale.
   */
  public static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    double size = Math.abs(value);
    boolean plain = size >= 1e-4 && size < 1e7;
    String text = plain ? rounded.toPlainString() : rounded.toString().replace("E+", "e");
    return text.replace('E', 'e').replace('-', '\u2212');
  }

  /** The text with Java's numbers, such as 1.0E-7, as {@link #number} writes them. */
  static String written(String text) {
    return JAVA_NUMBER.matcher(text).replaceAll(m -> number(Double.parseDouble(m.group())));
  }

  /**
   * Draws text with its baseline at y.
   *
   * @param align 0 for text that starts at x, 0.5 for centred, 1 for text that ends at x
   */
  public static void text(Graphics2D g, String text, Font font, double x, double y, double align) {
    if (!text.isEmpty()) {
      g.setFont(font);
      g.drawString(text, (float) (x - align * width(text, font)), (float) y);
    }
  }

  /** Draws text upwards, centred on y, with its baseline at x. */
  public static void textUpwards(Graphics2D g, String text, Font font, double x, double y) {
    AffineTransform before = g.getTransform();
    g.translate(x, y);
    g.rotate(-Math.PI / 2);
    text(g, text, font, 0, 0, 0.5);
    g.setTransform(before);
  }

  /** Strokes a shape and goes back to ink, in which texts are drawn. */
  static void draw(Graphics2D g, Shape shape, Color colour, BasicStroke stroke) {
    g.setColor(colour);
    g.setStroke(stroke);
    g.draw(shape);
    g.setColor(INK);
  }

  /** Fills a shape and goes back to ink. */
  static void fill(Graphics2D g, Shape shape, Color colour) {
    g.setColor(colour);
    g.fill(shape);
    g.setColor(INK);
  }

  static void line(Graphics2D g, double x0, double y0, double x1, double y1, Color colour) {
    draw(g, new Line2D.Double(x0, y0, x1, y1), colour, THIN);
  }
}
