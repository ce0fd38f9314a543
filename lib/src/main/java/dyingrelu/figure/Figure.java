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
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
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

  private final String title;
  private final List<String> labels;
  private final int width;
  private final int height;
  private final Consumer<Graphics2D> painter;

  /**
   * @param labels every text of the picture but its title, for the description
   * @param painter draws the picture into (0, 0) to (width, height); it is never called twice at
   *     once
   */
  Figure(String title, List<String> labels, int width, int height, Consumer<Graphics2D> painter) {
    this.title = title;
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
    body = LONG_NUMBER.matcher(body).replaceAll(Figure::rounded);
    body = body.replaceAll(">\\s+<", "><").replace("<image ", CRISP_IMAGE);
    return root() + uniqueIds(body);
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
        escaped(labels.stream().filter(s -> !s.isBlank()).collect(Collectors.joining("; "))));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A hundredth of a pixel is enough, and halves the size. */
  private static String rounded(MatchResult number) {
    double value = Math.round(Double.parseDouble(number.group()) * 100) / 100.0;
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Figures share a page: equal clip ids would let one figure cut another. */
  private static String uniqueIds(String body) {
    List<String> ids = CLIP_ID.matcher(body).results().map(MatchResult::group).distinct().toList();
    String numbered = CLIP_ID.matcher(body).replaceAll(id -> "clip_" + ids.indexOf(id.group()));
    var crc = new CRC32();
    crc.update(numbered.getBytes(StandardCharsets.UTF_8));
    return numbered.replace("clip_", String.format("clip_%08x_", crc.getValue()));
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

  /** The same picture with a small line below it; the same figure if the text is empty. */
  public Figure note(String text) {
    if (text.isBlank()) {
      return this;
    }
    int line = 26;
    return new Figure(
        title,
        Stream.concat(labels.stream(), Stream.of(text)).toList(),
        width,
        height + line,
        g -> {
          paint(g);
          g.setColor(Color.WHITE);
          g.fillRect(0, height, width, line);
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
