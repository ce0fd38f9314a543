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

  /** How many numbers the rule remembers of each parameter. */
  int memories();

  /**
   * The size of a step.
   *
   * @param factor of the learning rate in this step
   * @param step from 1
   */
  double stepSize(double factor, long step);

  /**
   * Updates parameters, and what is remembered of them, in place.
   *
   * @param stepSize as {@link #stepSize} says
   * @param parameters the first {@code count} of these
   * @param gradient of each
   * @param memory {@link #memories} vectors as long
   * @param count how many
   */
  void update(float stepSize, float[] parameters, float[] gradient, float[][] memory, int count);

  /** What the rule remembers, for a network with that many parameters, before the first step. */
  default State start(int parameters) {
    int chunks = (parameters + State.CHUNK - 1) / State.CHUNK;
    return new State(this, new float[chunks][memories()][State.CHUNK], 0);
  }

  /** What an optimiser remembers between steps of one network. */
  final class State {
    /** How much of the vectors is brought to the heap at a time: it stays in the first cache. */
    static final int CHUNK = 2048;

    private final Optimizer rule;

    /** memory[chunk][which][parameter of the chunk]. */
    private final float[][][] memory;

    private long steps;
    private float stepSize;

    private State(Optimizer rule, float[][][] memory, long steps) {
      this.rule = rule;
      this.memory = memory;
      this.steps = steps;
    }

    /**
     * Counts a step.
     *
     * @param factor of the learning rate in this step
     */
    void begin(double factor) {
      steps++;
      stepSize = (float) rule.stepSize(factor, steps);
    }

    /**
     * Changes some parameters by what the rule makes of their gradient; {@link #begin} comes first.
     *
     * @param parameters all of them
     * @param gradients vectors as long, whose sum is the gradient
     * @param from the first to change, a multiple of {@link #CHUNK}
     * @param to where to stop
     */
    void step(FloatPointer parameters, List<FloatPointer> gradients, int from, int to) {
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
        rule.update(stepSize, values, gradient, memory[at / CHUNK], count);
        parameters.getPointer(at).put(values, 0, count);
      }
    }

    /**
     * Forgets what is remembered of some parameters.
     *
     * @param from the first
     * @param count how many
     * @param stride how far each lies from the one before
     */
    void forget(int from, int count, int stride) {
      for (int parameter = from; parameter < from + count * stride; parameter += stride) {
        for (float[] vector : memory[parameter / CHUNK]) {
          vector[parameter % CHUNK] = 0;
        }
      }
    }

    State copy() {
      float[][][] own = new float[memory.length][][];
      Arrays.setAll(own, i -> Arrays.stream(memory[i]).map(float[]::clone).toArray(float[][]::new));
      return new State(rule, own, steps);
    }
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
    public int memories() {
      return 2;
    }

    @Override
    public double stepSize(double factor, long step) {
      return learningRate
          * factor
          * Math.sqrt(1 - Math.pow(beta2, step))
          / (1 - Math.pow(beta1, step));
    }

    /** Added and taken away again, it turns what single precision can only just hold into 0. */
    private static final float FLUSH = 1e-30f;

    @Override
    public void update(
        float stepSize, float[] parameters, float[] gradient, float[][] memory, int count) {
      float shareOfNewMean = (float) (1 - beta1);
      float shareOfNewSquare = (float) (1 - beta2);
      float eps = (float) epsilon;
      float[] m = memory[0];
      float[] v = memory[1];
      for (int i = 0; i < count; i++) {
        float g = gradient[i];
        // The means of a unit without gradient shrink for ever; below 1e-38 processors are slow.
        float mi = m[i] + shareOfNewMean * (g - m[i]) + FLUSH - FLUSH;
        float vi = v[i] + shareOfNewSquare * (g * g - v[i]) + FLUSH - FLUSH;
        m[i] = mi;
        v[i] = vi;
        parameters[i] -= stepSize * mi / ((float) Math.sqrt(vi) + eps);
      }
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
    public int memories() {
      return 0;
    }

    @Override
    public double stepSize(double factor, long step) {
      return learningRate * factor;
    }

    @Override
    public void update(
        float stepSize, float[] parameters, float[] gradient, float[][] memory, int count) {
      for (int i = 0; i < count; i++) {
        parameters[i] -= stepSize * gradient[i];
      }
    }
  }
}
