package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A heat map's layout and painting. */
final class HeatMapPicture {
  /** ColorBrewer's "Blues" with a white start: lightness falls evenly. */
  private static final int[] BLUES = {
    0xFFFFFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B
  };

  private static final int SHADES = 255;
  private static final Color MISSING = new Color(0xBBBBBB);
  private static final int BAR_WIDTH = 18;

  /** Colours of paths, in order: none is near the blues of the cells. */
  private static final List<Color> PATHS =
      List.of(Palette.VERMILLION, Palette.ORANGE, Palette.GREEN, Palette.BLACK);

  /** A path of more points than twice this has dots at some of them only. */
  private static final int DOTS = 40;

  private final HeatMap map;
  private final double[][] values;

  /** Whether there is nothing but 0 and 1, which have a legend in place of a colour bar. */
  private final boolean two;

  private final Key legend;
  private final Axes axes;
  private final Axes bar;
  private final Rectangle2D plot;

  HeatMapPicture(HeatMap map) {
    this.map = map;
    values = map.values;
    two = map.range == null && present().allMatch(v -> v == 0 || v == 1);
    var ends = (map.range != null ? DoubleStream.of(map.range) : present()).summaryStatistics();
    double least = two || ends.getCount() == 0 ? 0 : ends.getMin();
    double most = ends.getMax() > least ? ends.getMax() : least + 1;
    legend = Key.of(entries(), map.width - 2.0 * Theme.MARGIN);
    Scale colours = new Scale(map.barLabel, least, most, false, false, List.of());
    Scale across = Scale.categories(map.xLabel, names(map.xTicks, values[0].length), false);
    Scale up = Scale.categories(map.yLabel, names(map.yTicks, values.length), true);
    double left = Math.round(Theme.MARGIN + up.room(map.height - 120, false));
    double right = BAR_WIDTH + 2 * Theme.MARGIN + colours.room(map.height - 120, false);
    double wide = Math.round(map.width - left - Theme.MARGIN - (two ? 0 : right));
    double top = Theme.TITLE_BAND + 8.0;
    double below = Theme.MARGIN + across.room(wide, true) + legend.height();
    plot = new Rectangle2D.Double(left, top, wide, Math.round(map.height - top - below));
    axes = new Axes(plot, across, up);
    double x = plot.getMaxX() + 2 * Theme.MARGIN;
    bar = new Axes(new Rectangle2D.Double(x, top, BAR_WIDTH, plot.getHeight()), across, colours);
  }

  private DoubleStream present() {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(v -> !Double.isNaN(v));
  }

  private static List<String> names(List<String> given, int count) {
    return given != null
        ? given
        : IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }

  private List<Key.Entry> entries() {
    List<Key.Entry> entries = new ArrayList<>();
    String of = map.barLabel.isEmpty() ? "" : map.barLabel + ": ";
    for (int i = 0; two && i < 2; i++) {
      entries.add(new Key.Entry(of + map.twoNames.get(i), Columns.between(BLUES, i)));
    }
    if (!map.markLabel.isEmpty()) {
      entries.add(new Key.Entry(map.markLabel, Palette.VERMILLION));
    }
    for (HeatMap.Trail trail : map.trails) {
      entries.add(new Key.Entry(trail.name(), colour(trail)));
    }
    return entries;
  }

  Figure figure() {
    return new Figure(map.title, map.width, map.height, this::paint);
  }

  private void paint(Graphics2D g) {
    Theme.title(g, map.title, map.width);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    int columns = values[0].length;
    image(g, columns, values.length, i -> colour(i / columns, i % columns).getRGB(), plot);
    axes.paint(g, true, true);
    axes.titles(g, plot, map.width, map.height);
    if (!two) {
      paintColourBar(g);
    }
    Marks lines = new Marks(axes);
    for (double level : map.levels) {
      for (List<Point2D> line : Contours.lines(values, level)) {
        lines.line(line, Color.WHITE, new BasicStroke(3.5f));
        lines.line(line, Theme.INK, new BasicStroke(1.5f));
      }
    }
    lines.paint(g);
    paintLevels(g, paintNumbers(g));
    paintTrails(g);
    double top = map.height - Theme.MARGIN + 4.0 - legend.height();
    legend.paint(g, plot.getCenterX(), top);
  }

  private void paintColourBar(Graphics2D g) {
    Rectangle2D box = bar.plot();
    image(g, 1, SHADES, i -> Columns.between(BLUES, 1 - i / (SHADES - 1.0)).getRGB(), box);
    Theme.draw(g, box, Theme.FRAME, Theme.THIN);
    bar.ticksBeside(g, box.getMaxX(), 1, true);
    double x = map.width - Theme.MARGIN - 4.0;
    Theme.textUpwards(g, map.barLabel, Theme.AXIS, x, box.getCenterY());
  }

