package dyingrelu.network;

import dyingrelu.activation.Activation;
import dyingrelu.machine.OpenBlas;
import org.nd4j.linalg.api.ndarray.INDArray;

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

  /** Per layer, from 1: the weights, and the biases as one more row of them. */
  private final Matrix[] parameters;

  /**
   * Per layer, from 0 for the inputs: which of the numbers that it passes on have to be worked on.
   */
  final Selection[] on;

  /**
   * Per layer, from 1, off the heap: those that it is given, with ones behind them, and the rows of
   * its parameters that meet them. Room for both, and what is in it after a run.
   */
  private final Matrix[] givenRoom;

  private final Matrix[] rowsRoom;
  final Matrix[] given;
  final Matrix[] rows;

  /** Off the heap, where each layer's pre-activations arrive. */
  private final Matrix preActivations;

  /** On the heap, what a layer is given. */
  private final float[] together;

  /** Per hidden layer, from 1: outputs and slopes, batch × units; the last entry holds logits. */
  final float[][] hidden;

  final float[][] slopes;

  /** Per hidden layer, from 1, if the network has them. */
  final LearnedSlopes[] learned;

  final Normalizer[] normalizations;

  /** What silences hidden units while the network learns, or null. */
  Dropout dropout;

  /** What silences hidden units always, or null. */
  Mask mask;

  /** What each layer passes on; the same array as its outputs if nothing is done to them. */
  private final float[][] passed;

  private final int capacity;
  private final boolean skipping;
  private int batch;

  /**
   * Buffers for a network.
   *
   * @param network whose parameters each run reads anew
   * @param capacity the greatest batch, in inputs
   */
  public ForwardPass(Network network, int capacity) {
    this(network, capacity, true);
  }

  /**
   * Buffers for a network.
   *
   * @param skipping whether to leave out what is 0 for a whole batch; the result is the same but
   *     for rounding
   */
  ForwardPass(Network network, int capacity, boolean skipping) {
    this.capacity = capacity;
    this.skipping = skipping;
    architecture = network.architecture();
    int layers = architecture.layers();
    parameters = new Matrix[layers + 1];
    on = new Selection[layers];
    givenRoom = new Matrix[layers + 1];
    rowsRoom = new Matrix[layers + 1];
    given = new Matrix[layers + 1];
    rows = new Matrix[layers + 1];
    hidden = new float[layers + 1][];
    slopes = new float[layers + 1][];
    passed = new float[layers + 1][];
    learned = new LearnedSlopes[layers];
    normalizations = new Normalizer[layers];
    passed[0] = new float[capacity * architecture.inputs()];
    int widest = 0;
    for (int layer = 1; layer <= layers; layer++) {
      int units = architecture.units(layer);
      int fanIn = architecture.fanIn(layer);
      widest = Math.max(widest, Math.max(fanIn + 1, units));
      parameters[layer] =
          Matrix.of(
              Network.view(network.parameters(), architecture.weightsAt(layer), fanIn + 1, units));
      on[layer - 1] = new Selection(fanIn);
      givenRoom[layer] = Matrix.room(capacity, fanIn + 1);
      rowsRoom[layer] = Matrix.room(fanIn + 1, units);
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
    preActivations = Matrix.room(capacity, widest);
    together = new float[capacity * widest];
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
          read(Matrix.of(inputs));
          run(false);
          return null;
        });
  }

  /** Takes a batch of inputs for the next run. */
  void read(Matrix inputs) {
    batch = inputs.rows();
    if (batch > capacity || inputs.columns() != architecture.inputs()) {
      throw new IllegalArgumentException(
          "The batch is %d × %d; this network takes at most %d inputs of %d numbers at a time."
              .formatted(batch, inputs.columns(), capacity, architecture.inputs()));
    }
    inputs.pointer().get(passed[0], 0, batch * inputs.columns());
  }

  /** Takes a batch of inputs, row-major, for the next run. */
  void read(float[] inputs, int count) {
    int features = architecture.inputs();
    if (count < 1 || count > capacity || inputs.length < count * features) {
      throw new IllegalArgumentException(
          "The batch is %d inputs in %d numbers; this network takes 1 to %d inputs of %d numbers."
              .formatted(count, inputs.length, capacity, features));
    }
    batch = count;
    System.arraycopy(inputs, 0, passed[0], 0, count * features);
  }

  /** Takes some of many inputs for the next run: {@code count} of an order, from a place on. */
  void read(Matrix inputs, int[] order, int from, int count) {
    int features = inputs.columns();
    batch = count;
    for (int i = 0; i < count; i++) {
      inputs.rows(order[from + i], 1).pointer().get(passed[0], i * features, features);
    }
  }

  /** How many inputs were read. */
  int batch() {
    return batch;
  }

  /**
   * Runs the batch that was read through the network, inside {@link OpenBlas#onOneThread}.
   *
   * @param learning whether normalisation is by the batch's own means and variances
   */
  void run(boolean learning) {
    int layers = architecture.layers();
    for (int layer = 1; layer <= layers; layer++) {
      Selection selection = on[layer - 1];
      if (skips(layer - 1)) {
        selection.skipZeros(passed[layer - 1], batch);
      } else {
        selection.all();
      }
      given[layer] = givenRoom[layer].shaped(batch, selection.count() + 1);
      selection.gather(passed[layer - 1], batch, together, 1);
      given[layer].pointer().put(together, 0, batch * given[layer].columns());
      rows[layer] = parameters[layer].gatherRows(selection, rowsRoom[layer]);
      int units = architecture.units(layer);
      Matrix z = preActivations.shaped(batch, units);
      given[layer].times(rows[layer], z);
      z.pointer().get(hidden[layer], 0, batch * units);
      if (layer < layers) {
        activate(layer, batch * units, learning);
      }
    }
  }

  /**
   * Whether what a layer passes on may be left out where it is 0 for a whole batch: inputs, and
   * units whose slope is then 0 too, so that no error comes back either.
   */
  private boolean skips(int layer) {
    return skipping
        && (layer == 0
            || architecture.activation().equals(new Activation.Relu())
                && !architecture.normalizes()
                && !architecture.residual());
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
    if (mask != null) {
      mask.apply(h, slopes[layer], batch);
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

  /** What a layer passes on, row-major; for the last, the logits. */
  float[] passed(int layer) {
    return passed[layer];
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
