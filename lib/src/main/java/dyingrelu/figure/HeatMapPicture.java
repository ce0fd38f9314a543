package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A heat map's layout and painting. */
final class HeatMapPicture {
  /** ColorBrewer's "Blues" with a white start: lightness falls evenly. */
  private static final int[] BLUES = {
    0xFFFFFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B
  };

  private static final int SHADES = 255;
  private static final Color MARK = Palette.VERMILLION;
  private static final Color MISSING = new Color(0xBBBBBB);
  private static final int BAR_WIDTH = 18;

  /** Colours of paths, in order: none is near the blues of the cells. */
  private static final List<Color> PATHS =
      List.of(Palette.VERMILLION, Palette.ORANGE, Palette.GREEN, Palette.BLACK);

  /** A path of more points than twice this has dots at some of them only. */
  private static final int DOTS = 40;

  private final HeatMap map;
  private final double[][] values;
  private final Scale colours;
  private final boolean two;
  private final Key legend;
  private final Axes axes;
  private final Rectangle2D plot;

  HeatMapPicture(HeatMap map) {
    this.map = map;
    values = map.values;
    double[] all =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .filter(v -> !Double.isNaN(v))
            .toArray();
    var ends = Arrays.stream(all).summaryStatistics();
    two = map.range == null && all.length > 0 && Arrays.stream(all).allMatch(v -> v == 0 || v == 1);
    double min = two ? 0 : map.range != null ? map.range[0] : all.length > 0 ? ends.getMin() : 0;
    double max =
        two ? 1 : map.range != null ? map.range[1] : ends.getMax() > min ? ends.getMax() : min + 1;
    colours = new Scale(map.barLabel, min, max, false, false, List.of());
    List<Key.Entry> entries = new ArrayList<>();
    for (int i = 0; two && i < 2; i++) {
      String named = map.barLabel.isEmpty() ? "" : map.barLabel + ": ";
      entries.add(new Key.Entry(named + map.twoNames.get(i), shade(i)));
    }
    if (!map.markLabel.isEmpty()) {
      entries.add(new Key.Entry(map.markLabel, MARK));
    }
    for (int i = 0; i < map.trails.size(); i++) {
      Color colour = PATHS.get(i % PATHS.size());
      entries.add(new Key.Entry(map.trails.get(i).name(), colour));
    }
    legend = Key.of(entries, map.width - 2.0 * Theme.MARGIN);
    Scale across = Scale.categories(map.xLabel, HeatMap.names(map.xTicks, values[0].length), false);
    Scale up = Scale.categories(map.yLabel, HeatMap.names(map.yTicks, values.length), true);
    double left = Math.round(Theme.MARGIN + up.room(map.height - 120, false));
    double bar = BAR_WIDTH + 2 * Theme.MARGIN + colours.room(map.height - 120, false);
    double wide = Math.round(map.width - left - Theme.MARGIN - (two ? 0 : bar));
    double top = Theme.TITLE_BAND + 8.0;
    double below = Theme.MARGIN + across.room(wide, true) + legend.height();
    plot = new Rectangle2D.Double(left, top, wide, Math.round(map.height - top - below));
    axes = new Axes(plot, across, up);
  }

  Figure figure() {
    return new Figure(map.title, map.width, map.height, this::paint);
  }

  private void paint(Graphics2D g) {
    Theme.title(g, map.title, map.width);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    image(g, cells(), plot);
    axes.frame(g, true, true);
    axes.titles(g, plot, map.width, map.height);
    if (!two) {
      paintColourBar(g);
    }
    for (double level : map.levels) {
      for (List<Point2D> line : Contours.lines(values, level)) {
        var path = path(line.stream().map(p -> new double[] {p.getX(), p.getY()}).toList());
        stroke(g, path, Color.WHITE, 3.5f);
        stroke(g, path, Theme.INK, 1.5f);
      }
    }
    List<Rectangle2D> taken = paintNumbers(g);
    paintLevels(g, taken);
    paintTrails(g);
    legend.paint(
        g, plot.getMinX(), plot.getMaxX(), map.height - Theme.MARGIN + 4.0 - legend.height());
  }

