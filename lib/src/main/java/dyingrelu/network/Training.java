package dyingrelu.network;

import dyingrelu.machine.OpenBlas;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains one network, epoch by epoch, on inputs in an order that the seed decides.
 *
 * <p>Each batch is worked on in two halves, whose gradients are added. They can take a thread each;
 * the result is the same to the last bit when one thread does both, so it does not depend on how
 * many networks train at once.
 *
 * <p>An epoch that is interrupted or fails leaves the network as it was before that epoch, so it
 * can be run again and gives what it would have given.
 */
public final class Training {
  private final Network network;
  private final Matrix inputs;
  private final int[] labels;
  private final Recipe recipe;
  private final long seed;
  private final Half first;
  private final Half second;
  private Optimizer.State state;
  private int epochs;
  private final List<Intervention.Event> events = new ArrayList<>();

  /**
   * Prepares to train by steps of the same rate, and nothing else.
   *
   * @param network as below
   * @param optimizer the rule of its steps
   * @param batchSize inputs per step, at least 1; the last step of an epoch takes what is left
   * @param inputs as below
   * @param labels as below
   * @param seed as below
   */
  public Training(
      Network network,
      Optimizer optimizer,
      int batchSize,
      INDArray inputs,
      int[] labels,
      long seed) {
    this(network, Recipe.of(optimizer, batchSize), inputs, labels, seed);
  }

  /**
   * Prepares to train.
   *
   * @param network is changed by training
   * @param recipe how to train
   * @param inputs float matrix in row-major order, inputs × features
   * @param labels the class of each input, from 0; as many as inputs
   * @param seed decides the order of inputs in each epoch
   */
  public Training(Network network, Recipe recipe, INDArray inputs, int[] labels, long seed) {
    this(network, recipe, inputs, labels, seed, true);
  }

  /**
   * Prepares to train.
   *
   * @param skipping whether to leave out what is 0 for a whole half batch; the result is the same
   *     but for rounding, and without it more is multiplied
   */
  public Training(
      Network network, Recipe recipe, INDArray inputs, int[] labels, long seed, boolean skipping) {
    if (inputs.rows() != labels.length) {
      throw new IllegalArgumentException(
          "Training needs a label for each input; got %d inputs, %d labels."
              .formatted(inputs.rows(), labels.length));
    }
    if (recipe.dropout() > 0 && network.architecture().learnsSlopes()) {
      throw new IllegalArgumentException(
          "Dropout does not know PReLU's learned slopes: train without it, or with a fixed leak.");
    }
    this.network = network;
    this.inputs = Matrix.of(inputs);
    this.labels = labels;
    this.recipe = recipe;
    this.seed = seed;
    first = new Half(skipping);
    second = new Half(skipping);
    state = recipe.optimizer().start(network.architecture());
  }

  /** The network in training. */
  public Network network() {
    return network;
  }

  /** The inputs (inputs × features), not to be changed. */
  public INDArray inputs() {
    return inputs.array();
  }

  /** How many epochs are done. */
  public int epochs() {
    return epochs;
  }

  /** How many steps an epoch has. */
  public int stepsPerEpoch() {
    return (labels.length + recipe.batchSize() - 1) / recipe.batchSize();
  }

  /** The order in which an epoch, from 0, takes the inputs: their numbers, from 0. */
  public int[] order(int epoch) {
    return shuffled(labels.length, Network.random(seed * 1_000_003 + epoch));
  }

  /** What interventions did so far, in the order in which they did it. */
  public List<Intervention.Event> events() {
    return List.copyOf(events);
  }

  /** Keeps that an intervention changed some units; undone with an epoch that fails. */
  public void record(Intervention.Event event) {
    events.add(event);
  }

  /**
   * A generator for what an intervention draws before a step; the same each time for the same seed
   * and step.
   */
  public RandomGenerator random(long step) {
    // Minus what the order of inputs is drawn from, so that the two have nothing in common.
    return Network.random(-(seed * 1_000_003 + step) - 1);
  }

  /**
   * Makes the optimiser forget what it remembers (Adam's two means) of a hidden unit's incoming
   * weights, its bias, and its outgoing weights.
   *
   * <p>Adam's count of steps stays, so its correction for means that start at 0 is not made again:
   * with gradients that stay the same, the next few dozen steps of what was forgotten are up to 6.6
   * times the learning rate (β₁ 0.9, β₂ 0.999).
   *
   * @param layer from 1, not the output layer
   * @param unit from 0
   */
  public void forget(int layer, int unit) {
    state.forget(layer, unit);
  }

  /**
   * Trains one epoch, every input once, on this thread alone.
   *
   * @return the mean loss over the epoch's inputs, each taken when its batch came, in nats
   * @throws InterruptedException if the thread is interrupted; the network is as before the epoch
   * @throws ArithmeticException if the training has diverged: the loss or, after the last step, a
   *     weight is no longer finite; the network is as before the epoch
   */
  public double epoch() throws InterruptedException {
    return epoch(Runnable::run);
  }

