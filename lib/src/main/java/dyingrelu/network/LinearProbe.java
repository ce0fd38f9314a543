package dyingrelu.network;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a linear classifier, by least squares on one-hot classes, can read from some features. */
public final class LinearProbe {
  private static final int CLASSES = 10;

  /** Of the mean eigenvalue; keeps least squares from dividing by 0. */
  private static final double RIDGE = 1e-4;

  /** What rounding may make of a symmetric matrix, relative to its entries. */
  private static final double ASYMMETRY = 1e-9;

  private LinearProbe() {}

  /**
   * Its accuracy, 0 to 1.
   *
   * @param train features to learn from, inputs × features, doubles; a column of ones among them
   *     makes a constant
   * @param trainLabels their classes, 0 to 9
   * @param test features to be judged by
   * @param testLabels their classes
   */
  public static double accuracy(
      INDArray train, int[] trainLabels, INDArray test, int[] testLabels) {
    INDArray classes = Nd4j.zeros(DataType.DOUBLE, train.rows(), CLASSES);
    for (int i = 0; i < train.rows(); i++) {
      classes.putScalar(i, trainLabels[i], 1);
    }
    INDArray transposed = train.transpose();
    INDArray gram = transposed.mmul(train);
    double ridge = RIDGE * Nd4j.diag(gram).meanNumber().doubleValue();
    RealMatrix left = new Array2DRowRealMatrix(gram.toDoubleMatrix());
    left = left.add(MatrixUtils.createRealIdentityMatrix(gram.rows()).scalarMultiply(ridge));
    RealMatrix right = new Array2DRowRealMatrix(transposed.mmul(classes).toDoubleMatrix());
    INDArray weights =
        Nd4j.create(
            new CholeskyDecomposition(left, ASYMMETRY, 0).getSolver().solve(right).getData());
    int[] said = test.mmul(weights).argMax(1).toIntVector();
    int correct = 0;
    for (int i = 0; i < said.length; i++) {
      correct += said[i] == testLabels[i] ? 1 : 0;
    }
    return (double) correct / said.length;
  }
}