  private BufferedImage cells() {
    var image = new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_INT_RGB);
    for (int r = 0; r < values.length; r++) {
      for (int c = 0; c < values[r].length; c++) {
        image.setRGB(c, r, colour(r, c).getRGB());
      }
    }
    return image;
  }

  private Color colour(int row, int column) {
    double value = values[row][column];
    return marked(row) ? MARK : Double.isNaN(value) ? MISSING : shade(share(value));
  }

  private boolean marked(int row) {
    return map.markedRows != null && map.markedRows[row];
  }

  private double share(double value) {
    return Double.isNaN(value) ? 0 : Math.max(0, Math.min(1, colours.share(value)));
  }

  private static Color shade(double share) {
    return Columns.between(BLUES, share);
  }

  private static void image(Graphics2D g, BufferedImage image, Rectangle2D at) {
    g.drawImage(
        image, (int) at.getX(), (int) at.getY(), (int) at.getWidth(), (int) at.getHeight(), null);
  }

  /** Writes the values into their cells and gives the places of the numbers. */
  private List<Rectangle2D> paintNumbers(Graphics2D g) {
    List<Rectangle2D> taken = new ArrayList<>();
    String widest =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .mapToObj(this::label)
            .max(Comparator.comparing(text -> Theme.width(text, Theme.TICK)))
            .orElseThrow();
    Font font = Theme.fitting(widest, Theme.TICK, plot.getWidth() / values[0].length - 4);
    for (int r = 0; r < values.length; r++) {
      for (int c = 0; c < values[r].length; c++) {
        String text = label(values[r][c]);
        if (!text.isEmpty()) {
          double size = font.getSize2D();
          double wide = Theme.width(text, font);
          var box =
              new Rectangle2D.Double(
                  axes.x(c) - wide / 2 - 1, axes.y(r) - size / 2, wide + 2, size);
          if (map.levels.length > 0) { // No contour runs through a number.
            g.setColor(colour(r, c));
            g.fill(box);
          }
          g.setColor(share(values[r][c]) > 0.55 || marked(r) ? Color.WHITE : Theme.INK);
          Theme.text(g, text, font, axes.x(c), axes.y(r) + 0.36 * size, 0.5);
          taken.add(box);
        }
      }
    }
    return taken;
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
        Rectangle2D best = null;
        for (int i = 1; i < line.size(); i++) {
          Point2D from = line.get(i - 1);
          Point2D to = line.get(i);
          for (double t = 0; t <= 1; t += 0.125) {
            double x = axes.x(from.getX() + t * (to.getX() - from.getX()));
            double y = axes.y(from.getY() + t * (to.getY() - from.getY()));
            var box = new Rectangle2D.Double(x - wide / 2, y - 9, wide, 18);
            best = best == null || covered(box, taken) < covered(best, taken) ? box : best;
          }
        }
        taken.add(best);
        g.setColor(Color.WHITE);
        g.fill(new RoundRectangle2D.Double(best.getX(), best.getY(), wide, 18, 6, 6));
        g.setColor(Theme.INK);
        Theme.text(g, label, Theme.CONTOUR, best.getCenterX(), best.getCenterY() + 5, 0.5);
      }
    }
  }

  /** A line through points given in columns and rows. */
  private Path2D path(List<double[]> points) {
    var path = new Path2D.Double();
    for (double[] point : points) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(axes.x(point[0]), axes.y(point[1]));
      } else {
        path.lineTo(axes.x(point[0]), axes.y(point[1]));
      }
    }
    return path;
  }

  /** How many pixels of a label lie over others or outside the map. */
  private double covered(Rectangle2D box, List<Rectangle2D> taken) {
    double outside = box.getWidth() * box.getHeight() - area(box.createIntersection(plot));
    return outside + taken.stream().mapToDouble(t -> area(t.createIntersection(box))).sum();
  }

  private static double area(Rectangle2D box) {
    return box.isEmpty() ? 0 : box.getWidth() * box.getHeight();
  }

  private static void stroke(Graphics2D g, Shape path, Color colour, float width) {
    g.setColor(colour);
    g.setStroke(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    g.draw(path);
  }

  private void paintTrails(Graphics2D g) {
    Shape clip = g.getClip();
    g.clip(plot);
    for (int i = map.trails.size() - 1; i >= 0; i--) { // the first on top
      HeatMap.Trail trail = map.trails.get(i);
      Color colour = PATHS.get(i % PATHS.size());
      int last = trail.columns().length - 1;
      Path2D line =
          path(
              IntStream.rangeClosed(0, last)
                  .mapToObj(p -> new double[] {trail.columns()[p], trail.rows()[p]})
                  .toList());
      stroke(g, line, Color.WHITE, 4.5f);
      stroke(g, line, colour, 2.5f);
      for (int p = 1; p < last; p += Math.max(1, last / DOTS)) {
        g.fill(dot(trail, p, 3));
      }
      g.fill(dot(trail, last, 8));
      stroke(g, dot(trail, last, 8), Color.WHITE, 1.5f);
      g.fill(dot(trail, 0, 6));
      stroke(g, dot(trail, 0, 6), colour, 2.5f);
    }
    g.setClip(clip);
  }

  private Shape dot(HeatMap.Trail trail, int point, double radius) {
    double x = axes.x(trail.columns()[point]);
    double y = axes.y(trail.rows()[point]);
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  private void paintColourBar(Graphics2D g) {
    var shades = new BufferedImage(1, SHADES, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SHADES; i++) {
      shades.setRGB(0, i, shade(1 - i / (SHADES - 1.0)).getRGB());
    }
    double x = plot.getMaxX() + 2 * Theme.MARGIN;
    var bar = new Rectangle2D.Double(x, plot.getY(), BAR_WIDTH, plot.getHeight());
    image(g, shades, bar);
    g.setColor(Theme.FRAME);
    g.setStroke(Theme.THIN);
    g.draw(bar);
    new Axes(bar, axes.across(), colours).ticksBeside(g, bar.getMaxX(), 1, true);
    Theme.textUpwards(
        g, map.barLabel, Theme.AXIS, map.width - Theme.MARGIN - 4.0, bar.getCenterY());
  }
}
