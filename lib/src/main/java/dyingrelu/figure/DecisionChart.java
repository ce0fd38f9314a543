package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions from top to bottom, each with what to do if its answer is yes; on no, the next one is
 * asked. Boxes are as high as their text needs.
 */
public final class DecisionChart {
  private static final int WIDTH = 1040;
  private static final int TOP = 56;
  private static final int MARGIN = 16;
  private static final int QUESTION = 290;
  private static final int GAP = 64;
  private static final int BETWEEN = 38;
  private static final int PADDING = 14;
  private static final double LINE = 1.35;

  private record Step(List<String> question, List<String> answer, List<String> reason, Color edge) {
    double height() {
      double asked = question.size() * LINE * Theme.AXIS.getSize();
      double said =
          LINE * (answer.size() * Theme.AXIS.getSize() + reason.size() * Theme.TICK.getSize());
      return Math.max(asked, said) + 2 * PADDING;
    }
  }

  private final String title;
  private final List<Step> steps = new ArrayList<>();

  /** A chart without questions. */
  public DecisionChart(String title) {
    this.title = title;
  }

  /**
   * Adds a question below the others.
   *
   * @param question what is asked
   * @param answer what to do on yes
   * @param reason small print below it; may be empty
   * @param colour of the answer's edge
   */
  public DecisionChart step(String question, String answer, String reason, Color colour) {
    double width = WIDTH - 2 * MARGIN - QUESTION - GAP - 2 * PADDING;
    steps.add(
        new Step(
            Theme.wrapped(question, bold(), QUESTION - 2 * PADDING),
            Theme.wrapped(answer, Theme.AXIS, width),
            Theme.wrapped(reason, Theme.TICK, width),
            colour));
    return this;
  }

  /**
   * The finished picture. Later changes to this chart do not change it.
   *
   * @throws IllegalArgumentException if nothing is asked
   */
  public Figure figure() {
    Checks.that(!steps.isEmpty(), "The chart '%s' asks nothing; add a step.", title);
    List<Step> drawn = List.copyOf(steps);
    double boxes = drawn.stream().mapToDouble(step -> step.height() + BETWEEN).sum();
    int height = (int) Math.ceil(TOP + boxes - BETWEEN + MARGIN);
    return new Figure(title, WIDTH, height, g -> paint(g, drawn));
  }

  private void paint(Graphics2D g, List<Step> drawn) {
    Theme.title(g, title, WIDTH);
    double y = TOP;
    double right = MARGIN + QUESTION + GAP;
    for (int i = 0; i < drawn.size(); i++) {
      Step step = drawn.get(i);
      double middle = y + step.height() / 2;
      box(g, MARGIN, y, QUESTION, step.height(), Theme.FRAME);
      double asked = middle - step.question.size() * LINE * Theme.AXIS.getSize() / 2;
      lines(g, step.question, bold(), MARGIN + PADDING, asked);
      box(g, right, y, WIDTH - MARGIN - right, step.height(), step.edge);
      double said = lines(g, step.answer, Theme.AXIS, right + PADDING, y + PADDING);
      lines(g, step.reason, Theme.TICK, right + PADDING, said);
      boolean last = i == drawn.size() - 1;
      Theme.text(
          g, last ? "" : "yes", Theme.TICK, MARGIN + QUESTION + GAP / 2.0 - 4, middle - 7, 0.5);
      arrow(g, MARGIN + QUESTION, middle, right, middle);
      y += step.height();
      if (!last) {
        double x = MARGIN + QUESTION / 2.0;
        arrow(g, x, y, x, y + BETWEEN);
        Theme.text(g, "no", Theme.TICK, x + 10, y + BETWEEN / 2.0 + 3, 0);
      }
      y += BETWEEN;
    }
  }

  /** Draws lines below y and gives their lower end. */
  private static double lines(Graphics2D g, List<String> lines, Font font, double x, double top) {
    double y = top;
    for (String line : lines) {
      y += LINE * font.getSize();
      Theme.text(g, line, font, x, y - 6, 0);
    }
    return y;
  }

  private static void box(Graphics2D g, double x, double y, double w, double h, Color edge) {
    var shape = new RoundRectangle2D.Double(x, y, w, h, 12, 12);
    g.setColor(Palette.transparent(edge, 22));
    g.fill(shape);
    g.setColor(edge);
    g.setStroke(Theme.SOLID);
    g.draw(shape);
    g.setColor(Theme.INK);
  }

  private static void arrow(Graphics2D g, double x0, double y0, double x1, double y1) {
    g.setStroke(new BasicStroke(1.8f));
    double dx = Math.signum(x1 - x0);
    double dy = Math.signum(y1 - y0);
    g.draw(new Line2D.Double(x0 + 2 * dx, y0 + 2 * dy, x1 - 8 * dx, y1 - 8 * dy));
    Path2D head = new Path2D.Double();
    head.moveTo(x1 - 2 * dx, y1 - 2 * dy);
    head.lineTo(x1 - 11 * dx - 5 * dy, y1 - 11 * dy - 5 * dx);
    head.lineTo(x1 - 11 * dx + 5 * dy, y1 - 11 * dy + 5 * dx);
    head.closePath();
    g.fill(head);
  }

  private static Font bold() {
    return Theme.AXIS.deriveFont(Font.BOLD);
  }
}
