package dyingrelu.beyond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.data.Digits;
import dyingrelu.study.RunnerTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

class ContrastTest {
  private static final Activation RELU = new Activation.Relu();
  private static final Contrast.Images IMAGES = new Contrast.Images(RunnerTest.NOISE);

  private static float[] waves(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(1.7 * i + 0.3);
    }
    return values;
  }

  @Test
  void theErrorsAreFiniteDifferencesOfTheLoss() {
    float[] outputs = waves(2 * 4 * 3);
    float[] gradient = new float[outputs.length];
    float[] unused = new float[outputs.length];
    Contrast.loss(outputs, 4, 3, gradient);
    for (int i = 0; i < outputs.length; i++) {
      float[] at = outputs.clone();
      at[i] += 1e-2f;
      double above = Contrast.loss(at, 4, 3, unused);
      at[i] -= 2e-2f;
      double below = Contrast.loss(at, 4, 3, unused);
      assertThat((double) gradient[i]).isCloseTo((above - below) / 2e-2, within(3e-3));
    }
  }

  /** All alike, a view says nothing; each pair in a direction of its own, nearly all. */
  @Test
  void theLossIsThatOfGuessingOrNearZero() {
    float[] alike = new float[2 * 4 * 4];
    Arrays.fill(alike, 1);
    assertThat(Contrast.loss(alike, 4, 4, new float[32])).isCloseTo(Math.log(4), within(1e-5));
    float[] apart = new float[32];
    for (int i = 0; i < 8; i++) {
      apart[4 * i + i % 4] = 3;
    }
    double other = Math.exp(-1 / 0.2);
    assertThat(Contrast.loss(apart, 4, 4, new float[32]))
        .isCloseTo(Math.log(1 + 3 * other), within(1e-5));
  }

  @Test
  void theHardNegativeIsTheNearestOfAnotherClass() {
    float[] pixels = new float[4 * Digits.PIXELS];
    pixels[0] = 1;
    pixels[Digits.PIXELS] = 0.9f;
    pixels[2 * Digits.PIXELS] = 0.5f;
    Digits digits =
        new Digits("four", Nd4j.create(pixels, new int[] {4, 784}), new int[] {1, 1, 2, 3}, true);
    assertThat(Contrast.hardNegatives(digits)).containsExactly(2, 2, 1, 2);
  }

  @Test
  void anImageMovesAndItsBorderIsBlank() {
    float[] batch = new float[2 * Digits.PIXELS];
    float[] image = new float[Digits.PIXELS];
    image[5 * Digits.SIDE + 7] = 1;
    image[27] = 1;
    Contrast.shifted(image, 0, 2, -1, batch, 1);
    float sum = 0;
    for (float pixel : batch) {
      sum += pixel;
    }
    assertThat(sum).isEqualTo(1);
    assertThat(batch[Digits.PIXELS + 4 * Digits.SIDE + 9]).isEqualTo(1);
  }

  @Test
  void anEncoderLearnsAndARunRepeats() throws InterruptedException {
    Contrast contrast = new Contrast(new Activation.PRelu(0.25), 0, 0.001, 100);
    Table rows = contrast.train(IMAGES, 1);
    assertThat(rows.rowCount()).isEqualTo(4);
    double[] separation = rows.doubleColumn("separation").asDoubleArray();
    assertThat(separation[2]).isGreaterThan(separation[0]);
    assertThat(rows.doubleColumn("slope").get(0)).isEqualTo(0.25);
    assertThat(rows.doubleColumn("slope").get(2)).isNotEqualTo(0.25);
    assertThat(rows.doubleColumn("dead_pct").asDoubleArray()).containsOnly(0);
    assertThat(contrast.train(IMAGES, 1).print()).isEqualTo(rows.print());
  }

  @Test
  void whatDoesNotFitIsAnswered() {
    assertThatThrownBy(() -> Contrast.of(RELU, 0.001).silencing(-1))
        .hasMessageStartingWith("-1 % of the units of 'relu' cannot be silenced");
    assertThatThrownBy(() -> Contrast.of(new Activation.LeakyRelu(0.01), 0.001).silencing(10))
        .hasMessageContaining("'leaky_relu' cannot be silenced");
  }

  @Test
  void itCanBeStopped() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Contrast.of(RELU, 0.001).train(IMAGES, 1))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
