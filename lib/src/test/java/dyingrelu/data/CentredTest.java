package dyingrelu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class CentredTest {
  private static final Mnist DIGITS =
      new Mnist(
          GeneratedDigits.draw("train", 1_500, 1), GeneratedDigits.draw("test", 10, 2), "drawn");

  @Test
  void everyPixelOfTheTrainingSetHasMeanZero() {
    INDArray images = DIGITS.centred().train().images();
    assertThat(images.ordering()).isEqualTo('c');
    assertThat(images.mean(0).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(DIGITS.train().images().minNumber().doubleValue()).isZero();
  }

  @Test
  void theTestSetLosesTheTrainingSetsMean() {
    INDArray mean = DIGITS.train().images().mean(0);
    INDArray expected = DIGITS.test().images().getRow(3).sub(mean);
    assertThat(DIGITS.centred().test().images().getRow(3).distance2(expected))
        .isCloseTo(0, within(1e-5));
    assertThat(DIGITS.centred().test().note()).isEqualTo("generated digits, not MNIST");
  }
}
