package dyingrelu.figure;

import java.awt.Graphics2D;
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

  /** The frame, ticks and lines at numbers' ticks, with labels below and left if wanted. */
  void paint(Graphics2D g, boolean below, boolean left) {
    double low = plot.getMaxY();
    for (Scale.Tick tick : across.ticks(plot.getWidth(), true)) {
      double x = x(tick.at());
      if (across.names().isEmpty()) {
        Theme.line(g, x, low, x, plot.getY(), Theme.GRID);
      }
      Theme.line(g, x, low, x, low + 5, Theme.FRAME);
      for (int i = 0; below && i < tick.lines().size(); i++) {
        Theme.text(g, tick.lines().get(i), Theme.TICK, x, low + 20 + Scale.LINE * i, 0.5);
      }
    }
    if (up.names().isEmpty()) {
      up.ticks(plot.getHeight(), false).stream()
          .mapToDouble(tick -> y(tick.at()))
          .forEach(y -> Theme.line(g, plot.getX(), y, plot.getMaxX(), y, Theme.GRID));
    }
    ticksBeside(g, plot.getX(), -1, left);
    Theme.draw(g, plot, Theme.FRAME, Theme.THIN);
  }

  /** Ticks of the upward axis at x, to the left if side is −1 and to the right if it is 1. */
  void ticksBeside(Graphics2D g, double x, int side, boolean labels) {
    for (Scale.Tick tick : up.ticks(plot.getHeight(), false)) {
      double y = y(tick.at());
      Theme.line(g, x, y, x + 5 * side, y, Theme.FRAME);
      String text = labels ? String.join(" ", tick.lines()) : "";
      Theme.text(g, text, Theme.TICK, x + Scale.GAP * side, y + 5, side < 0 ? 1 : 0);
    }
  }

  /** The axes' titles, below and left of a part of the picture; made smaller if they must. */
  void titles(Graphics2D g, Rectangle2D part, double width, double height) {
    double low = part.getMaxY() + across.labels(plot.getWidth(), true) + 19;
    var font = Theme.fitting(across.label(), Theme.AXIS, width - 24);
    Theme.text(g, across.label(), font, part.getCenterX(), low, 0.5);
    font = Theme.fitting(up.label(), Theme.AXIS, height - 46);
    Theme.textUpwards(g, up.label(), font, Theme.MARGIN + 14, part.getCenterY());
  }
}
