package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.figure.Drawn;
import dyingrelu.figure.Figure;
import dyingrelu.figure.Palette;
import java.awt.Color;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScatterChartTest {
  @Test
  void aGroupHasOneColourAndEveryPointStandsWhereItsValuesAre() {
    ScatterChart chart = chart();
    for (int i = 0; i < 5; i++) {
      chart.point("p" + i, i < 3 ? "first" : "second", range(10 * i), range(Math.pow(2, i)));
    }
    Figure figure = chart.figure();
    List<double[]> blue = dots(figure, Palette.BLUE);
    List<double[]> red = dots(figure, Palette.VERMILLION);
    // With the group's dot in the legend.
    assertThat(blue).hasSize(4);
    assertThat(red).hasSize(3);
    List<double[]> all =
        Stream.of(blue.subList(1, 4), red.subList(1, 3)).flatMap(List::stream).toList();
    for (int i = 1; i < 5; i++) {
      assertThat(all.get(i)[0] - all.get(i - 1)[0])
          .isCloseTo(all.get(1)[0] - all.get(0)[0], within(0.1));
      assertThat(all.get(i - 1)[1] - all.get(i)[1])
          .isCloseTo(all.get(0)[1] - all.get(1)[1], within(0.1));
      Drawn name = Drawn.text(figure, "p" + i);
      assertThat(name.y() - all.get(i)[1]).as("height of the name").isBetween(0.0, 8.0);
      assertThat(name.x() - all.get(i)[0]).as("right of the point").isBetween(6.0, 15.0);
    }
  }

  private static List<double[]> dots(Figure figure, Color c) {
    String fill = "rgb\\(%d,%d,%d\\)".formatted(c.getRed(), c.getGreen(), c.getBlue());
    return Pattern.compile("<ellipse cx=\"([^\"]+)\" cy=\"([^\"]+)\"[^>]*fill:" + fill)
        .matcher(figure.svg())
        .results()
        .map(m -> new double[] {Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2))})
        .toList();
  }

  @Test
  void pointsInOnePlaceKeepTheirNamesApart() {
    ScatterChart crowd = chart();
    for (int i = 0; i < 8; i++) {
      crowd.point("name" + i, "g", range(1), range(1));
    }
    Figure figure = crowd.figure();
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(
                Drawn.text(figure, "name" + i)
                    .box()
                    .intersects(Drawn.text(figure, "name" + j).box()))
            .as("name%d over name%d", i, j)
            .isFalse();
      }
    }
  }

  @Test
  void noNameIsLeftOutOfACrowd() {
    ScatterChart crowd = chart();
    for (int i = 0; i < 200; i++) {
      crowd.point("a rather long name " + i, "g", range(1), range(1));
    }
    List<String> names = Drawn.texts(crowd.figure()).stream().map(Drawn::text).toList();
    assertThat(names).contains("a rather long name 0", "a rather long name 199");
    assertThat(names.stream().filter(n -> n.startsWith("a rather"))).hasSize(200);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void yMustBePositive(double y) {
    assertThatThrownBy(() -> chart().point("a", "g", range(1), new double[] {y, 1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a'");
  }

  @Test
  void aChartNeedsPoints() {
    assertThatThrownBy(() -> chart().figure()).hasMessageContaining("'death' has no points");
  }

  private static double[] range(double middle) {
    return new double[] {middle, middle, middle};
  }

  private static ScatterChart chart() {
    return new ScatterChart("death", "dead units (%)", "test error (%)");
  }
}
