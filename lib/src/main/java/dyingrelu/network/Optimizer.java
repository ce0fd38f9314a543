package dyingrelu.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** A rule that turns a gradient into a step. */
public sealed interface Optimizer extends Serializable {

  /** The rate η of its steps, before any schedule. */
  double learningRate();

  /** The same rule at its rate divided by a factor above 0. */
  Optimizer slowed(double factor);

  /** What the rule remembers, for a network with that many parameters, before the first step. */
  State start(int parameters);

  /** What an optimiser remembers between steps of one network. */
  abstract sealed class State {
    /** How much of the vectors is brought to the heap at a time: it stays in the first cache. */
    static final int CHUNK = 2048;

    /**
     * Changes some parameters by what the rule makes of their gradient; {@link #begin} comes first.
     *
     * @param parameters all of them
     * @param gradients vectors as long, whose sum is the gradient
     * @param from the first to change, a multiple of {@link #CHUNK}
     * @param to where to stop
     */
    final void step(FloatPointer parameters, List<FloatPointer> gradients, int from, int to) {
      float[] values = new float[CHUNK];
      float[] gradient = new float[CHUNK];
      float[] part = new float[CHUNK];
      for (int at = from; at < to; at += CHUNK) {
        int count = Math.min(CHUNK, to - at);
        gradients.get(0).getPointer(at).get(gradient, 0, count);
        for (int other = 1; other < gradients.size(); other++) {
          gradients.get(other).getPointer(at).get(part, 0, count);
          for (int i = 0; i < count; i++) {
            gradient[i] += part[i];
          }
        }
        parameters.getPointer(at).get(values, 0, count);
        update(values, gradient, at / CHUNK, count);
        parameters.getPointer(at).put(values, 0, count);
      }
    }

    static float[][] copy(float[][] chunks) {
      return Arrays.stream(chunks).map(float[]::clone).toArray(float[][]::new);
    }

    /**
     * Counts a step.
     *
     * @param factor of the learning rate in this step
     */
    abstract void begin(double factor);

    /**
     * Forgets what is remembered of some parameters.
     *
     * @param from the first
     * @param count how many
     * @param stride how far each lies from the one before
     */
    abstract void forget(int from, int count, int stride);

    /** Updates the first {@code count} parameters of a chunk in place. */
    abstract void update(float[] parameters, float[] gradient, int chunk, int count);

    /** Zeros for a vector of that length, chunk by chunk. */
    static float[][] chunks(int length) {
      return new float[(length + CHUNK - 1) / CHUNK][CHUNK];
    }

    abstract State copy();
  }

  /**
   * Adam, Kingma and Ba 2015, in the form that Keras uses: with the paper's section 2 step size
   * α√(1 − β₂ᵗ) / (1 − β₁ᵗ), and ε added to the square root of the raw second moment.
   *
   * @param learningRate α, above 0
   * @param beta1 decay of the mean of gradients, in [0, 1)
   * @param beta2 decay of the mean of squared gradients, in [0, 1)
   * @param epsilon added to the denominator, above 0
   */
  record Adam(double learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {
    /** Checks the constants. */
    public Adam {
      if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)
          || !(beta1 >= 0 && beta1 < 1)
          || !(beta2 >= 0 && beta2 < 1)
          || !(epsilon > 0)) {
        throw new IllegalArgumentException(
            ("Adam cannot run with learning rate %s, β₁ %s, β₂ %s and ε %s: "
                    + "the rate and ε must be above 0 and both β in [0, 1).")
                .formatted(learningRate, beta1, beta2, epsilon));
      }
    }

    /** Adam as the published study used it: Keras's β₁ 0.9, β₂ 0.999 and ε 1e-7. */
    public static Adam keras(double learningRate) {
      return new Adam(learningRate, 0.9, 0.999, 1e-7);
    }

    @Override
    public Adam slowed(double factor) {
      return new Adam(learningRate / factor, beta1, beta2, epsilon);
    }

    @Override
    public State start(int parameters) {
      return new AdamState(this, State.chunks(parameters), State.chunks(parameters), 0);
    }
  }

  /** Adam's two running means and the number of steps so far. */
  final class AdamState extends State {
    private final Adam adam;
    private final float[][] mean;
    private final float[][] square;
    private long steps;
    private float rate;

    private AdamState(Adam adam, float[][] mean, float[][] square, long steps) {
      this.adam = adam;
      this.mean = mean;
      this.square = square;
      this.steps = steps;
    }

    @Override
    void begin(double factor) {
      steps++;
      rate =
          (float)
              (adam.learningRate
                  * factor
                  * Math.sqrt(1 - Math.pow(adam.beta2, steps))
                  / (1 - Math.pow(adam.beta1, steps)));
    }

    /** Added and taken away again, it turns what single precision can only just hold into 0. */
    private static final float FLUSH = 1e-30f;

    @Override
    void update(float[] parameters, float[] gradient, int chunk, int count) {
      float shareOfNewMean = (float) (1 - adam.beta1);
      float shareOfNewSquare = (float) (1 - adam.beta2);
      float epsilon = (float) adam.epsilon;
      float alpha = rate;
      float[] m = mean[chunk];
      float[] v = square[chunk];
      for (int i = 0; i < count; i++) {
        float g = gradient[i];
        // The means of a unit without gradient shrink for ever; below 1e-38 processors are slow.
        float mi = m[i] + shareOfNewMean * (g - m[i]) + FLUSH - FLUSH;
        float vi = v[i] + shareOfNewSquare * (g * g - v[i]) + FLUSH - FLUSH;
        m[i] = mi;
        v[i] = vi;
        parameters[i] -= alpha * mi / ((float) Math.sqrt(vi) + epsilon);
      }
    }

    @Override
    void forget(int from, int count, int stride) {
      for (int i = 0; i < count; i++) {
        int parameter = from + i * stride;
        mean[parameter / CHUNK][parameter % CHUNK] = 0;
        square[parameter / CHUNK][parameter % CHUNK] = 0;
      }
    }

    @Override
    State copy() {
      return new AdamState(adam, copy(mean), copy(square), steps);
    }
  }

  /**
   * Gradient descent, w ← w − ηg.
   *
   * @param learningRate η, above 0
   */
  record Sgd(double learningRate) implements Optimizer {
    /** Checks the rate. */
    public Sgd {
      if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The learning rate was " + learningRate + "; give a number above 0, say 0.1.");
      }
    }

    @Override
    public Sgd slowed(double factor) {
      return new Sgd(learningRate / factor);
    }

    @Override
    public State start(int parameters) {
      return new SgdState(this);
    }
  }

  /** Gradient descent remembers nothing. */
  final class SgdState extends State {
    private final Sgd sgd;
    private float rate;

    private SgdState(Sgd sgd) {
      this.sgd = sgd;
    }

    @Override
    void begin(double factor) {
      rate = (float) (sgd.learningRate * factor);
    }

    @Override
    void forget(int from, int count, int stride) {}

    @Override
    void update(float[] parameters, float[] gradient, int chunk, int count) {
      float alpha = rate;
      for (int i = 0; i < count; i++) {
        parameters[i] -= alpha * gradient[i];
      }
    }

    @Override
    State copy() {
      return new SgdState(sgd);
    }
  }
}
