package dyingrelu.beyond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.data.Digits;
import dyingrelu.study.RunnerTest;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

class HandwritingTest {
  @Test
  void halfTheSideIsTheMeanOfFour() {
    float[] pixels = new float[2 * Digits.PIXELS];
    pixels[Digits.PIXELS + 2 * Digits.SIDE + 4] = 1;
    pixels[Digits.PIXELS + 3 * Digits.SIDE + 5] = 0.5f;
    Digits two = new Digits("two", Nd4j.create(pixels, new int[] {2, 784}), new int[2], true);
    float[] halved = Handwriting.halved(two);
    assertThat(halved).hasSize(2 * 14 * 14);
    assertThat(halved[14 * 14 + 14 + 2]).isEqualTo(0.375f);
    assertThat(IntStream.range(0, halved.length).filter(i -> halved[i] != 0).count()).isOne();
  }

  @Test
  void errorsOfOutputsAreFiniteDifferences() throws InterruptedException {
    Handwriting digits = new Handwriting(RunnerTest.NOISE);
    float[] drawn = {0.3f - 1e-3f, 0.3f, 0.3f + 1e-3f};
    digits.bound(drawn);
    float[] errors = digits.unbound(new float[] {0, 2, 0}, drawn);
    assertThat((double) errors[1]).isCloseTo(2 * (drawn[2] - drawn[0]) / 2e-3, within(1e-3));
  }

  @Test
  void aGeneratorDrawsPixelsAndARunRepeats() throws InterruptedException {
    Handwriting digits = new Handwriting(RunnerTest.NOISE);
    assertThat(digits.good(digits.real(new Random(1), 500))).hasSize(10);
    Activation relu = new Activation.Relu();
    Pair pair = Pair.of(relu, relu, 0.001, 100);
    Table rows =
        pair.train(
            digits,
            1,
            (drawn, step) -> {
              assertThat(drawn).hasSize(1_000 * 14 * 14);
              assertThat(drawn[5 * 14]).isBetween(0f, 1f);
            });
    assertThat(rows.doubleColumn("gradient").get(1)).isPositive();
    assertThat(pair.train(digits, 1).print()).isEqualTo(rows.print());
  }
}
