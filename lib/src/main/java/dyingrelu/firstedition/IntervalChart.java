package dyingrelu.firstedition;

import dyingrelu.figure.Checks;
import dyingrelu.figure.Figure;
import dyingrelu.figure.Theme;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * One row for each thing measured: its name, a point in the middle, a line from the least to the
 * greatest value, and the middle in figures. The axis is logarithmic, so that equal distances are
 * equal ratios.
 *
 * <p>Goes with the first edition; use {@link dyingrelu.figure.Plot}.
 */
public final class IntervalChart {
  private static final int ROW = 30;
  private static final int TOP = 52;
  private static final int BOTTOM = 62;
  private static final int RIGHT = 76;
  private static final double[] STEPS = {1, 2, 5};

  private record Row(String name, double least, double middle, double greatest, Color colour) {}

  private final String title;
  private final String xLabel;
  private final List<Row> rows = new ArrayList<>();

  /** The label gives the unit: "seconds per epoch". */
  public IntervalChart(String title, String xLabel) {
    this.title = title;
    this.xLabel = xLabel;
  }

  /**
   * Adds a row below the others.
   *
   * @param least where the line begins, above 0
   * @param middle where the point is, such as the median
   * @param greatest where the line ends
   * @throws IllegalArgumentException if the values are not positive and in this order
   */
  public IntervalChart row(
      String name, double least, double middle, double greatest, Color colour) {
    double[] values = {least, middle, greatest};
    Checks.finite(name, "values", values, values.length);
    Checks.positive(name, "values", values);
    if (!(least <= middle && middle <= greatest)) {
      throw new IllegalArgumentException(
          "Row '%s' runs from %s over %s to %s; give the least, the middle and the greatest value."
              .formatted(name, least, middle, greatest));
    }
    rows.add(new Row(name, least, middle, greatest, colour));
    return this;
  }

  /**
   * The finished picture. Later changes to this chart do not change it.
   *
   * @throws IllegalArgumentException if the chart has no rows
   */
  public Figure figure() {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("The chart '" + title + "' has no rows; add some.");
    }
    List<Row> drawn = List.copyOf(rows);
    int height = TOP + drawn.size() * ROW + BOTTOM;
    return new Figure(title, Theme.WIDTH, height, g -> paint(g, drawn));
  }

  private void paint(Graphics2D g, List<Row> drawn) {
    int height = TOP + drawn.size() * ROW + BOTTOM;
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, Theme.WIDTH, height);
    g.setColor(Theme.INK);
    Theme.text(
        g, title, Theme.fitting(title, Theme.TITLE, Theme.WIDTH - 40), Theme.WIDTH / 2.0, 32, 0.5);
    double names =
        drawn.stream().mapToDouble(row -> Theme.width(row.name, Theme.TICK)).max().orElseThrow();
    double left = 24 + names;
    double width = Theme.WIDTH - RIGHT - left;
    double bottom = TOP + drawn.size() * ROW;
    double least = Math.log(drawn.stream().mapToDouble(Row::least).min().orElseThrow() / 1.15);
    double most = Math.log(drawn.stream().mapToDouble(Row::greatest).max().orElseThrow() * 1.15);
    g.setStroke(new BasicStroke(1));
    for (double tick : ticks(Math.exp(least), Math.exp(most))) {
      double x = left + width * (Math.log(tick) - least) / (most - least);
      g.setColor(Theme.GRID);
      g.draw(new Line2D.Double(x, TOP, x, bottom));
      g.setColor(Theme.INK);
      String text = tick < 1 ? Double.toString(tick) : Long.toString((long) tick);
      Theme.text(g, text, Theme.TICK, x, bottom + 19, 0.5);
    }
    g.setColor(Theme.FRAME);
    g.draw(new Rectangle2D.Double(left, TOP, width, bottom - TOP));
    g.setColor(Theme.INK);
    Theme.text(g, xLabel, Theme.AXIS, left + width / 2, bottom + 46, 0.5);
    for (int i = 0; i < drawn.size(); i++) {
      Row row = drawn.get(i);
      double y = TOP + (i + 0.5) * ROW;
      double from = left + width * (Math.log(row.least) - least) / (most - least);
      double middle = left + width * (Math.log(row.middle) - least) / (most - least);
      double to = left + width * (Math.log(row.greatest) - least) / (most - least);
      g.setColor(Theme.INK);
      Theme.text(g, row.name, Theme.TICK, left - 10, y + 5, 1);
      String value = String.format(Locale.ROOT, row.middle < 10 ? "%.2f" : "%.1f", row.middle);
      Theme.text(g, value, Theme.TICK, left + width + 10, y + 5, 0);
      g.setColor(row.colour);
      g.setStroke(Theme.SOLID);
      g.draw(new Line2D.Double(from, y, to, y));
      g.fill(new Ellipse2D.Double(middle - 6, y - 6, 12, 12));
    }
  }

  /** 1, 2 and 5 times powers of ten between two numbers. */
  static double[] ticks(double from, double to) {
    DoubleStream.Builder ticks = DoubleStream.builder();
    for (int power = (int) Math.floor(Math.log10(from)); Math.pow(10, power) <= to; power++) {
      for (double step : STEPS) {
        double tick = step * Math.pow(10, power);
        if (tick >= from && tick <= to) {
          ticks.add(tick);
        }
      }
    }
    return ticks.build().toArray();
  }
}
