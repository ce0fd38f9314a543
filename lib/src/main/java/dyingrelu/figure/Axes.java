package dyingrelu.figure;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/**
 * A plot's frame, ticks, grid and labels in data coordinates, for every kind of figure.
 *
 * @param plot where the data lie, in pixels
 */
record Axes(Rectangle2D plot, Scale across, Scale up) {
  /** Room for an axis' title. */
  static final int TITLE = 26;

  /** Between a tick's label and the frame. */
  static final int GAP = 9;

  /** Where a value lies, in pixels from the left. */
  double x(double value) {
    return plot.getX() + across.share(value) * plot.getWidth();
  }

  /** Where a value lies, in pixels from the top. */
  double y(double value) {
    return plot.getMaxY() - up.share(value) * plot.getHeight();
  }

  /** Whether a point lies inside the frame. */
  boolean holds(double x, double y) {
    return plot.getMinX() - 0.01 <= x(x)
        && x(x) <= plot.getMaxX() + 0.01
        && plot.getMinY() - 0.01 <= y(y)
        && y(y) <= plot.getMaxY() + 0.01;
  }

  /** Thin lines at the ticks of axes with numbers. */
  void grid(Graphics2D g) {
    g.setStroke(Theme.THIN);
    g.setColor(Theme.GRID);
    if (across.names().isEmpty()) {
      for (Scale.Tick tick : across.ticks(plot.getWidth(), true)) {
        double x = x(tick.at());
        g.draw(new Line2D.Double(x, plot.getMinY(), x, plot.getMaxY()));
      }
    }
    if (up.names().isEmpty()) {
      for (Scale.Tick tick : up.ticks(plot.getHeight(), false)) {
        double y = y(tick.at());
        g.draw(new Line2D.Double(plot.getMinX(), y, plot.getMaxX(), y));
      }
    }
  }

  /** The frame and the tick marks, with labels below it and left of it if wanted. */
  void frame(Graphics2D g, boolean below, boolean left) {
    g.setStroke(Theme.THIN);
    g.setColor(Theme.FRAME);
    g.draw(plot);
    for (Scale.Tick tick : across.ticks(plot.getWidth(), true)) {
      double x = x(tick.at());
      g.setColor(Theme.FRAME);
      g.draw(new Line2D.Double(x, plot.getMaxY(), x, plot.getMaxY() + 5));
      g.setColor(Theme.INK);
      for (int line = 0; below && line < tick.text().size(); line++) {
        double y = plot.getMaxY() + 20 + 17 * line;
        Theme.text(g, tick.text().get(line), Theme.TICK, x, y, 0.5);
      }
    }
    for (Scale.Tick tick : up.ticks(plot.getHeight(), false)) {
      double y = y(tick.at());
      g.setColor(Theme.FRAME);
      g.draw(new Line2D.Double(plot.getMinX() - 5, y, plot.getMinX(), y));
      g.setColor(Theme.INK);
      if (left) {
        String text = String.join(" ", tick.text());
        Theme.text(g, text, Theme.TICK, plot.getMinX() - GAP, y + 5, 1);
      }
    }
  }
}
