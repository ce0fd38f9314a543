package dyingrelu.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Point2D;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ContoursTest {
  /** The distance from the middle of a grid of 21 × 21. */
  private static double[][] cone() {
    double[][] values = new double[21][21];
    for (int row = 0; row < 21; row++) {
      for (int column = 0; column < 21; column++) {
        values[row][column] = Math.hypot(row - 10, column - 10);
      }
    }
    return values;
  }

  @Property(tries = 50)
  void aConeHasClosedCircles(@ForAll @DoubleRange(min = 1.5, max = 9.9) double radius) {
    List<List<Point2D>> lines = Contours.lines(cone(), radius);

    assertThat(lines).hasSize(1);
    List<Point2D> line = lines.get(0);
    assertThat(line.get(0)).isEqualTo(line.get(line.size() - 1));
    assertThat(line).allMatch(point -> Math.abs(point.distance(10, 10) - radius) < 0.1);
    double length = 0;
    for (int i = 1; i < line.size(); i++) {
      length += line.get(i).distance(line.get(i - 1));
    }
    assertThat(length).isCloseTo(2 * Math.PI * radius, within(0.05 * 2 * Math.PI * radius));
  }

  @Test
  void whatLeavesTheGridIsOneOpenLineForEachPart() {
    List<List<Point2D>> corners = Contours.lines(cone(), 12);
    assertThat(corners).hasSize(4);
    assertThat(corners).allSatisfy(line -> assertThat(line.get(0)).isNotEqualTo(last(line)));
  }

  private static Point2D last(List<Point2D> line) {
    return line.get(line.size() - 1);
  }

  @Test
  void aPlaneHasAStraightLine() {
    double[][] plane = {{0, 2, 4}, {0, 2, 4}, {0, 2, 4}};
    assertThat(Contours.lines(plane, 3))
        .containsExactly(
            List.of(
                new Point2D.Double(1.5, 0),
                new Point2D.Double(1.5, 1),
                new Point2D.Double(1.5, 2)));
    assertThat(Contours.lines(plane, 5)).isEmpty();
    assertThat(Contours.lines(new double[][] {{0, 1}}, 0.5)).isEmpty();
  }

  @Test
  void onASaddleTheMiddleDecides() {
    // High at the top left and the bottom right, and in the middle: the lines cut off the others.
    assertThat(Contours.lines(new double[][] {{3, 0}, {0, 3}}, 1))
        .hasSize(2)
        .allMatch(line -> line.get(0).distance(1, 0) < 1 == last(line).distance(1, 0) < 1)
        .noneMatch(line -> line.get(0).distance(0, 0) < 0.7 && last(line).distance(0, 0) < 0.7);
    assertThat(Contours.lines(new double[][] {{3, 0}, {0, 3}}, 2))
        .hasSize(2)
        .anyMatch(line -> line.get(0).distance(0, 0) < 0.7 && last(line).distance(0, 0) < 0.7);
  }

  @Test
  void noLineComesNearWhatIsMissing() {
    double[][] values = {{0, 2, Double.NaN}, {0, 2, 2}};
    assertThat(Contours.lines(values, 1))
        .containsExactly(List.of(new Point2D.Double(0.5, 0), new Point2D.Double(0.5, 1)));
  }
}
