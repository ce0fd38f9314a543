package dyingrelu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DigitsTest {
  @Test
  void imagesAndLabelsOfDifferentLength() {
    assertThatThrownBy(() -> new Digits("test", images(3), new int[2], false))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The test set has 3 images but 2 labels: take both files from the same copy of the"
                + " data.");
  }

  @Test
  void onlyFloatMatricesOf784Columns() {
    INDArray doubles = Nd4j.zeros(DataType.DOUBLE, 2, Digits.PIXELS);
    INDArray narrow = Nd4j.zeros(DataType.FLOAT, 2, 783);

    assertThatThrownBy(() -> new Digits("x", doubles, new int[2], false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("float matrix with 784 columns");
    assertThatThrownBy(() -> new Digits("x", narrow, new int[2], false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void firstSharesThePixels() {
    Digits five = new Digits("x", images(5), new int[] {1, 2, 3, 4, 5}, true);

    Digits two = five.first(2);

    assertThat(two.size()).isEqualTo(2);
    assertThat(two.labels()).containsExactly(1, 2);
    assertThat(two.generated()).isTrue();
    assertThat(two.images().ordering()).isEqualTo('c');
    five.images().putScalar(1, 7, 0.5);
    assertThat(two.images().getFloat(1, 7)).isEqualTo(0.5f);
    assertThat(five.first(5).images()).isEqualTo(five.images());
  }

  @Test
  void firstOfTooManyOrNone() {
    Digits three = new Digits("x", images(3), new int[3], false);

    assertThatThrownBy(() -> three.first(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The first 4 of 3 images were asked for: ask for 1 to 3.");
    assertThatThrownBy(() -> three.first(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyGeneratedDigitsCarryANote() {
    assertThat(new Digits("x", images(1), new int[1], false).note()).isEmpty();
    assertThat(new Digits("x", images(1), new int[1], true).note())
        .isEqualTo("generated digits, not MNIST");
  }

  @Property(tries = 50)
  void idxFilesReadBackAsWritten(
      @ForAll @Size(Digits.PIXELS) byte[] one, @ForAll @IntRange(min = 1, max = 200) int count) {
    byte[] pixels = new byte[count * Digits.PIXELS];
    float[] intensities = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (one[i % one.length] + i / one.length);
      intensities[i] = Byte.toUnsignedInt(pixels[i]) / 255f;
    }
    byte[] labels = new byte[count];
    int[] digits = new int[count];
    for (int i = 0; i < count; i++) {
      digits[i] = i % 10;
      labels[i] = (byte) digits[i];
    }

    Digits read = Digits.fromIdx("x", TinyMnist.idxImages(pixels), TinyMnist.idxLabels(labels));

    assertThat(read.images().shape()).containsExactly(count, Digits.PIXELS);
    assertThat(read.images().ordering()).isEqualTo('c');
    assertThat(read.images().reshape(-1).toFloatVector()).isEqualTo(intensities);
    assertThat(read.labels()).isEqualTo(digits);
    assertThat(read.generated()).isFalse();
  }

  private static INDArray images(int count) {
    return Nd4j.zeros(DataType.FLOAT, count, Digits.PIXELS);
  }
}
