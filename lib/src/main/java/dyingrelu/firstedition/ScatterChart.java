package dyingrelu.firstedition;

import dyingrelu.figure.Checks;
import dyingrelu.figure.Figure;
import dyingrelu.figure.Palette;
import dyingrelu.figure.Theme;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Points with names and ranges in both directions, coloured by group. The y axis is logarithmic, so
 * that equal distances are equal ratios. Names stand where they cover neither a point nor another
 * name; a thin line leads to one that had to move away.
 *
 * <p>Goes with the first edition; use {@link dyingrelu.figure.Plot}.
 */
public final class ScatterChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 660;
  private static final int LEFT = 74;
  private static final int TOP = 74;
  private static final int RIGHT = 24;
  private static final int BOTTOM = 62;
  private static final double DOT = 6;

  /** How far from its point a name may stand, in half lines. */
  private static final int ROWS = 30;

  private record Named(String name, String group, double[] x, double[] y) {}

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Named> points = new ArrayList<>();
  private final Map<String, Color> colours = new LinkedHashMap<>();

  /** Labels give the unit where there is one: "dead units (%)". */
  public ScatterChart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /**
   * Adds a point; a group's colour is the next of the palette when it first comes up.
   *
   * @param name shown beside it
   * @param group named in the legend
   * @param x least, middle and greatest value
   * @param y the same, above 0
   * @throws IllegalArgumentException if the values cannot be drawn
   */
  public ScatterChart point(String name, String group, double[] x, double[] y) {
    Checks.finite(name, "x", x, 3);
    Checks.finite(name, "y", y, 3);
    Checks.positive(name, "y", y);
    points.add(new Named(name, group, x.clone(), y.clone()));
    colours.computeIfAbsent(group, g -> Palette.ORDER.get(colours.size() % Palette.ORDER.size()));
    return this;
  }

  /**
   * The finished picture. Later changes to this chart do not change it.
   *
   * @throws IllegalArgumentException if the chart has no points
   */
  public Figure figure() {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("The chart '" + title + "' has no points; add some.");
    }
    List<Named> drawn = List.copyOf(points);
    Map<String, Color> chosen = new LinkedHashMap<>(colours);
    return new Figure(title, WIDTH, HEIGHT, g -> paint(g, drawn, chosen));
  }

  private void paint(Graphics2D g, List<Named> drawn, Map<String, Color> chosen) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    Theme.title(g, title, WIDTH);
    legend(g, chosen);
    var plot = new Rectangle2D.Double(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    double[] x = drawn.stream().flatMapToDouble(p -> java.util.Arrays.stream(p.x)).toArray();
    double[] y = drawn.stream().flatMapToDouble(p -> java.util.Arrays.stream(p.y)).toArray();
    double x0 = min(x) - 0.04 * width(x);
    double x1 = max(x) + 0.14 * width(x);
    double y0 = Math.log(min(y) / 1.5); // Room for names below the lowest.
    double y1 = Math.log(max(y) * 1.15);
    DoubleUnaryOperator across = v -> plot.x + plot.width * (v - x0) / (x1 - x0);
    DoubleUnaryOperator up = v -> plot.getMaxY() - plot.height * (Math.log(v) - y0) / (y1 - y0);
    grid(g, plot, across, up, new double[] {x0, x1, Math.exp(y0), Math.exp(y1)});
    List<Point2D> at = new ArrayList<>();
    List<Rectangle2D> taken = new ArrayList<>();
    for (Named point : drawn) {
      double px = across.applyAsDouble(point.x[1]);
      double py = up.applyAsDouble(point.y[1]);
      at.add(new Point2D.Double(px, py));
      taken.add(new Rectangle2D.Double(px - DOT, py - DOT, 2 * DOT, 2 * DOT));
      g.setColor(Palette.transparent(chosen.get(point.group), 90));
      g.setStroke(Theme.SOLID);
      g.draw(
          new Line2D.Double(
              across.applyAsDouble(point.x[0]), py, across.applyAsDouble(point.x[2]), py));
      g.draw(new Line2D.Double(px, up.applyAsDouble(point.y[0]), px, up.applyAsDouble(point.y[2])));
    }
    for (int i = 0; i < drawn.size(); i++) {
      g.setColor(chosen.get(drawn.get(i).group));
      g.fill(
          new Ellipse2D.Double(at.get(i).getX() - DOT, at.get(i).getY() - DOT, 2 * DOT, 2 * DOT));
    }
    // From top to bottom, so that the lines to names that had to move do not cross.
    Map<Integer, Rectangle2D> boxes = new LinkedHashMap<>();
    IntStream.range(0, drawn.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> at.get(i).getY()))
        .forEach(
            i -> {
              Rectangle2D box = place(drawn.get(i).name, at.get(i), plot, taken);
              boxes.put(i, box);
              taken.add(box);
            });
    boxes.forEach((i, box) -> lead(g, at.get(i), box));
    boxes.forEach((i, box) -> name(g, drawn.get(i).name, box));
  }

  private static void legend(Graphics2D g, Map<String, Color> chosen) {
    double x = LEFT;
    for (Map.Entry<String, Color> group : chosen.entrySet()) {
      g.setColor(group.getValue());
      g.fill(new Ellipse2D.Double(x, 46, 2 * DOT, 2 * DOT));
      g.setColor(Theme.INK);
      Theme.text(g, group.getKey(), Theme.LEGEND, x + 18, 57, 0);
      x += 18 + Theme.width(group.getKey(), Theme.LEGEND) + 24;
    }
  }

  private void grid(
      Graphics2D g,
      Rectangle2D plot,
      DoubleUnaryOperator across,
      DoubleUnaryOperator up,
      double[] ends) {
    g.setStroke(new BasicStroke(1));
    double step = ends[1] - ends[0] > 50 ? 20 : ends[1] - ends[0] > 25 ? 10 : 5;
    for (double tick = Math.max(0, Math.ceil(ends[0] / step) * step);
        tick <= ends[1];
        tick += step) {
      double x = across.applyAsDouble(tick);
      g.setColor(Theme.GRID);
      g.draw(new Line2D.Double(x, plot.getMinY(), x, plot.getMaxY()));
      g.setColor(Theme.INK);
      Theme.text(g, Theme.number(tick), Theme.TICK, x, plot.getMaxY() + 19, 0.5);
    }
    for (double tick : IntervalChart.ticks(ends[2], ends[3])) {
      double y = up.applyAsDouble(tick);
      g.setColor(Theme.GRID);
      g.draw(new Line2D.Double(plot.getMinX(), y, plot.getMaxX(), y));
      g.setColor(Theme.INK);
      Theme.text(g, Theme.number(tick), Theme.TICK, plot.getMinX() - 8, y + 5, 1);
    }
    g.setColor(Theme.FRAME);
    g.draw(plot);
    g.setColor(Theme.INK);
    Theme.text(g, xLabel, Theme.AXIS, plot.getCenterX(), HEIGHT - 16, 0.5);
    Theme.textUpwards(g, yLabel, Theme.AXIS, 24, plot.getCenterY());
  }

  /**
   * The first free place beside a point: at its own height, else below it, else above; to the right
   * before the left. In a crowd without a free place, beside the point over what is there.
   */
  private static Rectangle2D place(
      String name, Point2D at, Rectangle2D plot, List<Rectangle2D> taken) {
    double width = Theme.width(name, Theme.TICK);
    return IntStream.concat(IntStream.rangeClosed(0, ROWS), IntStream.rangeClosed(-ROWS, -1))
        .boxed()
        .flatMap(
            row -> {
              double aside = DOT + 5 + 3 * Math.abs(row);
              double y = at.getY() - 8.5 + 9 * row;
              return Stream.of(at.getX() + aside, at.getX() - aside - width)
                  .map(x -> (Rectangle2D) new Rectangle2D.Double(x, y, width, 17));
            })
        .filter(box -> plot.contains(box) && taken.stream().noneMatch(box::intersects))
        .findFirst()
        .orElseGet(
            () -> {
              double x = Math.min(at.getX() + DOT + 5, plot.getMaxX() - width);
              return new Rectangle2D.Double(x, at.getY() - 8.5, width, 17);
            });
  }

  /** A line from a point to a name that does not stand at its height. */
  private static void lead(Graphics2D g, Point2D at, Rectangle2D box) {
    if (Math.abs(box.getCenterY() - at.getY()) > 12) {
      double end = box.getMinX() > at.getX() ? box.getMinX() - 2 : box.getMaxX() + 2;
      g.setColor(Theme.INK);
      g.setStroke(new BasicStroke(0.8f));
      g.draw(new Line2D.Double(at.getX(), at.getY(), end, box.getCenterY()));
    }
  }

  private static void name(Graphics2D g, String name, Rectangle2D box) {
    g.setColor(Palette.transparent(Color.WHITE, 170));
    g.fill(box);
    g.setColor(Theme.INK);
    Theme.text(g, name, Theme.TICK, box.getMinX(), box.getMinY() + 13, 0);
  }

  private static double min(double[] values) {
    return java.util.Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return java.util.Arrays.stream(values).max().orElseThrow();
  }

  private static double width(double[] values) {
    return max(values) > min(values) ? max(values) - min(values) : 1;
  }
}
