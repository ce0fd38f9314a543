package dyingrelu.network;

import dyingrelu.machine.OpenBlas;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loss of a batch and its gradient: softmax, cross-entropy, and the chain rule back through the
 * layers (Goodfellow, Bengio and Courville 2016, algorithm 6.4).
 */
public final class Backpropagation {
  private final ForwardPass forward;
  private final INDArray gradient;
  private final Matrix[] weightGradients;
  private final Matrix ones;
  private final Matrix[] errors;

  /** Per layer, ∂loss/∂z, and ∂loss/∂f(z); the output layer has no f, so there they are one. */
  private final float[][] error;

  private final float[][] outputError;

  /**
   * Buffers for a network.
   *
   * @param network whose gradient is wanted
   * @param capacity the greatest batch, in inputs
   */
  public Backpropagation(Network network, int capacity) {
    Architecture architecture = network.architecture();
    forward = new ForwardPass(network, capacity);
    gradient = Nd4j.zeros(DataType.FLOAT, 1, architecture.parameters());
    int layers = architecture.layers();
    weightGradients = new Matrix[layers + 1];
    ones = Matrix.of(Nd4j.ones(DataType.FLOAT, 1, capacity));
    errors = new Matrix[layers + 1];
    error = new float[layers + 1][];
    outputError = new float[layers + 1][];
    for (int layer = 1; layer <= layers; layer++) {
      int units = architecture.units(layer);
      weightGradients[layer] = Matrix.of(weightGradient(layer));
      errors[layer] = Matrix.of(Nd4j.createUninitialized(DataType.FLOAT, capacity, units));
      error[layer] = new float[capacity * units];
      outputError[layer] = layer < layers ? new float[capacity * units] : error[layer];
    }
  }

  /**
   * Computes the mean cross-entropy of a batch and its gradient by every parameter. Normalisation
   * is by this batch's means and variances.
   *
   * @param inputs float matrix in row-major order, batch × features
   * @param labels the true class of each input, from 0; as many as inputs
   * @return the loss in nats
   */
  public double run(INDArray inputs, int[] labels) {
    return OpenBlas.onOneThread(() -> run(Matrix.of(inputs), labels, inputs.rows()));
  }

  /**
   * Computes what some inputs of a greater batch share in its mean loss and its gradient, inside
   * {@link OpenBlas#onOneThread}.
   *
   * @param inputs some of the batch, perhaps none
   * @param labels their classes first; what follows is not looked at
   * @param batch how many inputs the whole batch has
   */
  double run(Matrix inputs, int[] labels, int batch) {
    int rows = inputs.rows();
    if (rows == 0) {
      gradient.assign(0);
      return 0;
    }
    Architecture architecture = forward.architecture;
    forward.run(inputs, true);
    int last = architecture.layers();
    double loss = softmaxError(labels, rows, batch);
    for (int layer = last; layer >= 1; layer--) {
      int units = architecture.units(layer);
      int length = rows * units;
      Matrix delta = errors[layer].rows(0, rows);
      boolean shortcut = layer > 1 && architecture.residual(layer);
      if (layer < last) {
        delta.pointer().get(outputError[layer], 0, length);
        if (shortcut) {
          // What the shortcut passed on comes back by it unchanged.
          errors[layer - 1].pointer().put(outputError[layer], 0, length);
        }
        backThroughUnits(layer, rows, length);
      }
      delta.pointer().put(error[layer], 0, length);
      Matrix below = layer == 1 ? inputs : forward.outputs[layer - 1].rows(0, rows);
      below.transposedTimes(delta, weightGradients[layer]);
      if (layer == last || architecture.normalization() != Normalization.BEFORE_ACTIVATION) {
        delta.sumColumns(ones, gradientAt(architecture.biasesAt(layer)));
      } // else it is 0 but for rounding, of which Adam would make steps
      if (shortcut) {
        delta.addTimesTransposed(forward.weights[layer], errors[layer - 1].rows(0, rows));
      } else if (layer > 1) {
        delta.timesTransposed(forward.weights[layer], errors[layer - 1].rows(0, rows));
      }
    }
    return loss;
  }

