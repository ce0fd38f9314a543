package dyingrelu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class IdxTest {
  @Property(tries = 50)
  void imagesReadBackAsWritten(
      @ForAll @Size(Digits.PIXELS) byte[] one, @ForAll @IntRange(min = 1, max = 200) int count) {
    byte[] pixels = new byte[count * Digits.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (one[i % one.length] + i / one.length);
    }

    INDArray images = Idx.images("images", TinyMnist.idxImages(pixels), count);

    assertThat(images.shape()).containsExactly(count, Digits.PIXELS);
    assertThat(images.ordering()).isEqualTo('c');
    float[] expected = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      expected[i] = Byte.toUnsignedInt(pixels[i]) / 255f;
    }
    assertThat(images.reshape(-1).toFloatVector()).isEqualTo(expected);
  }

  @Property(tries = 100)
  void labelsReadBackAsWritten(
      @ForAll @Size(max = 300) List<@ByteRange(min = 0, max = 9) Byte> labels) {
    byte[] bytes = new byte[labels.size()];
    int[] expected = new int[labels.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = labels.get(i);
      expected[i] = labels.get(i);
    }

    assertThat(Idx.labels("labels", TinyMnist.idxLabels(bytes), bytes.length)).isEqualTo(expected);
  }

  @Property(tries = 50)
  void everyShorterFileIsSaidToBeCutOff(@ForAll @IntRange(min = 16, max = 16 + 2 * 784 - 1) int n) {
    byte[] whole = TinyMnist.idxImages(new byte[2 * Digits.PIXELS]);

    assertThatThrownBy(() -> Idx.images("images", Arrays.copyOf(whole, n), 2))
        .isInstanceOf(DataException.class)
        .hasMessage("images is cut off: %d bytes, expected %d".formatted(n, whole.length));
  }

  @Test
  void tooShortForAHeader() {
    assertImages(new byte[3], "x has 3 bytes, too few for the header of an IDX file (16)");
    assertLabels(new byte[0], "x has 0 bytes, too few for the header of an IDX file (8)");
  }

  @Test
  void wrongMagic() {
    assertImages(
        TinyMnist.idxImages(0x801, 1, 28, 28, new byte[784]),
        "x starts with 0x00000801, expected 0x00000803 (IDX images): it is another kind of file");
    assertLabels(
        TinyMnist.idxLabels(0x89504e47, 1, new byte[1]),
        "x starts with 0x89504e47, expected 0x00000801 (IDX labels): it is another kind of file");
  }

  @Test
  void wrongCount() {
    assertImages(TinyMnist.idxImages(new byte[2 * 784]), "x holds 2 images, expected 1");
    assertLabels(TinyMnist.idxLabels(new byte[5]), "x holds 5 labels, expected 1");
    assertLabels(TinyMnist.idxLabels(0x801, -1, new byte[1]), "x holds -1 labels, expected 1");
  }

  @Test
  void wrongImageSize() {
    assertImages(
        TinyMnist.idxImages(0x803, 1, 32, 28, new byte[32 * 28]),
        "x holds images of 32 × 28 pixels, expected 28 × 28");
  }

  @Test
  void moreThanTheHeaderSays() {
    assertImages(
        TinyMnist.idxImages(0x803, 1, 28, 28, new byte[785]),
        "x is too long: more than the expected 800 bytes");
  }

  @Test
  void labelOutOfRange() {
    assertLabels(
        TinyMnist.idxLabels(new byte[] {10}), "x has the label 10 at position 0, expected 0 to 9");
    assertLabels(
        TinyMnist.idxLabels(new byte[] {-1}), "x has the label 255 at position 0, expected 0 to 9");
  }

  private static void assertImages(byte[] content, String sentence) {
    assertThatThrownBy(() -> Idx.images("x", content, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(sentence);
  }

  private static void assertLabels(byte[] content, String sentence) {
    assertThatThrownBy(() -> Idx.labels("x", content, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(sentence);
  }
}
