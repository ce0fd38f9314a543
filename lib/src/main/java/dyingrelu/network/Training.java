package dyingrelu.network;

import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains one network, epoch by epoch, on inputs in an order that the seed decides.
 *
 * <p>An epoch that is interrupted or fails leaves the network as it was before that epoch, so it
 * can be run again and gives what it would have given.
 */
public final class Training {
  private final Network network;
  private final Matrix inputs;
  private final int[] labels;
  private final int batchSize;
  private final long seed;
  private final Backpropagation backpropagation;
  private final Matrix batch;
  private Optimizer.State state;
  private int epochs;

  /**
   * Prepares to train.
   *
   * @param network is changed by training
   * @param optimizer the rule of its steps
   * @param batchSize inputs per step, at least 1; the last step of an epoch takes what is left
   * @param inputs float matrix in row-major order, inputs × features
   * @param labels the class of each input, from 0; as many as inputs
   * @param seed decides the order of inputs in each epoch
   */
  public Training(
      Network network,
      Optimizer optimizer,
      int batchSize,
      INDArray inputs,
      int[] labels,
      long seed) {
    if (inputs.rows() != labels.length || batchSize < 1) {
      throw new IllegalArgumentException(
          "Training needs a label for each input and a batch of at least 1; got %d inputs, %d labels and a batch of %d."
              .formatted(inputs.rows(), labels.length, batchSize));
    }
    this.network = network;
    this.inputs = Matrix.of(inputs);
    this.labels = labels;
    this.batchSize = batchSize;
    this.seed = seed;
    backpropagation = new Backpropagation(network, batchSize);
    batch = Matrix.of(Nd4j.createUninitialized(DataType.FLOAT, batchSize, inputs.columns()));
    state = optimizer.start(network.architecture().parameters());
  }

  /** The network in training. */
  public Network network() {
    return network;
  }

  /** How many epochs are done. */
  public int epochs() {
    return epochs;
  }

  /**
   * Trains one epoch: every input once.
   *
   * @return the mean loss over the epoch's inputs, each taken when its batch came, in nats
   * @throws InterruptedException if the thread is interrupted; the network is as before the epoch
   * @throws ArithmeticException if the loss is no longer finite; the network is as before the epoch
   */
  public double epoch() throws InterruptedException {
    INDArray before = network.parameters().dup();
    Optimizer.State stateBefore = state.copy();
    boolean done = false;
    try {
      double loss = steps();
      epochs++;
      done = true;
      return loss;
    } finally {
      if (!done) {
        network.parameters().assign(before);
        state = stateBefore;
      }
    }
  }

  private double steps() throws InterruptedException {
    int[] order = shuffled(labels.length, Network.random(seed * 1_000_003 + epochs));
    FloatPointer parameters = Matrix.pointer(network.parameters());
    FloatPointer gradient = Matrix.pointer(backpropagation.gradient());
    int length = network.architecture().parameters();
    int[] batchLabels = new int[batchSize];
    double total = 0;
    for (int from = 0; from < order.length; from += batchSize) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Training stopped in epoch " + (epochs + 1) + ".");
      }
      int count = Math.min(batchSize, order.length - from);
      for (int i = 0; i < count; i++) {
        batchLabels[i] = labels[order[from + i]];
        Pointer.memcpy(
            batch.rows(i, 1).pointer(),
            inputs.rows(order[from + i], 1).pointer(),
            (long) inputs.columns() * Float.BYTES);
      }
      double loss = backpropagation.run(batch.rows(0, count), batchLabels);
      if (!Double.isFinite(loss)) {
        throw new ArithmeticException(
            "The loss became %s in epoch %d, step %d: the steps are too large; lower the learning rate."
                .formatted(loss, epochs + 1, from / batchSize + 1));
      }
      total += loss * count;
      state.step(parameters, gradient, length);
    }
    return total / order.length;
  }

  /** The numbers from 0 to n − 1 in random order, Fisher and Yates. */
  private static int[] shuffled(int n, RandomGenerator random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