  /** From ∂loss/∂(what a hidden layer passes on) to ∂loss/∂f(z) and ∂loss/∂z. */
  private void backThroughUnits(int layer, int rows, int length) {
    Normalization normalization = forward.architecture.normalization();
    if (normalization == Normalization.AFTER_ACTIVATION) {
      backThroughNormalization(layer, outputError[layer]);
    }
    if (forward.learned[layer] != null) {
      FloatPointer slopeGradient = gradientAt(forward.architecture.slopesAt(layer));
      forward.learned[layer].gradient(outputError[layer], rows, slopeGradient);
    }
    multiply(outputError[layer], forward.slopes(layer), error[layer], length);
    if (normalization.beforeActivation()) {
      backThroughNormalization(layer, error[layer]);
    }
    if (forward.architecture.mirrors()) {
      mirror(error[layer], forward.architecture.units(layer), length);
    }
  }

  private void backThroughNormalization(int layer, float[] errors) {
    FloatPointer scales = gradientAt(forward.architecture.scalesAt(layer));
    int units = forward.architecture.units(layer);
    forward.normalizations[layer].backward(errors, scales, scales.getPointer(units));
  }

  private FloatPointer gradientAt(int from) {
    return Matrix.pointer(gradient).getPointer(from);
  }

  /** The gradient of the last run (1 × parameters), in the order of {@link Network#parameters}. */
  public INDArray gradient() {
    return gradient;
  }

  /** The gradient by a layer's weights (fan-in × units), a view of {@link #gradient}. */
  public INDArray weightGradient(int layer) {
    Architecture architecture = forward.architecture;
    return Network.view(
        gradient,
        architecture.weightsAt(layer),
        architecture.fanIn(layer),
        architecture.units(layer));
  }

  /** The forward pass of the last run. */
  public ForwardPass forward() {
    return forward;
  }

  /**
   * ∂loss/∂z of a layer for each input of the last run, row-major batch × units; valid until the
   * next run. The loss is the batch's mean, so each input's part is divided by the batch.
   *
   * @param layer from 1; for the last it is (p − y) / batch
   */
  public float[] errors(int layer) {
    return error[layer];
  }

  /**
   * ∂loss/∂f(z) of a hidden layer, what {@link #errors} is before the slope f′(z) is multiplied in;
   * row-major batch × units; valid until the next run.
   *
   * @param layer from 1; the last has no f and gives its {@link #errors}
   */
  public float[] outputErrors(int layer) {
    return outputError[layer];
  }

  /**
   * Softmax and cross-entropy together, by the log-sum-exp trick, so that no logit overflows.
   * Leaves ∂loss/∂logit = (p − y) / batch in the last layer's errors.
   *
   * @return the rows' share of the batch's mean loss, in nats
   */
  double softmaxError(int[] labels, int rows, int batch) {
    int classes = forward.architecture.outputs();
    float[] logits = forward.logits();
    float[] errors = error[forward.architecture.layers()];
    double[] power = new double[classes];
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      int first = row * classes;
      float greatest = logits[first];
      for (int j = 1; j < classes; j++) {
        greatest = Math.max(greatest, logits[first + j]);
      }
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        power[j] = Math.exp(logits[first + j] - greatest);
        sum += power[j];
      }
      loss += Math.log(sum) - (logits[first + labels[row]] - greatest);
      for (int j = 0; j < classes; j++) {
        errors[first + j] = (float) (power[j] / sum / batch);
      }
      errors[first + labels[row]] -= 1f / batch;
    }
    return loss / batch;
  }

  /** What keeps each unit of the second half the mirror image of one of the first. */
  private static void mirror(float[] errors, int units, int length) {
    int half = units / 2;
    for (int at = 0; at < length; at += units) {
      for (int j = at; j < at + half; j++) {
        errors[j] = (errors[j] - errors[j + half]) / 2;
        errors[j + half] = -errors[j];
      }
    }
  }

  private static void multiply(float[] a, float[] b, float[] product, int length) {
    for (int i = 0; i < length; i++) {
      product[i] = a[i] * b[i];
    }
  }
}
