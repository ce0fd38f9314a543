package dyingrelu.network;

import dyingrelu.machine.OpenBlas;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loss of a batch and its gradient: softmax, cross-entropy, and the chain rule back through the
 * layers (Goodfellow, Bengio and Courville 2016, algorithm 6.4).
 */
public final class Backpropagation {
  /**
   * Up to this share of a layer's units, taking their columns apart saves time; measured as {@link
   * Selection}'s. In the first layer, which passes no errors on, it saves none.
   */
  private static final double NARROW = 0.45;

  private final ForwardPass forward;

  /** In each layer's part of it, the rows and columns that were worked on lie together. */
  private final INDArray gradient;

  /** Per layer, from 1: all of its units, and those that the last run had errors for. */
  private final Selection[] whole;

  private final Selection[] taught;

  /** Off the heap: errors of a layer and of what it was given, and columns of its weights. */
  private final Matrix delta;

  private final Matrix errorOfGiven;
  private final Matrix narrowed;
  private final float[] together;

  /** Per layer, ∂loss/∂z, and ∂loss/∂f(z); the output layer has no f, so there they are one. */
  private final float[][] error;

  private final float[][] outputError;

  /** Times the sum of |h| of all hidden units and inputs, it is added to the loss. */
  float penalty;

  /**
   * Buffers for a network.
   *
   * @param network whose gradient is wanted
   * @param capacity the greatest batch, in inputs
   */
  public Backpropagation(Network network, int capacity) {
    this(network, capacity, false);
  }

  /**
   * Buffers for a network.
   *
   * @param skipping whether to leave out what is 0 for a whole batch; then only {@link #read} knows
   *     the gradient, and {@link #outputErrors} are 0 for silent units
   */
  Backpropagation(Network network, int capacity, boolean skipping) {
    Architecture architecture = network.architecture();
    forward = new ForwardPass(network, capacity, skipping);
    gradient = Nd4j.zeros(DataType.FLOAT, 1, architecture.parameters());
    int layers = architecture.layers();
    whole = new Selection[layers + 1];
    taught = new Selection[layers + 1];
    error = new float[layers + 1][];
    outputError = new float[layers + 1][];
    int widest = 0;
    int largest = 0;
    for (int layer = 1; layer <= layers; layer++) {
      int units = architecture.units(layer);
      widest = Math.max(widest, units);
      largest = Math.max(largest, layer > 1 ? architecture.fanIn(layer) * units : 0);
      whole[layer] = new Selection(units);
      taught[layer] = whole[layer];
      error[layer] = new float[capacity * units];
      outputError[layer] = layer < layers ? new float[capacity * units] : error[layer];
    }
    delta = Matrix.room(capacity, widest);
    errorOfGiven = Matrix.room(capacity, Math.max(widest, architecture.inputs()));
    narrowed = Matrix.room(1, largest);
    together = new float[Math.max(capacity * widest, largest)];
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
    return OpenBlas.onOneThread(
        () -> {
          forward.read(Matrix.of(inputs));
          return run(labels, inputs.rows());
        });
  }

  /**
   * Computes what the inputs that {@link #forward} has read, perhaps none, share in the mean loss
   * of a greater batch and in its gradient, inside {@link OpenBlas#onOneThread}.
   *
   * @param labels their classes first; what follows is not looked at
   * @param batch how many inputs the whole batch has
   */
  double run(int[] labels, int batch) {
    int rows = forward.batch();
    if (rows == 0) {
      return 0;
    }
    forward.run(true);
    double loss = softmaxError(labels, rows, batch);
    back(forward.architecture.layers(), false);
    return loss;
  }

