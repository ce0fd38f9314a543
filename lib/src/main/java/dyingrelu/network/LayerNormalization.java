package dyingrelu.network;

import org.bytedeco.javacpp.FloatPointer;

/** Layer normalisation, Ba, Kiros and Hinton 2016, eq. 3 and 4: one input at a time. */
final class LayerNormalization extends Normalizer {
  /** 1 / deviation of each input of the last batch. */
  private final float[] inverse;

  LayerNormalization(Network network, int layer, int capacity) {
    super(network, layer, capacity);
    inverse = new float[capacity];
  }

  @Override
  void forward(float[] in, float[] out, int batch, boolean learning) {
    rows = batch;
    scales.get(scale);
    shifts.get(shift);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(in, i * units, row, 0, units);
      float mean = 0;
      for (int j = 0; j < units; j++) {
        mean += row[j];
      }
      mean /= units;
      float variance = 0;
      for (int j = 0; j < units; j++) {
        row[j] -= mean;
        variance += row[j] * row[j];
      }
      float by = 1 / (float) Math.sqrt(variance / units + EPSILON);
      inverse[i] = by;
      for (int j = 0; j < units; j++) {
        row[j] *= by;
      }
      System.arraycopy(row, 0, normalised, i * units, units);
      for (int j = 0; j < units; j++) {
        row[j] = scale[j] * row[j] + shift[j];
      }
      System.arraycopy(row, 0, out, i * units, units);
    }
  }

  @Override
  void backward(float[] errors, FloatPointer scaleGradient, FloatPointer shiftGradient) {
    float[] ofScale = new float[units];
    float[] ofShift = new float[units];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(errors, i * units, row, 0, units);
      System.arraycopy(normalised, i * units, other, 0, units);
      float sum = 0;
      float product = 0;
      for (int j = 0; j < units; j++) {
        ofScale[j] += row[j] * other[j];
        ofShift[j] += row[j];
        row[j] *= scale[j];
        sum += row[j];
        product += row[j] * other[j];
      }
      for (int j = 0; j < units; j++) {
        row[j] = inverse[i] * (row[j] - (sum + other[j] * product) / units);
      }
      System.arraycopy(row, 0, errors, i * units, units);
    }
    scaleGradient.put(ofScale);
    shiftGradient.put(ofShift);
  }
}