  /** A picture of so many columns and rows, given pixel by pixel, stretched over a place. */
  private static void image(Graphics2D g, int w, int h, IntUnaryOperator rgb, Rectangle2D at) {
    var image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, w, h, IntStream.range(0, w * h).map(rgb).toArray(), 0, w);
    var to = at.getBounds();
    g.drawImage(image, to.x, to.y, to.width, to.height, null);
  }

  private Color colour(int row, int column) {
    double value = values[row][column];
    return marked(row)
        ? Palette.VERMILLION
        : Double.isNaN(value) ? MISSING : Columns.between(BLUES, share(value));
  }

  private boolean marked(int row) {
    return map.markedRows != null && map.markedRows[row];
  }

  /** How dark a value is, from 0 to 1. */
  private double share(double value) {
    return Math.max(0, Math.min(1, bar.up().share(value)));
  }

  /** Writes the values into their cells and gives the places of the numbers. */
  private List<Rectangle2D> paintNumbers(Graphics2D g) {
    List<Rectangle2D> taken = new ArrayList<>();
    double cell = plot.getWidth() / values[0].length - 4;
    var labels = Arrays.stream(values).flatMapToDouble(Arrays::stream).mapToObj(this::label);
    Font font =
        labels
            .map(text -> Theme.fitting(text, Theme.TICK, cell))
            .min(Comparator.comparing(Font::getSize2D))
            .orElseThrow();
    for (int r = 0; r < values.length; r++) {
      for (int c = 0; c < values[r].length; c++) {
        String text = label(values[r][c]);
        if (!text.isEmpty()) {
          Rectangle2D box =
              around(axes.x(c), axes.y(r), Theme.width(text, font) + 2, font.getSize2D());
          taken.add(box);
          if (map.levels.length > 0) { // No contour runs through a number.
            Theme.fill(g, box, colour(r, c));
          }
          boolean dark = marked(r) || share(values[r][c]) > 0.55;
          g.setColor(dark ? Color.WHITE : Theme.INK);
          Theme.text(g, text, font, axes.x(c), axes.y(r) + 0.36 * font.getSize2D(), 0.5);
        }
      }
    }
    return taken;
  }

  private static Rectangle2D around(double x, double y, double width, double height) {
    return new Rectangle2D.Double(x - width / 2, y - height / 2, width, height);
  }

  private String label(double value) {
    if (Double.isNaN(value)) {
      return map.missingLabel;
    }
    return map.cellFormat == null ? "" : String.format(Locale.ROOT, map.cellFormat, value);
  }

  /** Writes a level beside each of its lines, where it covers least of what is there already. */
  private void paintLevels(Graphics2D g, List<Rectangle2D> taken) {
    for (double level : map.levels) {
      String label = Theme.number(level);
      double wide = Theme.width(label, Theme.CONTOUR) + 6;
      for (List<Point2D> line : Contours.lines(values, level)) {
        Rectangle2D best =
            line.stream()
                .map(p -> around(axes.x(p.getX()), axes.y(p.getY()), wide, 18))
                .min(Comparator.comparing(box -> covered(box, taken)))
                .orElseThrow();
        taken.add(best);
        Theme.fill(g, best, Color.WHITE);
        Theme.text(g, label, Theme.CONTOUR, best.getCenterX(), best.getCenterY() + 5, 0.5);
      }
    }
  }

  /** How many labels a box lies over; leaving the map counts as one. */
  private double covered(Rectangle2D box, List<Rectangle2D> taken) {
    return taken.stream().filter(box::intersects).count() + (plot.contains(box) ? 0 : 1);
  }

  private Color colour(HeatMap.Trail trail) {
    return PATHS.get(map.trails.indexOf(trail) % PATHS.size());
  }

  /** The paths, the first on top. */
  private void paintTrails(Graphics2D g) {
    Marks marks = new Marks(axes);
    for (int i = map.trails.size() - 1; i >= 0; i--) {
      List<Point2D> points = map.trails.get(i).points();
      Color colour = colour(map.trails.get(i));
      int last = points.size() - 1;
      int step = Math.max(1, last / DOTS);
      var dots = IntStream.iterate(1, p -> p < last, p -> p + step).mapToObj(points::get).toList();
      marks.line(points, Color.WHITE, new BasicStroke(4.5f));
      marks.line(points, colour, Theme.SOLID);
      marks.marks(dots, Marks.mark(0, 6, false), colour);
      marks.marks(points.subList(last, last + 1), Marks.mark(0, 18, false), Color.WHITE);
      marks.marks(points.subList(last, last + 1), Marks.mark(0, 16, false), colour);
      marks.marks(points.subList(0, 1), Marks.mark(0, 14, true), colour);
    }
    marks.paint(g);
  }
}
