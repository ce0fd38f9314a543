package dyingrelu.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dyingrelu.machine.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * A finished picture. It does not change any more, and the same data give the same SVG.
 *
 * <p>Its text form is its title, which a notebook keeps beside the picture.
 */
public final class Figure {
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(?:E-?\\d+)?");

  /** Browsers blur enlarged images unless told not to. */
  private static final String CRISP_IMAGE = "<image style=\"image-rendering:pixelated\" ";

  private static final Pattern CLIP_ID = Pattern.compile("clip-?\\d+");

  /** Text as VectorGraphics2D writes it. */
  private static final Pattern TEXT =
      Pattern.compile(
          "<text style=\"fill:([^;]+);stroke:none;[^\"]*?font-size:([\\d.]+)px;([^\"]*)\""
              + " x=\"([^\"]+)\" y=\"([^\"]+)\">([^<]*)</text>");

  /** Height of a note. */
  static final int NOTE = 26;

  /** Glyphs are defined once at this size and scaled. */
  private static final int EM = 100;

  private final String title;
  private final String alt;
  private final List<String> labels;
  private final int width;
  private final int height;
  private final Consumer<Graphics2D> painter;

  /**
   * @param labels every text of the picture but its title, for the description
   * @param painter draws the picture into (0, 0) to (width, height); it is never called twice at
   *     once
   */
  public Figure(
      String title, List<String> labels, int width, int height, Consumer<Graphics2D> painter) {
    this(title, "", labels, width, height, painter);
  }

  private Figure(
      String title,
      String alt,
      List<String> labels,
      int width,
      int height,
      Consumer<Graphics2D> painter) {
    this.title = title;
    this.alt = alt;
    this.labels = List.copyOf(labels);
    this.width = width;
    this.height = height;
    this.painter = painter;
  }

  /** What the picture shows, in a few words. */
  public String title() {
    return title;
  }

  /** Width in pixels at scale 1. */
  public int width() {
    return width;
  }

  /** Height in pixels at scale 1. */
  public int height() {
    return height;
  }

  /**
   * The picture as an SVG element that stands in a page or in a file of its own. It loads nothing
   * from anywhere, and its ids are its own among the figures of a page.
   */
  public String svg() {
    var graphics = new VectorGraphics2D();
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
    body = outlines(body);
    body = body.replaceAll(">\\s+<", "><").replace("<image ", CRISP_IMAGE);
    return root() + uniqueIds(body);
  }

  /**
   * Text becomes outlines, so that it looks the same whatever fonts a browser has: each glyph is
   * defined once and used wherever it stands. The text itself stays as the group's label.
   */
  private static String outlines(String body) {
    Map<String, String> glyphs = new LinkedHashMap<>();
    StringBuilder drawn = new StringBuilder();
    int done = 0;
    for (Matcher text = TEXT.matcher(body); text.find(); done = text.end()) {
      drawn.append(shortened(body.substring(done, text.start()))).append(word(text, glyphs));
    }
    drawn.append(shortened(body.substring(done)));
    return "<defs>" + String.join("", glyphs.values()) + "</defs>" + drawn;
  }

  /** A hundredth of a pixel is enough, and halves the size. */
  private static String shortened(String body) {
    return LONG_NUMBER.matcher(body).replaceAll(number -> rounded(number.group()));
  }

  private static String word(MatchResult m, Map<String, String> glyphs) {
    int style =
        (m.group(3).contains("bold") ? Font.BOLD : 0)
            | (m.group(3).contains("italic") ? Font.ITALIC : 0);
    String text =
        m.group(6)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&");
    GlyphVector vector = new Font(Font.SANS_SERIF, style, EM).createGlyphVector(Theme.EXACT, text);
    double scale = Double.parseDouble(m.group(2)) / EM;
    StringBuilder word = new StringBuilder();
    word.append("<g aria-label=\"").append(escaped(text).replace("\"", "&quot;"));
    word.append("\" style=\"fill:").append(m.group(1)).append("\" transform=\"translate(");
    word.append(rounded(m.group(4))).append(' ').append(rounded(m.group(5)));
    word.append(") scale(").append(Math.round(scale * 1e5) / 1e5).append(")\">");
    for (int i = 0; i < vector.getNumGlyphs(); i++) {
      String id = "glyph_" + style + "_" + (int) text.charAt(i);
      Point2D at = vector.getGlyphPosition(i);
      Shape outline = vector.getGlyphOutline(i, (float) -at.getX(), 0);
      if (!outline.getBounds2D().isEmpty()) {
        glyphs.computeIfAbsent(id, n -> "<path id=\"" + n + "\" d=\"" + path(outline) + "\"/>");
        word.append("<use xlink:href=\"#").append(id).append("\" x=\"");
        word.append(Math.round(at.getX())).append("\"/>");
      }
    }
    return word.append("</g>").toString();
  }

