package dyingrelu.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecisionChartTest {
  private static final Pattern BOX = Pattern.compile("<rect [^>]*>");

  private static double attribute(String element, String name) {
    Matcher m = Pattern.compile(" " + name + "=\"([^\"]+)\"").matcher(element);
    assertThat(m.find()).as(name + " of " + element).isTrue();
    return Double.parseDouble(m.group(1));
  }

  /** The boxes with rounded corners, in the order of painting; each is drawn twice. */
  private static List<Rectangle2D> boxes(Figure figure) {
    return BOX.matcher(figure.svg())
        .results()
        .map(MatchResult::group)
        .filter(e -> e.contains(" rx="))
        .map(
            e ->
                (Rectangle2D)
                    new Rectangle2D.Double(
                        attribute(e, "x"),
                        attribute(e, "y"),
                        attribute(e, "width"),
                        attribute(e, "height")))
        .distinct()
        .toList();
  }

  private static Rectangle2D holding(Figure figure, String text) {
    Drawn drawn = Drawn.text(figure, text);
    return boxes(figure).stream()
        .filter(box -> box.contains(drawn.x(), drawn.y()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("'" + text + "' stands in no box."));
  }

  @Test
  void answersStandBesideTheirQuestionsAndStepsBelowEachOther() {
    Figure figure =
        chart()
            .step("Dead?", "Cure.", "", Palette.BLUE)
            .step("Dormant?", "Wake.", "why", Palette.GREY)
            .figure();
    Rectangle2D first = holding(figure, "Dead?");
    Rectangle2D second = holding(figure, "Dormant?");
    assertThat(holding(figure, "Cure.").getY()).isEqualTo(first.getY());
    assertThat(holding(figure, "Cure.").getX()).isGreaterThan(first.getMaxX());
    assertThat(holding(figure, "Wake.")).isEqualTo(holding(figure, "why"));
    assertThat(second.getY()).isGreaterThan(first.getMaxY());
    assertThat(Drawn.text(figure, "↓ no").y()).isBetween(first.getMaxY(), second.getMinY());
    assertThat(Drawn.text(figure, "yes →").x()).isGreaterThan(first.getMaxX());
  }

  @Test
  void textStaysInsideItsBoxes() {
    Figure figure =
        chart()
            .step("question ".repeat(30), "answer ".repeat(40), "reason ".repeat(40), Palette.BLUE)
            .figure();
    List<Drawn> lines =
        Drawn.texts(figure).stream()
            .filter(t -> t.text().matches("(question|answer|reason).*"))
            .toList();
    assertThat(lines).hasSizeGreaterThan(12);
    assertThat(lines)
        .allSatisfy(line -> assertThat(boxes(figure)).anyMatch(box -> box.contains(line.box())));
    String all = lines.stream().map(Drawn::text).collect(Collectors.joining(" "));
    assertThat(all.split(" ")).as("no word is lost").hasSize(110);
  }

  @Test
  void aChartNeedsAQuestion() {
    assertThatThrownBy(() -> chart().figure()).hasMessageContaining("'guide' asks nothing");
  }

  private static DecisionChart chart() {
    return new DecisionChart("guide");
  }
}
