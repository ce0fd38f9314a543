package dyingrelu.bench;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dyingrelu.activation.Activation;
import dyingrelu.network.Architecture;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The matrix products of an epoch and nothing else: the least time in which an engine on this
 * OpenBLAS could train one.
 */
final class Products implements Trainee {
  private static final int IMAGES = 60_000;

  /** One layer's matrices: inputs, weights, outputs; and those of their gradients. */
  private record Layer(
      int fanIn,
      int units,
      FloatPointer below,
      FloatPointer weights,
      FloatPointer out,
      FloatPointer weightGradient,
      FloatPointer error) {}

  private final Layer[] layers;

  Products() {
    Architecture architecture = Architecture.published(new Activation.Relu());
    layers = new Layer[architecture.layers()];
    FloatPointer below = zeros(BATCH * architecture.inputs());
    for (int i = 0; i < layers.length; i++) {
      int fanIn = architecture.fanIn(i + 1);
      int units = architecture.units(i + 1);
      FloatPointer out = zeros(BATCH * units);
      FloatPointer error = zeros(BATCH * units);
      layers[i] =
          new Layer(fanIn, units, below, zeros(fanIn * units), out, zeros(fanIn * units), error);
      below = out;
    }
  }

  private static FloatPointer zeros(int n) {
    FloatPointer pointer = new FloatPointer(n);
    Pointer.memset(pointer, 0, (long) n * Float.BYTES);
    return pointer;
  }

  @Override
  public double epoch() {
    for (int from = 0; from < IMAGES; from += BATCH) {
      step(Math.min(BATCH, IMAGES - from));
    }
    return Double.NaN;
  }

  private void step(int batch) {
    for (Layer layer : layers) {
      // outputs ← inputs · weights
      cblas_sgemm(
          CblasRowMajor,
          CblasNoTrans,
          CblasNoTrans,
          batch,
          layer.units,
          layer.fanIn,
          1f,
          layer.below,
          layer.fanIn,
          layer.weights,
          layer.units,
          0f,
          layer.out,
          layer.units);
    }
    for (int i = layers.length - 1; i >= 0; i--) {
      Layer layer = layers[i];
      // gradient of the weights ← inputsᵀ · error
      cblas_sgemm(
          CblasRowMajor,
          CblasTrans,
          CblasNoTrans,
          layer.fanIn,
          layer.units,
          batch,
          1f,
          layer.below,
          layer.fanIn,
          layer.error,
          layer.units,
          0f,
          layer.weightGradient,
          layer.units);
      if (i > 0) {
        // error below ← error · weightsᵀ
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            CblasTrans,
            batch,
            layer.fanIn,
            layer.units,
            1f,
            layer.error,
            layer.units,
            layer.weights,
            layer.units,
            0f,
            layers[i - 1].error,
            layer.fanIn);
      }
    }
  }

  @Override
  public double accuracy() {
    return Double.NaN;
  }
}
