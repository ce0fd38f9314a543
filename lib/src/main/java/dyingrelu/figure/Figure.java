package dyingrelu.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dyingrelu.machine.AtomicFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * A finished picture. It does not change any more, and the same data give the same SVG.
 *
 * <p>Its text form is its title, which a notebook keeps beside the picture.
 *
 * @param title what the picture shows, in a few words
 * @param alt what is seen, in a sentence, for those who cannot see it; may be empty
 * @param width in pixels at scale 1
 * @param height in pixels at scale 1
 * @param painter draws the picture on white into (0, 0) to (width, height); it is never called
 *     twice at once
 */
public record Figure(
    String title, String alt, int width, int height, Consumer<Graphics2D> painter) {
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(?:E-?\\d+)?");

  /**
   * VectorGraphics2D names Java's font, which no browser has, where the root names the family, and
   * repeats what is so anyway.
   */
  private static final Pattern NEEDLESS =
      Pattern.compile(
          "font-family:(?:&quot;[^&]*&quot;|[^;&\"])*;?|stroke:none;|stroke-miterlimit:10;");

  private static final Pattern WORDS = Pattern.compile("<text [^>]*>([^<]*\\p{L}[^<]*)</text>");
  private static final Pattern CLIP_ID = Pattern.compile("clip-?\\d+");

  /** Height of a note. */
  static final int NOTE = 26;

  /** A picture without an alternative text; see {@link #alt(String)}. */
  public Figure(String title, int width, int height, Consumer<Graphics2D> painter) {
    this(title, "", width, height, painter);
  }

  /** Knows the width by which each text was placed, in the order of painting. */
  private static final class Vectors extends VectorGraphics2D {
    private final List<Double> widths = new ArrayList<>();

    @Override
    public void drawString(String text, float x, float y) {
      widths.add(Theme.width(text, getFont()));
      super.drawString(text, x, y);
    }
  }

  /**
   * The picture as an SVG element that stands in a page or in a file of its own. It loads nothing
   * from anywhere, and its ids are its own among the figures of a page. Its description is the
   * alternative text, without one every text of the picture.
   */
  public String svg() {
    var graphics = new Vectors();
    paint(graphics);
    var bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor()
          .getDocument(graphics.getCommands(), new PageSize(0, 0, width, height))
          .writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String document = bytes.toString(StandardCharsets.UTF_8);
    // From the first child on: the prolog names a DTD on the network, and we write our own root.
    String body = document.substring(document.indexOf('>', document.indexOf("<svg")) + 1);
    Iterator<Double> widths = graphics.widths.iterator();
    body = TAG.matcher(body).replaceAll(tag -> shortened(tag.group(), widths));
    return root(body) + uniqueIds(body.replaceAll(">\\s+<", "><"));
  }

  /**
   * A tag with hundredths of a pixel, which halve the size. A text keeps the width it was placed
   * by, whatever font the reader's browser takes, and an image its edges, which browsers blur.
   */
  private static String shortened(String tag, Iterator<Double> widths) {
    String own = NEEDLESS.matcher(tag).replaceAll("");
    if (tag.startsWith("<text ")) {
      String fit = "<text lengthAdjust=\"spacingAndGlyphs\" textLength=\"%s\"";
      own = fit.formatted(widths.next()) + own.substring(5);
    } else if (tag.startsWith("<image ")) {
      own = "<image style=\"image-rendering:pixelated\"" + own.substring(6);
    }
    return LONG_NUMBER.matcher(own).replaceAll(number -> rounded(number.group()));
  }

  private static String rounded(String number) {
    double value = Math.round(Double.parseDouble(number) * 100) / 100.0;
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private String root(String body) {
    String words =
        WORDS
            .matcher(body)
            .results()
            .map(text -> text.group(1))
            .filter(text -> !text.equals(escaped(title)))
            .distinct()
            .collect(Collectors.joining("; "));
    String described = !alt.isBlank() ? escaped(alt) : words.isEmpty() ? escaped(title) : words;
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
            + " role=\"img\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
            + " style=\"max-width:100%%;height:auto;font-family:sans-serif\">"
            + "<title>%3$s</title><desc>%4$s</desc>",
        width,
        height,
        escaped(title),
        described);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Figures share a page: equal clip ids would let one figure cut another. */
  private static String uniqueIds(String body) {
    List<String> ids = CLIP_ID.matcher(body).results().map(MatchResult::group).distinct().toList();
    String numbered = CLIP_ID.matcher(body).replaceAll(id -> "clip_" + ids.indexOf(id.group()));
    String own = "$1clip_" + Integer.toHexString(numbered.hashCode()) + "_";
    return numbered.replaceAll("(#|id=\")clip_", own);
  }

  /**
   * The picture in pixels.
   *
   * @param scale 1 for the size in the notebook, 2 or 3 for slides and print
   */
  public BufferedImage image(double scale) {
    Checks.that(scale > 0 && scale <= 20, "A scale is above 0 and at most 20, but not %s.", scale);
    int w = (int) Math.max(1, Math.round(width * scale));
    int h = (int) Math.max(1, Math.round(height * scale));
    var image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.addRenderingHints(
        Map.of(
            RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON,
            RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE,
            RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON,
            RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON));
    g.scale(scale, scale);
    paint(g);
    g.dispose();
    return image;
  }

  /** {@link #image(double)} as the bytes of a PNG file. */
  public byte[] png(double scale) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image(scale), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes the picture to a file: SVG, or PNG at twice the size, as the file's ending says.
   *
   * @throws IllegalArgumentException if the name ends neither in {@code .svg} nor in {@code .png}
   * @throws UncheckedIOException if the file cannot be written
   */
  public void save(Path file) {
    String name = file.getFileName().toString();
    boolean svg = name.toLowerCase(Locale.ROOT).endsWith(".svg");
    boolean known = svg || name.toLowerCase(Locale.ROOT).endsWith(".png");
    Checks.that(known, "A figure is saved as .svg or .png, but the file is named '%s'.", name);
    byte[] content = svg ? svg().getBytes(StandardCharsets.UTF_8) : png(2);
    try {
      AtomicFile.write(file, out -> out.write(content));
    } catch (IOException e) {
      throw new UncheckedIOException("The picture could not be written to " + file, e);
    }
  }

  /** The same picture with an alternative text: what is seen, in a sentence with its number. */
  public Figure alt(String seen) {
    return new Figure(title, seen, width, height, painter);
  }

  /** The same picture with a small line below it; the same figure if the text is empty. */
  public Figure note(String text) {
    if (text.isBlank()) {
      return this;
    }
    return new Figure(
        title,
        alt,
        width,
        height + NOTE,
        g -> {
          paint(g);
          g.setColor(Theme.INK);
          Theme.text(g, text, Theme.fitting(text, Theme.NOTE, width - 24), 12, height + 14, 0);
        });
  }

  /** Pictures side by side as one; its title is theirs. */
  public static Figure row(Figure... panels) {
    return grid(panels.length, panels);
  }

  /**
   * Pictures as one, filled row by row.
   *
   * @param columns pictures in a row
   */
  public static Figure grid(int columns, Figure... panels) {
    String few = "A grid needs at least one figure and one column, but has %d and %d.";
    Checks.that(panels.length > 0 && columns > 0, few, panels.length, columns);
    List<Figure> figures = List.of(panels);
    int w = figures.stream().mapToInt(Figure::width).max().getAsInt();
    int h = figures.stream().mapToInt(Figure::height).max().getAsInt();
    return new Figure(
        figures.stream().map(Figure::title).distinct().collect(Collectors.joining("; ")),
        figures.stream().map(Figure::alt).distinct().collect(Collectors.joining(" ")).strip(),
        w * Math.min(columns, panels.length),
        h * ((panels.length + columns - 1) / columns),
        g -> {
          for (int i = 0; i < figures.size(); i++) {
            AffineTransform origin = g.getTransform();
            g.translate(w * (i % columns), h * (i / columns));
            figures.get(i).paint(g);
            g.setTransform(origin);
          }
        });
  }

  private void paint(Graphics2D g) {
    // XChart lays a chart out while it paints it, so one picture is painted by one thread at a
    // time.
    synchronized (painter) {
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, width, height);
      painter.accept(g);
    }
  }

  /** The title, so that the text beside a picture in a notebook is readable. */
  @Override
  public String toString() {
    return title;
  }
}
