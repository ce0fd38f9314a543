package dyingrelu.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.data.Digits;
import dyingrelu.data.GeneratedDigits;
import dyingrelu.network.Optimizer;
import dyingrelu.toy.Landscape.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandscapeTest {
  private static final Digits DIGITS = GeneratedDigits.draw("train", 6_000, 1);
  private static final Landscape RELU = Landscape.of(DIGITS);

  @Test
  void theGradientIsThatOfTheLoss() {
    for (Landscape landscape : List.of(RELU, RELU.leaking(0.1))) {
      Point point = landscape.at(0.7, -0.3);
      double step = 1e-5;
      assertThat(point.gradient()[0])
          .isCloseTo(
              (landscape.at(0.7 + step, -0.3).loss() - landscape.at(0.7 - step, -0.3).loss())
                  / (2 * step),
              within(1e-4));
      assertThat(point.gradient()[1])
          .isCloseTo(
              (landscape.at(0.7, -0.3 + step).loss() - landscape.at(0.7, -0.3 - step).loss())
                  / (2 * step),
              within(1e-4));
    }
  }

  @Test
  void isExactlyFlatWhereNoImageFiresAndNotWithLeak() {
    Point dead = RELU.at(-1, -1);
    assertThat(dead.fires()).isZero();
    assertThat(dead.flat()).isTrue();
    assertThat(RELU.leaking(0.01).at(-1, -1).flat()).isFalse();
  }

  @Test
  void aDescentStepsByItsRuleAndStaysWhereItIsFlat() {
    List<Point> path = RELU.descend(new Optimizer.Sgd(0.5), 3, 1, 1);
    double[] g = path.get(0).gradient();
    assertThat((double) path.get(1).weights()[0]).isCloseTo(1 - 0.5 * g[0], within(1e-6));
    List<Point> still = RELU.descend(new Optimizer.Sgd(0.5), 3, -1, -1);
    assertThat(still).hasSize(4);
    assertThat(still.get(3).weights()).containsExactly(-1, -1);
  }

  @Test
  void tooFewDigitsAreRefused() {
    assertThatThrownBy(() -> Landscape.of(DIGITS.first(100)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 1,000 images");
  }
}