  /**
   * Trains one epoch with the help of a second thread; the result is the same.
   *
   * @param helper runs one half of each batch, best on a thread that waits for it
   * @return as {@link #epoch()}
   * @throws InterruptedException as {@link #epoch()}
   * @throws ArithmeticException as {@link #epoch()}
   */
  public double epoch(Executor helper) throws InterruptedException {
    final Network before = network.copy();
    final Optimizer.State stateBefore = state.copy();
    final int eventsBefore = events.size();
    try {
      double loss = OpenBlas.onOneThread(() -> steps(helper));
      if (!network.isFinite()) {
        throw new ArithmeticException(
            "The weights ceased to be finite in epoch %d: the steps are too large; lower the learning rate."
                .formatted(epochs + 1));
      }
      epochs++;
      return loss;
    } catch (Throwable e) {
      network.assign(before);
      state = stateBefore;
      events.subList(eventsBefore, events.size()).clear();
      throw e;
    }
  }

  private double steps(Executor helper) throws InterruptedException {
    int[] order = order(epochs);
    FloatPointer parameters = Matrix.pointer(network.parameters());
    List<Optimizer.State.Gradient> halves =
        List.of(first.backpropagation::read, second.backpropagation::read);
    int chunks = state.chunks();
    int batchSize = recipe.batchSize();
    long step = (long) epochs * stepsPerEpoch();
    double total = 0;
    for (int from = 0; from < order.length; from += batchSize, step++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Training stopped in epoch " + (epochs + 1) + ".");
      }
      for (Intervention intervention : recipe.interventions()) {
        intervention.beforeStep(this, step);
      }
      int start = from;
      int count = Math.min(batchSize, order.length - from);
      int half = (count + 1) / 2;
      // Far from what the order of inputs and interventions are drawn from.
      long dropoutSeed = Long.MIN_VALUE / 2 + 2 * (seed * 1_000_003 + step);
      both(
          helper,
          () -> first.run(order, start, half, count, dropoutSeed),
          () -> second.run(order, start + half, count - half, count, dropoutSeed + 1));
      double loss = first.loss + second.loss;
      if (!Double.isFinite(loss)) {
        throw new ArithmeticException(
            "The loss became %s in epoch %d, step %d: the steps are too large; lower the learning rate."
                .formatted(loss, epochs + 1, from / batchSize + 1));
      }
      total += loss * count;
      first.keepStatistics();
      second.keepStatistics();
      double factor = recipe.schedule().factor(step, stepsPerEpoch());
      decay(recipe.optimizer().learningRate() * factor);
      state.begin(factor);
      both(
          helper,
          () -> state.step(parameters, halves, 0, chunks / 2),
          () -> state.step(parameters, halves, chunks / 2, chunks));
    }
    return total / order.length;
  }

  private void decay(double rate) {
    WeightDecay decay = recipe.decay();
    if (decay.lambda() == 0) {
      return;
    }
    float keep = (float) (1 - rate * decay.lambda());
    Architecture architecture = network.architecture();
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      int weights = architecture.fanIn(layer) * architecture.units(layer);
      // A layer's biases follow its weights.
      int count = decay.biases() ? weights + architecture.units(layer) : weights;
      Matrix.scale(network.parametersAt(architecture.weightsAt(layer)), count, keep);
    }
  }

  /** Does two things and returns when both are done; the helper does one of them. */
  private static void both(Executor helper, Runnable ours, Runnable theirs) {
    CompletableFuture<Void> other = CompletableFuture.runAsync(theirs, helper);
    try {
      ours.run();
    } finally {
      other.join(); // Not interruptible: nobody may touch the network while the helper works on it.
    }
  }

  /** One half of a batch, and what it teaches. */
  private final class Half {
    private final int capacity = (recipe.batchSize() + 1) / 2;
    private final Backpropagation backpropagation;
    private final int[] rowLabels = new int[capacity];

    Half(boolean skipping) {
      backpropagation = new Backpropagation(network, capacity, skipping);
      if (recipe.dropout() > 0) {
        backpropagation.forward().dropout = new Dropout(recipe.dropout());
      }
    }

    /** This half's share of the batch's mean loss. */
    double loss;

    /** One half after the other, by one thread, so that it is the same each time. */
    void keepStatistics() {
      if (backpropagation.forward().batch() > 0) {
        backpropagation.forward().keepStatistics();
      }
    }

    void run(int[] order, int from, int count, int batch, long dropoutSeed) {
      if (recipe.dropout() > 0) {
        backpropagation.forward().dropout.seed(dropoutSeed);
      }
      for (int i = 0; i < count; i++) {
        rowLabels[i] = labels[order[from + i]];
      }
      backpropagation.forward().read(inputs, order, from, count);
      loss = backpropagation.run(rowLabels, batch);
    }
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