  /**
   * Leads errors back from a layer whose {@link #outputErrors} are known, inside {@link
   * OpenBlas#onOneThread}. Nothing is said of the layers above it.
   *
   * @param last the layer, from 1
   * @param toInputs whether {@link #inputErrors} are wanted
   */
  void back(int last, boolean toInputs) {
    Architecture architecture = forward.architecture;
    int rows = forward.batch();
    for (int layer = last; layer >= 1; layer--) {
      int units = architecture.units(layer);
      taught[layer] = whole[layer];
      Selection on = layer < architecture.layers() ? forward.on[layer] : whole[layer];
      if (layer < last) {
        errorOfGiven.pointer().get(together, 0, rows * on.count());
        on.spread(together, rows, outputError[layer]);
        penalise(layer, rows * units);
      }
      if (layer < architecture.layers()) {
        backThroughUnits(layer, rows, rows * units);
        if (layer > 1 && on.count() <= NARROW * units) {
          taught[layer] = on;
        }
      }
      teach(layer, rows, layer > 1 || toInputs);
    }
  }

  private void penalise(int layer, int length) {
    if (penalty != 0) {
      float[] h = forward.outputs(layer);
      for (int i = 0; i < length; i++) {
        outputError[layer][i] += penalty * Math.signum(h[i]);
      }
    }
  }

  /** Receives ∂loss/∂input of the last {@link #back} that went so far, row-major. */
  void inputErrors(float[] errors) {
    errorOfGiven.pointer().get(errors, 0, forward.batch() * forward.architecture.inputs());
  }

  /**
   * From a layer's errors to the gradient of its parameters and the errors of what it was given.
   */
  private void teach(int layer, int rows, boolean passOn) {
    Architecture architecture = forward.architecture;
    Selection units = taught[layer];
    Matrix errors = delta.shaped(rows, units.count());
    units.gather(error[layer], rows, together, 0);
    errors.pointer().put(together, 0, rows * units.count());
    int given = forward.on[layer - 1].count();
    FloatPointer here = gradientAt(architecture.weightsAt(layer));
    Matrix parameterGradient = new Matrix(gradient, here, given + 1, units.count());
    forward.given[layer].transposedTimes(errors, parameterGradient);
    if (layer < architecture.layers()
        && architecture.normalization() == Normalization.BEFORE_ACTIVATION) {
      // The gradient of biases is 0 but for rounding, of which Adam would make steps.
      parameterGradient.rows(given, 1).pointer().put(new float[units.count()]);
    }
    if (passOn) {
      Matrix weights = forward.rows[layer].rows(0, given);
      if (!units.isAll()) {
        weights.pointer().get(together, 0, given * weights.columns());
        units.gather(together, given, together, 0);
        weights = narrowed.shaped(given, units.count());
        weights.pointer().put(together, 0, given * units.count());
      }
      // What a shortcut passed on comes back by it unchanged.
      errors.timesTransposed(
          weights, architecture.residual(layer) ? 1 : 0, errorOfGiven.shaped(rows, given));
    }
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

  /** Part of the last run's gradient, in its place; see {@link Optimizer.State.Gradient}. */
  void read(int layer, int row, int rows, float[] values, float[] scratch) {
    int units = forward.architecture.units(layer);
    if (forward.batch() == 0) {
      Arrays.fill(values, 0, rows * units, 0);
      return;
    }
    int at = forward.architecture.weightsAt(layer);
    int biases = forward.architecture.fanIn(layer);
    int weightRows = Math.max(0, Math.min(row + rows, biases + 1) - row);
    if (weightRows > 0) {
      Selection given = forward.on[layer - 1];
      Selection columns = taught[layer];
      int width = columns.count();
      int first = given.before(row);
      int count = given.before(row + weightRows) - first;
      FloatPointer packed = gradientAt(at + first * width);
      if (count == weightRows && columns.isAll()) {
        packed.get(values, 0, count * units);
      } else {
        packed.get(scratch, 0, count * width);
        Arrays.fill(values, 0, weightRows * units, 0);
        for (int i = 0; i < count; i++) {
          columns.spreadRow(scratch, i * width, values, (given.column(first + i) - row) * units);
        }
      }
    }
    if (weightRows < rows) {
      // What follows the biases is in its place.
      gradientAt(at + (row + weightRows) * units)
          .get(values, weightRows * units, (rows - weightRows) * units);
    }
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
