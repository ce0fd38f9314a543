package dyingrelu.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A labelled set of 28 × 28 images of digits.
 *
 * @param name what the set is called in messages and tables, such as {@code "train"}
 * @param images float matrix off the Java heap, one image per row: {@code size() × 784}, row-major
 *     ('c' order), each pixel in [0, 1] with 0 = background, unless {@linkplain Mnist#centred
 *     centred}
 * @param labels the digit 0 to 9 of each image
 * @param generated whether the images were drawn by {@link GeneratedDigits} and are not MNIST
 */
public record Digits(String name, INDArray images, int[] labels, boolean generated) {
  /** Pixels along one side of an image. */
  public static final int SIDE = 28;

  /** Pixels of an image, and so columns of {@link #images()}. */
  public static final int PIXELS = SIDE * SIDE;

  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;

  /**
   * Checks that images and labels belong together.
   *
   * @throws DataException if their numbers differ
   * @throws IllegalArgumentException if the images are not a float matrix with 784 columns
   */
  public Digits {
    if (images.dataType() != DataType.FLOAT || images.rank() != 2 || images.size(1) != PIXELS) {
      throw new IllegalArgumentException(
          "Images must be a float matrix with %d columns, not %s %s."
              .formatted(PIXELS, images.dataType(), images.shapeInfoToString()));
    }
    if (images.size(0) != labels.length) {
      throw new DataException(
          "The %s set has %d images but %d labels: take both files from the same copy of the data."
              .formatted(name, images.size(0), labels.length));
    }
  }

  /**
   * Digits from two IDX files: a header, then one unsigned byte for each pixel or label. The
   * headers are skipped and not read, as the files' SHA-256 has been checked.
   *
   * <p>Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits",
   * file formats section.
   */
  static Digits fromIdx(String name, byte[] images, byte[] labels) {
    return of(
        name,
        Arrays.copyOfRange(images, IMAGES_HEADER, images.length),
        Arrays.copyOfRange(labels, LABELS_HEADER, labels.length),
        false);
  }

  /** Digits from unsigned bytes, 784 for each image and one for each label. */
  static Digits of(String name, byte[] pixels, byte[] labels, boolean generated) {
    int[] digits = new int[labels.length];
    Arrays.setAll(digits, i -> labels[i]);
    // Straight to memory off the heap: as Java arrays of floats the images would fill it twice.
    INDArray images = Nd4j.createUninitialized(DataType.FLOAT, pixels.length / PIXELS, PIXELS);
    FloatBuffer target = images.data().asNioFloat();
    float[] image = new float[PIXELS];
    for (int start = 0; start < pixels.length; start += PIXELS) {
      for (int p = 0; p < PIXELS; p++) {
        image[p] = Byte.toUnsignedInt(pixels[start + p]) / 255f;
      }
      target.put(image);
    }
    return new Digits(name, images, digits, generated);
  }

  /** The number of images. */
  public int size() {
    return labels.length;
  }

  /**
   * The first images of this set. The pixels are shared with this set, not copied.
   *
   * @param n how many, 1 to {@link #size()}
   * @throws IllegalArgumentException if there are not so many
   */
  public Digits first(int n) {
    if (n < 1 || n > size()) {
      throw new IllegalArgumentException(
          "The first %d of %d images were asked for: ask for 1 to %d."
              .formatted(n, size(), size()));
    }
    INDArray rows = images.get(NDArrayIndex.interval(0, n), NDArrayIndex.all());
    return new Digits(name, rows, Arrays.copyOf(labels, n), generated);
  }

  /** The same digits with an image taken off each. */
  Digits less(INDArray image) {
    return new Digits(name, images.subRowVector(image), labels, generated);
  }

  /** What a figure or table made from this set must say: empty for MNIST itself. */
  public String note() {
    return generated ? "generated digits, not MNIST" : "";
  }
}
