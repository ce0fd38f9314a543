package dyingrelu.network;

import org.bytedeco.javacpp.FloatPointer;

/** Normalises one layer and leads errors back through it; see {@link Normalization}. */
interface Normalizer {
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
  void forward(float[] in, float[] out, int batch, boolean learning);

  /**
   * Turns ∂loss/∂out of the last batch into ∂loss/∂in, in place.
   *
   * @param errors row-major, rows × units
   * @param scaleGradient receives ∂loss/∂γ = Σ error · normalised
   * @param shiftGradient receives ∂loss/∂β = Σ error
   */
  void backward(float[] errors, FloatPointer scaleGradient, FloatPointer shiftGradient);

  /** Lets the last batch into the running numbers, if there are any. */
  void keep();
}
