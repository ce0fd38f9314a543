package dyingrelu.beyond;

import dyingrelu.activation.Activation;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.util.FastMath;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * MNIST's digits at half their size, 14 × 14; the ten classes, as a network reads them, are its
 * modes.
 */
public final class Handwriting implements Subject {
  /** How sure of a class the reader is of what counts as good. */
  private static final double SURE = 0.9;

  /** Of a drawing, in pixels. */
  public static final int SIDE = Digits.SIDE / 2;

  private static final int PIXELS = SIDE * SIDE;

  private final float[] images;
  private final Network reader;

  /**
   * Trains a reader of 128 ReLU units for three epochs.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public Handwriting(Mnist mnist) throws InterruptedException {
    images = halved(mnist.train());
    reader =
        Network.create(
            new Architecture(
                PIXELS, List.of(128), 10, new Activation.Relu(), Initializer.HE_NORMAL),
            1);
    Training training =
        new Training(
            reader, Optimizer.Adam.keras(0.001), 128, matrix(images), mnist.train().labels(), 1);
    for (int epoch = 0; epoch < 3; epoch++) {
      training.epoch();
    }
  }

  /** Means of two by two pixels. */
  static float[] halved(Digits digits) {
    float[] whole = digits.images().ravel().toFloatVector();
    float[] halved = new float[whole.length / 4];
    for (int i = 0; i < whole.length; i++) {
      int row = i / Digits.SIDE / 2; // Over all images, of which each has an even number of rows.
      halved[row * SIDE + i % Digits.SIDE / 2] += whole[i] / 4;
    }
    return halved;
  }

  private static INDArray matrix(float[] drawn) {
    return Nd4j.create(drawn, new int[] {drawn.length / PIXELS, PIXELS});
  }

  @Override
  public Shape shape() {
    return new Shape(PIXELS, 64, 128, 64, 1_000);
  }

  @Override
  public float[] real(Random random, int count) {
    float[] some = new float[count * PIXELS];
    for (int i = 0; i < count; i++) {
      int image = random.nextInt(images.length / PIXELS);
      System.arraycopy(images, image * PIXELS, some, i * PIXELS, PIXELS);
    }
    return some;
  }

  /** Those of whose class the reader is sure. */
  @Override
  public int[] good(float[] drawn) {
    int[] good = new int[10];
    for (float[] logits : reader.logits(matrix(drawn)).toFloatMatrix()) {
      double sum = 0;
      for (float logit : logits) {
        sum += FastMath.exp(logit);
      }
      for (int digit = 0; digit < 10; digit++) {
        good[digit] += FastMath.exp(logits[digit]) >= SURE * sum ? 1 : 0;
      }
    }
    return good;
  }

  /** From 0 to 1, as pixels are. */
  @Override
  public void bound(float[] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) (1 / (1 + FastMath.exp(-outputs[i])));
    }
  }

  @Override
  public float[] unbound(float[] errors, float[] drawn) {
    for (int i = 0; i < drawn.length; i++) {
      errors[i] *= drawn[i] * (1 - drawn[i]);
    }
    return errors;
  }
}
