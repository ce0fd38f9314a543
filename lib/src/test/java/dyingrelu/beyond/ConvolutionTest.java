package dyingrelu.beyond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.claim.Samples;
import dyingrelu.network.Normalization;
import dyingrelu.network.Optimizer;
import dyingrelu.study.RunnerTest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.tablesaw.api.Table;

class ConvolutionTest {
  private static float[] normal(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static ConvolutionLayer layer(Normalization normalization) {
    return new ConvolutionLayer(6, 2, 3, normalization, new Optimizer.Sgd(0.1), 4, 5);
  }

  /** Written out, with the border of zeros. */
  @Test
  void aPositionIsTheSumOverItsPatch() {
    ConvolutionLayer layer = layer(Normalization.NONE);
    float[] images = normal(2 * 6 * 6 * 2, 1);
    float[] h = layer.forward(images, 2, true);
    for (int image = 0; image < 2; image++) {
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 3; column++) {
          for (int channel = 0; channel < 3; channel++) {
            double sum = 0;
            for (int i = 0; i < 18; i++) {
              int y = 2 * row - 1 + i / 6;
              int x = 2 * column - 1 + i / 2 % 3;
              if (y >= 0 && x >= 0) {
                sum +=
                    images[((image * 6 + y) * 6 + x) * 2 + i % 2]
                        * layer.learner().network().weights(1).getDouble(i, channel);
              }
            }
            assertThat((double) h[((image * 3 + row) * 3 + column) * 3 + channel])
                .isCloseTo(Math.max(0, sum), within(1e-5));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Normalization.class,
      names = {"NONE", "BEFORE_ACTIVATION", "AFTER_ACTIVATION"})
  void theErrorsOfImagesAreFiniteDifferences(Normalization normalization) {
    ConvolutionLayer layer = layer(normalization);
    float[] images = normal(4 * 6 * 6 * 2, 2);
    float[] errors = normal(4 * 3 * 3 * 3, 3);
    layer.forward(images, 4, true);
    float[] gradient = layer.backward(errors).clone();
    int right = 0;
    for (int i = 0; i < images.length; i++) {
      double slope =
          (loss(layer, images, i, 1e-3f, errors) - loss(layer, images, i, -1e-3f, errors)) / 2e-3;
      right += Math.abs(slope - gradient[i]) < 0.02 ? 1 : 0;
    }
    assertThat(right).as("all but a few, which cross a kink").isGreaterThan(278);
  }

  private static double loss(
      ConvolutionLayer layer, float[] images, int moved, float by, float[] errors) {
    float[] at = images.clone();
    at[moved] += by;
    float[] h = layer.forward(at, 4, true);
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      sum += h[i] * errors[i];
    }
    return sum;
  }

  @Test
  void aRunRepeatsAndAShiftIsFelt() throws InterruptedException {
    Convolution run = new Convolution(Convolution.Order.CONV_RELU, 0.01, 30, 12, 1, -50);
    Table rows = run.train(RunnerTest.NOISE, 1);
    assertThat(rows.rowCount()).isEqualTo(2 * (8 + 18 - 4));
    assertThat(rows.copy().print(99)).isEqualTo(run.train(RunnerTest.NOISE, 1).print(99));
    assertThat(rows.print(99)).isNotEqualTo(run.train(RunnerTest.NOISE, 2).print(99));
    double[] before =
        Samples.rows(rows, "step", 8, "layer", 1).doubleColumn("active_pct").asDoubleArray();
    double[] after =
        Samples.rows(rows, "step", 12, "layer", 1).doubleColumn("active_pct").asDoubleArray();
    assertThat(after[0]).isNotCloseTo(before[0], within(5.0));
  }

  @Test
  void whatDoesNotFitIsAnswered() {
    assertThatThrownBy(() -> new Convolution(Convolution.Order.CONV_RELU, 0.01, 0, 1, 1, 0))
        .hasMessage(
            "A network cannot train for 0 steps with a shift after 1: give at least 1 and 0.");
    assertThatThrownBy(() -> layer(Normalization.NONE).forward(new float[72], 2, true))
        .hasMessage("The layer takes at most 4 images of 6 × 6 × 2; got 2 images in 72 numbers.");
  }

  @Test
  void itCanBeStopped() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Convolution.of(Convolution.Order.CONV_RELU).train(RunnerTest.NOISE, 1))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
