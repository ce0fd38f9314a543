package dyingrelu.network;

import dyingrelu.machine.OpenBlas;
import java.util.List;

/**
 * A network that learns from whatever loss: it is told ∂loss/∂output, tells ∂loss/∂input, and takes
 * a step. So networks can be put one behind the other, or one beside the other, with anything
 * between them. {@link Training} is for classifiers, and faster.
 *
 * <p>All numbers are row-major, inputs × what there is of each. Put many calls inside one {@link
 * OpenBlas#onOneThread}, which is slow to begin.
 */
public final class Learner {
  private final Network network;
  private final Backpropagation backpropagation;
  private final ForwardPass pass;
  private final Optimizer.State state;
  private final int last;
  private final float[] inputErrors;

  /**
   * A learner of all layers.
   *
   * @param network is changed by {@link #step}
   * @param optimizer the rule of its steps
   * @param capacity the greatest batch, in inputs
   */
  public Learner(Network network, Optimizer optimizer, int capacity) {
    this(network, network.architecture().layers(), optimizer, capacity);
  }

  /**
   * A learner that ends before the network does.
   *
   * @param last the layer that passes on the outputs, from 1; those above it are not used
   */
  public Learner(Network network, int last, Optimizer optimizer, int capacity) {
    if (last < 1 || last > network.architecture().layers()) {
      throw new IllegalArgumentException(
          "There is no layer %d to end with: give one of 1 to %d."
              .formatted(last, network.architecture().layers()));
    }
    this.network = network;
    this.last = last;
    backpropagation = new Backpropagation(network, capacity);
    pass = backpropagation.forward();
    state = optimizer.start(network.architecture());
    inputErrors = new float[capacity * network.architecture().inputs()];
  }

  /** The network in training. */
  public Network network() {
    return network;
  }

  /** The last forward pass, for what its hidden layers said. */
  public ForwardPass pass() {
    return pass;
  }

  /** Decides from now on which hidden units are heard. */
  public Learner mask(Mask mask) {
    pass.mask = mask;
    return this;
  }

  /** Adds λ Σ |h|, over hidden units and inputs, to the loss of each {@link #backward}. */
  public Learner penalty(double lambda) {
    backpropagation.penalty = (float) lambda;
    return this;
  }

  /**
   * Runs a batch through the network.
   *
   * @param inputs the first {@code rows} × inputs of these numbers
   * @param rows how many inputs
   * @param learning whether normalisation is by the batch's own means and variances
   * @return the outputs, valid until the next run; the array may be longer
   */
  public float[] forward(float[] inputs, int rows, boolean learning) {
    return OpenBlas.onOneThread(
        () -> {
          pass.read(inputs, rows);
          pass.run(learning);
          return pass.passed(last);
        });
  }

  /**
   * Leads errors back through the last batch and keeps the gradient for {@link #step}.
   *
   * @param errors ∂loss/∂output; normalise as you do the loss
   * @return ∂loss/∂input, valid until the next call; the array may be longer
   */
  public float[] backward(float[] errors) {
    int length = pass.batch() * network.architecture().units(last);
    if (errors.length < length) {
      throw new IllegalArgumentException(
          "There are %d errors for %d outputs: give one for each output of each input."
              .formatted(errors.length, length));
    }
    System.arraycopy(errors, 0, backpropagation.outputErrors(last), 0, length);
    return back();
  }

  private float[] back() {
    return OpenBlas.onOneThread(
        () -> {
          backpropagation.back(last, true);
          backpropagation.inputErrors(inputErrors);
          return inputErrors;
        });
  }

  /** What a classifier's last batch costs, and teaches. */
  public record Loss(double mean, float[] inputErrors) {}

  /**
   * Leads the errors of the mean cross-entropy back, as {@link #backward} does others.
   *
   * @param labels the class of each input of the last batch, from 0; there may be more
   */
  public Loss classify(int... labels) {
    int classes = network.architecture().outputs();
    for (int row = 0; row < pass.batch(); row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "The label of input %d is %d; give one of 0 to %d."
                .formatted(row, labels[row], classes - 1));
      }
    }
    double mean = backpropagation.softmaxError(labels, pass.batch(), pass.batch());
    return new Loss(mean, back());
  }

  /** Takes a step against the gradient of the last {@link #backward}. */
  public void step() {
    step(List.of(this));
  }

  /**
   * Takes a step against the sum of several gradients, which learners of the same network have.
   *
   * @param learners this one among them
   */
  public void step(List<Learner> learners) {
    List<Optimizer.State.Gradient> gradients =
        learners.stream()
            .map(learner -> (Optimizer.State.Gradient) learner.backpropagation::read)
            .toList();
    pass.keepStatistics();
    state.begin(1);
    state.step(Matrix.pointer(network.parameters()), gradients, 0, state.chunks());
  }

  /** The norm of the gradient of the last {@link #backward}, over all parameters. */
  public double gradientNorm() {
    return backpropagation.gradient().norm2Number().doubleValue();
  }

  /** Makes the optimiser forget what it remembers of a unit, as {@link Training#forget}. */
  public void forget(int layer, int unit) {
    state.forget(layer, unit);
  }
}
