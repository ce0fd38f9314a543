package dyingrelu.network;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Normalises one layer, batch by batch, and leads errors back through it: Ioffe and Szegedy 2015,
 * algorithms 1 and 2 and the formulas of section 3.
 */
final class BatchNormalization extends Normalizer {
  /** How much of a new mean or variance goes into the running one, as in PyTorch. */
  private static final float NEW = 0.1f;

  private final FloatPointer runningMeans;
  private final FloatPointer runningVariances;

  private final float[] mean;
  private final float[] variance;
  private final float[] inverse;

  BatchNormalization(Network network, int layer, int capacity) {
    super(network, layer, capacity);
    runningMeans = Matrix.pointer(network.runningMeans(layer));
    runningVariances = Matrix.pointer(network.runningVariances(layer));
    mean = new float[units];
    variance = new float[units];
    inverse = new float[units];
  }

  @Override
  void forward(float[] in, float[] out, int batch, boolean learning) {
    rows = batch;
    if (learning) {
      takeMoments(in);
    } else {
      runningMeans.get(mean);
      runningVariances.get(variance);
    }
    for (int j = 0; j < units; j++) {
      inverse[j] = 1 / (float) Math.sqrt(variance[j] + EPSILON);
    }
    scales.get(scale);
    shifts.get(shift);
    for (int at = 0; at < rows * units; at += units) {
      System.arraycopy(in, at, row, 0, units);
      for (int j = 0; j < units; j++) {
        row[j] = (row[j] - mean[j]) * inverse[j];
      }
      System.arraycopy(row, 0, normalised, at, units);
      for (int j = 0; j < units; j++) {
        row[j] = scale[j] * row[j] + shift[j];
      }
      System.arraycopy(row, 0, out, at, units);
    }
  }

  private void takeMoments(float[] in) {
    Arrays.fill(mean, 0);
    Arrays.fill(variance, 0);
    for (int at = 0; at < rows * units; at += units) {
      System.arraycopy(in, at, row, 0, units);
      for (int j = 0; j < units; j++) {
        mean[j] += row[j];
      }
    }
    for (int j = 0; j < units; j++) {
      mean[j] /= rows;
    }
    for (int at = 0; at < rows * units; at += units) {
      System.arraycopy(in, at, row, 0, units);
      for (int j = 0; j < units; j++) {
        float difference = row[j] - mean[j];
        variance[j] += difference * difference;
      }
    }
    for (int j = 0; j < units; j++) {
      variance[j] /= rows;
    }
  }

  @Override
  void backward(float[] errors, FloatPointer scaleGradient, FloatPointer shiftGradient) {
    float[] ofScale = new float[units];
    float[] ofShift = new float[units];
    for (int at = 0; at < rows * units; at += units) {
      System.arraycopy(errors, at, row, 0, units);
      System.arraycopy(normalised, at, other, 0, units);
      for (int j = 0; j < units; j++) {
        ofScale[j] += row[j] * other[j];
        ofShift[j] += row[j];
      }
    }
    scaleGradient.put(ofScale);
    shiftGradient.put(ofShift);
    for (int at = 0; at < rows * units; at += units) {
      System.arraycopy(errors, at, row, 0, units);
      System.arraycopy(normalised, at, other, 0, units);
      for (int j = 0; j < units; j++) {
        float centred = row[j] - (ofShift[j] + other[j] * ofScale[j]) / rows;
        row[j] = scale[j] * inverse[j] * centred;
      }
      System.arraycopy(row, 0, errors, at, units);
    }
  }

  /**
   * Lets the mean and the unbiased variance of the last batch into the running ones; those of a
   * single input say nothing.
   */
  @Override
  void keep() {
    if (rows < 2) {
      return;
    }
    runningMeans.get(row);
    runningVariances.get(other);
    for (int j = 0; j < units; j++) {
      row[j] += NEW * (mean[j] - row[j]);
      other[j] += NEW * (variance[j] * rows / (rows - 1) - other[j]);
    }
    runningMeans.put(row);
    runningVariances.put(other);
  }
}
