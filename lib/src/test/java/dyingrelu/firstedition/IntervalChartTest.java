package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.figure.Figure;
import dyingrelu.figure.Palette;
import dyingrelu.figure.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalChartTest {
  @Test
  void everyRowMakesThePictureHigher() {
    Figure one = chart().row("a", 1, 2, 4, Palette.BLUE).figure();
    Figure two = chart().row("a", 1, 2, 4, Palette.BLUE).row("b", 9, 9, 9, Palette.GREY).figure();
    assertThat(two.height()).isGreaterThan(one.height());
    assertThat(two.svg()).contains("a", "b", "seconds");
  }

  @Test
  void thePointIsInTheRowsColourAtTheMiddleOfALogarithmicAxis() {
    Figure figure = chart().row("a", 1, 10, 100, Palette.VERMILLION).figure();
    var image = figure.image(1);
    int y = 52 + 15 + 4;
    int first = figure.width();
    int last = 0;
    for (int x = 0; x < figure.width(); x++) {
      if ((image.getRGB(x, y) & 0xFFFFFF) == (Palette.VERMILLION.getRGB() & 0xFFFFFF)) {
        first = Math.min(first, x);
        last = Math.max(last, x);
      }
    }
    double left = 24 + Theme.width("a", Theme.TICK);
    double middle = (left + figure.width() - 76) / 2;
    assertThat((first + last) / 2.0).isBetween(middle - 2, middle + 2);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 2", "2, 1, 3", "1, 3, 2", "1, NaN, 2", "1, 2, Infinity"})
  void valuesMustBePositiveAndInOrder(double least, double middle, double greatest) {
    assertThatThrownBy(() -> chart().row("a", least, middle, greatest, Palette.BLUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a'");
  }

  @Test
  void aChartNeedsRows() {
    assertThatThrownBy(() -> chart().figure()).hasMessageContaining("'times' has no rows");
  }

  private static IntervalChart chart() {
    return new IntervalChart("times", "seconds");
  }
}
