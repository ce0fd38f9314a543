package dyingrelu.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sscal;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row-major float matrix off the heap, seen as OpenBLAS sees it: an address and a shape. The
 * array it was made from keeps the memory alive. Products are to be called inside {@link
 * dyingrelu.machine.OpenBlas#onOneThread}.
 */
record Matrix(INDArray array, FloatPointer pointer, int rows, int columns) {
  /**
   * The matrix in an ND4J array, without a copy.
   *
   * @throws IllegalArgumentException if the array is not a float matrix in 'c' order without gaps
   */
  static Matrix of(INDArray array) {
    if (array.rank() != 2
        || array.dataType() != DataType.FLOAT
        || (array.rows() > 1 && array.stride(0) != array.columns())
        || (array.columns() > 1 && array.stride(1) != 1)) {
      throw new IllegalArgumentException(
          ("Expected a float matrix in row-major ('c') order, got %s of shape %s: "
                  + "make one with array.castTo(DataType.FLOAT).dup('c').")
              .formatted(array.dataType(), java.util.Arrays.toString(array.shape())));
    }
    return new Matrix(array, pointer(array), array.rows(), array.columns());
  }

  /** Where an array's first element lies. */
  static FloatPointer pointer(INDArray array) {
    return new FloatPointer(array.data().pointer()).getPointer(array.offset());
  }

  /** A matrix off the heap, with room for that many numbers. */
  static Matrix room(int rows, int columns) {
    return of(Nd4j.createUninitialized(DataType.FLOAT, rows, columns));
  }

  /** Rows {@code from} to {@code from + count − 1} of this matrix. */
  Matrix rows(int from, int count) {
    return new Matrix(array, pointer.getPointer((long) from * columns), count, columns);
  }

  /** A smaller matrix, of another shape, in the same place. */
  Matrix shaped(int rows, int columns) {
    return new Matrix(array, pointer, rows, columns);
  }

  /** Copies the rows that a selection takes, and the last, to where another matrix lies. */
  Matrix gatherRows(Selection selection, Matrix to) {
    if (selection.isAll()) {
      return this;
    }
    long bytes = (long) columns * Float.BYTES;
    BytePointer source = new BytePointer(pointer);
    BytePointer target = new BytePointer(to.pointer);
    int count = selection.count() + 1;
    int end;
    for (int from = 0; from < count; from = end) {
      // Rows that lie together are one copy.
      for (end = from + 1; end < count; end++) {
        if (selection.column(end) != selection.column(end - 1) + 1) {
          break;
        }
      }
      Pointer.memcpy(
          target.position(from * bytes),
          source.position(selection.column(from) * bytes),
          (end - from) * bytes);
    }
    return to.shaped(count, columns);
  }

  /** C ← A · B for A = this (m × k), B (k × n), C (m × n). */
  void times(Matrix b, Matrix c) {
    product(CblasNoTrans, CblasNoTrans, columns, b, 0, c);
  }

  /** C ← keep · C + A · Bᵀ for A = this (m × k), B (n × k), C (m × n). */
  void timesTransposed(Matrix b, float keep, Matrix c) {
    product(CblasNoTrans, CblasTrans, columns, b, keep, c);
  }

  /** C ← Aᵀ · B for A = this (k × m), B (k × n), C (m × n). */
  void transposedTimes(Matrix b, Matrix c) {
    product(CblasTrans, CblasNoTrans, rows, b, 0, c);
  }

  /** C ← keep · C + the product of this and B, whose sums have {@code inner} terms. */
  private void product(
      int transposeThis, int transposeB, int inner, Matrix b, float keep, Matrix c) {
    cblas_sgemm(
        CblasRowMajor,
        transposeThis,
        transposeB,
        c.rows,
        c.columns,
        inner,
        1f,
        pointer,
        columns,
        b.pointer,
        b.columns,
        keep,
        c.pointer,
        c.columns);
  }

  /** v ← factor · v for a vector of that length. */
  static void scale(FloatPointer vector, int length, float factor) {
    cblas_sscal(length, factor, vector, 1);
  }
}
