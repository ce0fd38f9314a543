package dyingrelu.data;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.machine.Sha256;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class GeneratedDigitsTest {
  private static final int TRAIN = 4000;
  private static final int TEST = 1000;

  @Test
  void equalSeedsGiveTheSameDigitsOnEveryMachine() {
    assertThat(sha256(GeneratedDigits.draw("train", 1000, 1)))
        .isEqualTo(sha256(GeneratedDigits.draw("again", 1000, 1)))
        .isEqualTo("ccfbc4facdc610b41c7a1a4d643e2aaf74b5eee9fe7c14ce354bcd3414cec53a");
    assertThat(sha256(GeneratedDigits.draw("test", 1000, 2)))
        .isNotEqualTo(sha256(GeneratedDigits.draw("train", 1000, 1)));
  }

  @Test
  void imagesLookLikeInkOnPaper() {
    Digits digits = GeneratedDigits.draw("train", TRAIN, 1);

    assertThat(digits.generated()).isTrue();
    int[] counts = new int[10];
    FloatBuffer pixels = digits.images().data().asNioFloat();
    for (int i = 0; i < TRAIN; i++) {
      counts[digits.labels()[i]]++;
      int inked = 0;
      for (int p = 0; p < Digits.PIXELS; p++) {
        float value = pixels.get(i * Digits.PIXELS + p);
        assertThat(value).isBetween(0f, 1f);
        inked += value > 0.3f ? 1 : 0;
      }
      assertThat(inked).as("inked pixels of image %d", i).isBetween(20, 300);
    }
    for (int count : counts) {
      assertThat(count).isBetween(TRAIN / 10 - 100, TRAIN / 10 + 100);
    }
  }

  /** The nearest class mean is a linear classifier: it must learn something, but not nearly all. */
  @Test
  void classMeansTellTheDigitsApartButNotWell() {
    float[][] means = classMeans(GeneratedDigits.draw("train", TRAIN, 1));
    Digits test = GeneratedDigits.draw("test", TEST, 2);
    FloatBuffer pixels = test.images().data().asNioFloat();

    int right = 0;
    for (int i = 0; i < TEST; i++) {
      right += nearest(means, pixels, i) == test.labels()[i] ? 1 : 0;
    }

    assertThat(right / (double) TEST).isBetween(0.5, 0.9);
  }

  private static float[][] classMeans(Digits digits) {
    float[][] sums = new float[10][Digits.PIXELS];
    int[] counts = new int[10];
    FloatBuffer pixels = digits.images().data().asNioFloat();
    for (int i = 0; i < digits.size(); i++) {
      counts[digits.labels()[i]]++;
      for (int p = 0; p < Digits.PIXELS; p++) {
        sums[digits.labels()[i]][p] += pixels.get(i * Digits.PIXELS + p);
      }
    }
    for (int digit = 0; digit < 10; digit++) {
      for (int p = 0; p < Digits.PIXELS; p++) {
        sums[digit][p] /= counts[digit];
      }
    }
    return sums;
  }

  private static int nearest(float[][] means, FloatBuffer pixels, int image) {
    int best = 0;
    double bestDistance = Double.MAX_VALUE;
    for (int digit = 0; digit < 10; digit++) {
      double distance = 0;
      for (int p = 0; p < Digits.PIXELS; p++) {
        double difference = pixels.get(image * Digits.PIXELS + p) - means[digit][p];
        distance += difference * difference;
      }
      if (distance < bestDistance) {
        bestDistance = distance;
        best = digit;
      }
    }
    return best;
  }

  /** Of labels and pixels, the pixels as bytes. */
  private static String sha256(Digits digits) {
    ByteBuffer bytes = ByteBuffer.allocate(digits.size() * (1 + Digits.PIXELS));
    FloatBuffer pixels = digits.images().data().asNioFloat();
    for (int i = 0; i < digits.size(); i++) {
      bytes.put((byte) digits.labels()[i]);
      for (int p = 0; p < Digits.PIXELS; p++) {
        bytes.put((byte) Math.round(255 * pixels.get(i * Digits.PIXELS + p)));
      }
    }
    return Sha256.of(bytes.array());
  }
}
