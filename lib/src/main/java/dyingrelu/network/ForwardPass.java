package dyingrelu.network;

import dyingrelu.machine.OpenBlas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A forward pass over a batch of inputs that keeps what every layer said: outputs h = f(z) and
 * slopes f′(z) of each hidden unit, and the logits. The buffers are used again for each batch.
 */
public final class ForwardPass {
  /**
   * A good batch when nothing has to be learned: large enough for OpenBLAS, small for the cache.
   */
  public static final int ROWS = 500;

  final Architecture architecture;

  /**
   * Per layer, from 1: weights, and off the heap what the layer passes on, in the place where its
   * pre-activations were.
   */
  final Matrix[] weights;

  final Matrix[] outputs;

  /** Per hidden layer, from 1: outputs and slopes, batch × units; the last entry holds logits. */
  final float[][] hidden;

  final float[][] slopes;

  /** Per hidden layer, from 1, if the network has them. */
  final LearnedSlopes[] learned;

  final Normalizer[] normalizations;

  /** What silences hidden units while the network learns, or null. */
  Dropout dropout;

  /** What each layer passes on; the same array as its outputs if nothing is done to them. */
  private final float[][] passed;

  private final Network network;
  private final int capacity;
  private int batch;

  /**
   * Buffers for a network.
   *
   * @param network whose parameters each run reads anew
   * @param capacity the greatest batch, in inputs
   */
  public ForwardPass(Network network, int capacity) {
    this.network = network;
    this.capacity = capacity;
    architecture = network.architecture();
    int layers = architecture.layers();
    weights = new Matrix[layers + 1];
    outputs = new Matrix[layers + 1];
    hidden = new float[layers + 1][];
    slopes = new float[layers + 1][];
    passed = new float[layers + 1][];
    learned = new LearnedSlopes[layers];
    normalizations = new Normalizer[layers];
    passed[0] = architecture.residual(1) ? new float[capacity * architecture.inputs()] : null;
    for (int layer = 1; layer <= layers; layer++) {
      int units = architecture.units(layer);
      weights[layer] = Matrix.of(network.weights(layer));
      outputs[layer] = Matrix.of(Nd4j.createUninitialized(DataType.FLOAT, capacity, units));
      hidden[layer] = new float[capacity * units];
      slopes[layer] = layer < layers ? new float[capacity * units] : null;
      boolean apart =
          architecture.residual(layer)
              || layer < layers && architecture.normalization() == Normalization.AFTER_ACTIVATION;
      passed[layer] = apart ? new float[capacity * units] : hidden[layer];
      if (layer < layers && architecture.learnsSlopes()) {
        learned[layer] = new LearnedSlopes(network, layer, capacity);
      }
      if (layer < layers && architecture.normalizes()) {
        normalizations[layer] = Normalizer.of(network, layer, capacity);
      }
    }
  }

  /** The greatest batch this pass has room for, in inputs. */
  public int capacity() {
    return capacity;
  }

  /**
   * Runs a batch through the network. Normalisation is by running means and variances, so that what
   * is said of an input does not depend on the others.
   *
   * @param inputs float matrix in row-major order, at most {@link #capacity} inputs × features
   * @throws IllegalArgumentException if the shape does not fit, naming both shapes
   */
  public void run(INDArray inputs) {
    OpenBlas.onOneThread(
        () -> {
          run(Matrix.of(inputs), false);
          return null;
        });
  }

  /**
   * Runs a batch through the network, inside {@link OpenBlas#onOneThread}.
   *
   * @param learning whether normalisation is by the batch's own means and variances
   */
  void run(Matrix inputs, boolean learning) {
    batch = inputs.rows();
    if (batch > capacity || inputs.columns() != architecture.inputs()) {
      throw new IllegalArgumentException(
          "The batch is %d × %d; this network takes at most %d inputs of %d numbers at a time."
              .formatted(batch, inputs.columns(), capacity, architecture.inputs()));
    }
    if (passed[0] != null) {
      inputs.pointer().get(passed[0], 0, batch * inputs.columns());
    }
    Matrix below = inputs;
    int layers = architecture.layers();
    for (int layer = 1; layer <= layers; layer++) {
      Matrix out = outputs[layer].rows(0, batch);
      int units = architecture.units(layer);
      int length = batch * units;
      float[] h = hidden[layer];
      // The biases go first, one copy for each input, and the product is added to them.
      network.parametersAt(architecture.biasesAt(layer)).get(h, 0, units);
      for (int row = units; row < length; row += units) {
        System.arraycopy(h, 0, h, row, units);
      }
      out.pointer().put(h, 0, length);
      below.addTimes(weights[layer], out);
      out.pointer().get(h, 0, length);
      if (layer < layers) {
        activate(layer, length, learning);
        out.pointer().put(passed[layer], 0, length);
      }
      below = out;
    }
  }

  /** Lets the means and variances of the last batch into the running ones, if there are any. */
  void keepStatistics() {
    for (Normalizer normalization : normalizations) {
      if (normalization != null) {
        normalization.keep();
      }
    }
  }

  /** Makes of a layer's pre-activations its outputs, its slopes, and what it passes on. */
  private void activate(int layer, int length, boolean learning) {
    float[] h = hidden[layer];
    float[] on = passed[layer];
    if (architecture.normalization().beforeActivation()) {
      normalizations[layer].forward(h, h, batch, learning);
    }
    if (learned[layer] != null) {
      learned[layer].apply(h, slopes[layer], batch);
    } else {
      architecture.activation().apply(h, h, slopes[layer], length);
    }
    if (learning && dropout != null) {
      dropout.apply(h, slopes[layer], length);
    }
    if (architecture.normalization() == Normalization.AFTER_ACTIVATION) {
      normalizations[layer].forward(h, on, batch, learning);
      h = on;
    }
    if (architecture.residual(layer)) {
      add(h, passed[layer - 1], on, length);
    }
  }

  private static void add(float[] a, float[] b, float[] sum, int length) {
    for (int i = 0; i < length; i++) {
      sum[i] = a[i] + b[i];
    }
  }

  /**
   * Outputs h = f(z) of a hidden layer, row-major, inputs × units; valid until the next run. What
   * normalisation after the activation or a shortcut makes of them for the next layer is not in
   * them.
   */
  public float[] outputs(int layer) {
    return hidden[layer];
  }

  /**
   * Slopes f′(z) of a hidden layer, row-major, inputs × units; valid until the next run. With
   * normalisation before the activation, z here is what normalisation makes of it.
   */
  public float[] slopes(int layer) {
    return slopes[layer];
  }

  /** Outputs before the softmax, row-major, inputs × classes; valid until the next run. */
  public float[] logits() {
    return hidden[architecture.layers()];
  }
}
