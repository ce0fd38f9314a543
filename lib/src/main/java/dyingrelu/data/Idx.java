package dyingrelu.data;

import static dyingrelu.data.Digits.PIXELS;
import static dyingrelu.data.Digits.SIDE;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The IDX format of the MNIST files: a big-endian header (magic number, number of items and, for
 * images, rows and columns), then one unsigned byte for each pixel or label.
 *
 * <p>The messages name the file and what is wrong with it; what to do depends on where it came from
 * and is added there.
 *
 * <p>Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits", file
 * formats section.
 */
final class Idx {
  static final int IMAGES_MAGIC = 0x803;
  static final int LABELS_MAGIC = 0x801;
  static final int IMAGES_HEADER = 16;
  static final int LABELS_HEADER = 8;

  /** Bytes turned into floats at a time: small enough for the processor's cache. */
  private static final int SLAB = 64 * PIXELS;

  private static final float[] INTENSITY = new float[256];

  static {
    for (int i = 0; i < INTENSITY.length; i++) {
      INTENSITY[i] = i / 255f;
    }
  }

  private Idx() {}

  /**
   * Reads images.
   *
   * @param name the file's name for messages
   * @param content the whole file, not compressed
   * @param count the number of images expected
   * @return float matrix {@code count × 784} off the heap, row-major, in [0, 1]
   * @throws DataException if the content is not exactly that
   */
  static INDArray images(String name, byte[] content, int count) {
    ByteBuffer header = header(name, content, IMAGES_MAGIC, "images", IMAGES_HEADER, count);
    int rows = header.getInt();
    int columns = header.getInt();
    if (rows != SIDE || columns != SIDE) {
      throw new DataException(
          "%s holds images of %d × %d pixels, expected %d × %d"
              .formatted(name, rows, columns, SIDE, SIDE));
    }
    checkLength(name, content, IMAGES_HEADER + (long) count * PIXELS);
    return matrix(content, IMAGES_HEADER, count);
  }

  /**
   * Reads labels.
   *
   * @param name the file's name for messages
   * @param content the whole file, not compressed
   * @param count the number of labels expected
   * @throws DataException if the content is not exactly that many digits 0 to 9
   */
  static int[] labels(String name, byte[] content, int count) {
    header(name, content, LABELS_MAGIC, "labels", LABELS_HEADER, count);
    checkLength(name, content, LABELS_HEADER + (long) count);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = Byte.toUnsignedInt(content[LABELS_HEADER + i]);
      if (labels[i] > 9) {
        throw new DataException(
            "%s has the label %d at position %d, expected 0 to 9".formatted(name, labels[i], i));
      }
    }
    return labels;
  }

  /** Pixels as floats in [0, 1], off the heap, from one byte per pixel starting at an offset. */
  static INDArray matrix(byte[] pixels, int offset, int count) {
    INDArray matrix = Nd4j.createUninitialized(DataType.FLOAT, new long[] {count, PIXELS}, 'c');
    FloatBuffer target = matrix.data().asNioFloat();
    float[] slab = new float[SLAB];
    int end = offset + count * PIXELS;
    for (int start = offset; start < end; start += SLAB) {
      int length = Math.min(SLAB, end - start);
      for (int i = 0; i < length; i++) {
        slab[i] = INTENSITY[Byte.toUnsignedInt(pixels[start + i])];
      }
      target.put(slab, 0, length);
    }
    return matrix;
  }

  /** Checks magic number and count; the buffer returned stands behind them. */
  private static ByteBuffer header(
      String name, byte[] content, int magic, String items, int length, int count) {
    if (content.length < length) {
      throw new DataException(
          "%s has %d bytes, too few for the header of an IDX file (%d)"
              .formatted(name, content.length, length));
    }
    ByteBuffer header = ByteBuffer.wrap(content);
    int actualMagic = header.getInt();
    if (actualMagic != magic) {
      throw new DataException(
          "%s starts with 0x%08x, expected 0x%08x (IDX %s): it is another kind of file"
              .formatted(name, actualMagic, magic, items));
    }
    int actualCount = header.getInt();
    if (actualCount != count) {
      throw new DataException(
          "%s holds %d %s, expected %d".formatted(name, actualCount, items, count));
    }
    return header;
  }

  private static void checkLength(String name, byte[] content, long expected) {
    if (content.length < expected) {
      throw new DataException(
          "%s is cut off: %d bytes, expected %d".formatted(name, content.length, expected));
    }
    if (content.length > expected) {
      throw new DataException(
          "%s is too long: more than the expected %d bytes".formatted(name, expected));
    }
  }
}
