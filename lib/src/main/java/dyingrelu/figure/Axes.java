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
  /** Where a value lies, in pixels from the left. */
  double x(double value) {
    return plot.getX() + across.share(value) * plot.getWidth();
  }

  /** Where a value lies, in pixels from the top. */
  double y(double value) {
    return plot.getMaxY() - up.share(value) * plot.getHeight();
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
        double y = plot.getMaxY() + 20 + Scale.LINE * line;
        Theme.text(g, tick.text().get(line), Theme.TICK, x, y, 0.5);
      }
    }
    ticksBeside(g, plot.getMinX(), -1, left);
  }

  /**
   * Tick marks and labels of the upward axis at x: to the left if side is −1, to the right if 1.
   */
  void ticksBeside(Graphics2D g, double x, int side, boolean labels) {
    for (Scale.Tick tick : up.ticks(plot.getHeight(), false)) {
      double y = y(tick.at());
      g.setColor(Theme.FRAME);
      g.draw(new Line2D.Double(x, y, x + 5 * side, y));
      g.setColor(Theme.INK);
      String text = labels ? String.join(" ", tick.text()) : "";
      Theme.text(g, text, Theme.TICK, x + Scale.GAP * side, y + 5, side < 0 ? 1 : 0);
    }
  }

  /** The axes' titles, below and left of a part of the picture; made smaller if they must. */
  void titles(Graphics2D g, Rectangle2D part, double width, double height) {
    g.setColor(Theme.INK);
    double low = part.getMaxY() + across.labels(plot.getWidth(), true) + 19;
    var font = Theme.fitting(across.label(), Theme.AXIS, width - 24);
    Theme.text(g, across.label(), font, part.getCenterX(), low, 0.5);
    font = Theme.fitting(up.label(), Theme.AXIS, height - 46);
    Theme.textUpwards(g, up.label(), font, Theme.MARGIN + 14, part.getCenterY());
  }
}
