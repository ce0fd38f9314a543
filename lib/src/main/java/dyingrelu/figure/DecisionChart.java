package dyingrelu.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
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
  private static final int LINE = 21;
  private static final Font ASKED = Theme.AXIS.deriveFont(Font.BOLD);

  private record Step(List<String> question, List<String> answer, List<String> reason, Color edge) {
    double height() {
      return LINE * Math.max(question.size(), answer.size() + reason.size()) + 2 * PADDING;
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
            Theme.wrapped(question, ASKED, QUESTION - 2 * PADDING),
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
    double x = MARGIN + QUESTION / 2.0;
    for (int i = 0; i < drawn.size(); i++) {
      Step step = drawn.get(i);
      Theme.text(g, y > TOP ? "↓ no" : "", Theme.AXIS, x, y - BETWEEN / 2.0 + 5, 0.5);
      double middle = y + step.height() / 2;
      box(g, MARGIN, y, QUESTION, step.height(), Theme.FRAME);
      lines(g, step.question, ASKED, MARGIN, middle - step.question.size() * LINE / 2.0 - PADDING);
      box(g, right, y, WIDTH - MARGIN - right, step.height(), step.edge);
      lines(g, step.answer, Theme.AXIS, right, y);
      lines(g, step.reason, Theme.TICK, right, y + LINE * step.answer.size());
      String yes = i == drawn.size() - 1 ? "→" : "yes →";
      Theme.text(g, yes, Theme.AXIS, right - GAP / 2.0, middle + 5, 0.5);
      y += step.height() + BETWEEN;
    }
  }

  private static void lines(Graphics2D g, List<String> lines, Font font, double x, double top) {
    for (int i = 0; i < lines.size(); i++) {
      Theme.text(g, lines.get(i), font, x + PADDING, top + PADDING + LINE * (i + 1) - 6, 0);
    }
  }

  private static void box(Graphics2D g, double x, double y, double w, double h, Color edge) {
    var shape = new RoundRectangle2D.Double(x, y, w, h, 12, 12);
    Theme.fill(g, shape, Palette.transparent(edge, 22));
    Theme.draw(g, shape, edge, Theme.SOLID);
  }
}