  private static String path(Shape outline) {
    StringBuilder path = new StringBuilder();
    double[] points = new double[6];
    for (PathIterator part = outline.getPathIterator(null); !part.isDone(); part.next()) {
      int type = part.currentSegment(points);
      path.append("MLQCZ".charAt(type));
      int numbers = type == PathIterator.SEG_CLOSE ? 0 : 2 * Math.max(1, type);
      for (int i = 0; i < numbers; i++) {
        path.append(i == 0 ? "" : " ")
            .append(rounded(Double.toString(Math.rint(10 * points[i]) / 10)));
      }
    }
    return path.toString();
  }

  private String root() {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
            + " role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " style=\"max-width:100%%;height:auto;font-family:sans-serif\">"
            + "<title>%s</title><desc>%s</desc>",
        width,
        height,
        width,
        height,
        escaped(title),
        escaped(
            Stream.concat(Stream.of(alt), labels.stream())
                .filter(s -> !s.isBlank())
                .collect(Collectors.joining("; "))));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String rounded(String number) {
    double value = Math.round(Double.parseDouble(number) * 100) / 100.0;
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Figures share a page: equal clip ids would let one figure cut another. */
  private static String uniqueIds(String body) {
    List<String> ids = CLIP_ID.matcher(body).results().map(MatchResult::group).distinct().toList();
    String numbered = CLIP_ID.matcher(body).replaceAll(id -> "clip_" + ids.indexOf(id.group()));
    var crc = new CRC32();
    crc.update(numbered.getBytes(StandardCharsets.UTF_8));
    String own = String.format("_%08x_", crc.getValue());
    return numbered
        .replace("#clip_", "#clip" + own)
        .replace("id=\"clip_", "id=\"clip" + own)
        .replace("#glyph_", "#g" + own)
        .replace("id=\"glyph_", "id=\"g" + own);
  }

  /**
   * The picture in pixels.
   *
   * @param scale 1 for the size in the notebook, 2 or 3 for slides and print
   */
  public BufferedImage image(double scale) {
    if (!(scale > 0 && scale <= 20)) {
      throw new IllegalArgumentException(
          "A figure's scale must be above 0 and at most 20, but was " + scale + ".");
    }
    int w = (int) Math.round(width * scale);
    int h = (int) Math.round(height * scale);
    var image = new BufferedImage(Math.max(1, w), Math.max(1, h), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
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
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    byte[] content;
    if (name.endsWith(".svg")) {
      content = svg().getBytes(StandardCharsets.UTF_8);
    } else if (name.endsWith(".png")) {
      content = png(2);
    } else {
      throw new IllegalArgumentException(
          "A figure is saved as .svg or .png, but the file is named '" + file.getFileName() + "'.");
    }
    try {
      AtomicFile.write(file, out -> out.write(content));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The figure '" + title + "' could not be written to " + file, e);
    }
  }

  /** The same picture with an alternative text: what is seen, in a sentence with its number. */
  public Figure alt(String seen) {
    return new Figure(title, seen, labels, width, height, painter);
  }

  /** The alternative text; empty unless {@link #alt(String)} gave one. */
  public String alt() {
    return alt;
  }

  /** The same picture with a small line below it; the same figure if the text is empty. */
  public Figure note(String text) {
    if (text.isBlank()) {
      return this;
    }
    return new Figure(
        title,
        alt,
        Stream.concat(labels.stream(), Stream.of(text)).toList(),
        width,
        height + NOTE,
        g -> {
          paint(g);
          g.setColor(Color.WHITE);
          g.fillRect(0, height, width, NOTE);
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
    if (panels.length == 0 || columns < 1) {
      throw new IllegalArgumentException(
          "A grid needs at least one figure and one column, but has "
              + panels.length
              + " figures and "
              + columns
              + " columns.");
    }
    List<Figure> figures = Stream.of(panels).map(Objects::requireNonNull).toList();
    int w = figures.stream().mapToInt(Figure::width).max().getAsInt();
    int h = figures.stream().mapToInt(Figure::height).max().getAsInt();
    int across = Math.min(columns, panels.length);
    int down = (panels.length + columns - 1) / columns;
    return new Figure(
        figures.stream().map(Figure::title).distinct().collect(Collectors.joining("; ")),
        figures.stream().map(Figure::alt).distinct().collect(Collectors.joining(" ")).strip(),
        figures.stream().flatMap(f -> f.labels.stream()).distinct().toList(),
        w * across,
        h * down,
        g -> {
          g.setColor(Color.WHITE);
          g.fillRect(0, 0, w * across, h * down);
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
      painter.accept(g);
    }
  }

  /** The title, so that the text beside a picture in a notebook is readable. */
  @Override
  public String toString() {
    return title;
  }
}
