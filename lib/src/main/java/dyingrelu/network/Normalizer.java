package dyingrelu.network;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Normalises one layer and leads errors back through it; see {@link Normalization}. Rows are worked
 * on in arrays of their own, since loops over a part of an array are not vectorised.
 */
abstract sealed class Normalizer permits BatchNormalization, LayerNormalization {
  /** Added to variances, as in PyTorch. */
  static final float EPSILON = 1e-5f;

  final int units;

  /** γ and β, off the heap and on it. */
  final FloatPointer scales;

  final FloatPointer shifts;
  final float[] scale;
  final float[] shift;

  /** (x − mean) / deviation of the last batch, row-major. */
  final float[] normalised;

  final float[] row;
  final float[] other;
  int rows;

  Normalizer(Network network, int layer, int capacity) {
    units = network.architecture().units(layer);
    scales = Matrix.pointer(network.scales(layer));
    shifts = Matrix.pointer(network.shifts(layer));
    scale = new float[units];
    shift = new float[units];
    normalised = new float[capacity * units];
    row = new float[units];
    other = new float[units];
  }

  /** What an architecture asks for, for one layer. */
  static Normalizer of(Network network, int layer, int capacity) {
    return network.architecture().normalization() == Normalization.LAYER
        ? new LayerNormalization(network, layer, capacity)
        : new BatchNormalization(network, layer, capacity);
  }

  /**
   * Normalises a batch.
   *
   * @param in row-major, rows × units
   * @param out receives γ (in − mean) / deviation + β; may be the same array
   * @param batch how many rows
   * @param learning whether by the batch's own mean and variance, where there are running ones
   */
  abstract void forward(float[] in, float[] out, int batch, boolean learning);

  /**
   * Turns ∂loss/∂out of the last batch into ∂loss/∂in, in place.
   *
   * @param errors row-major, rows × units
   * @param scaleGradient receives ∂loss/∂γ = Σ error · normalised
   * @param shiftGradient receives ∂loss/∂β = Σ error
   */
  abstract void backward(float[] errors, FloatPointer scaleGradient, FloatPointer shiftGradient);

  /** Lets the last batch into the running numbers, if there are any. */
  void keep() {}
}
