package dyingrelu.network;

import java.io.Serializable;
import java.util.ArrayList;
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

  /** What the rule remembers of a network's parameters before the first step. */
  default State start(Architecture architecture) {
    return new State(this, architecture);
  }

  /** What an optimiser remembers between steps of one network. */
  final class State {
    /** How much is brought to the heap at a time, if rows are no longer: it stays in the cache. */
    private static final int CHUNK = 2048;

    /** A gradient, or a part of one that others add to. */
    @FunctionalInterface
    interface Gradient {
      /**
       * Gives some of it.
       *
       * @param layer from 1
       * @param row the first of some rows of that layer's parameters: its weights, fan-in × units,
       *     then its biases and what else each unit has, a row each
       * @param rows how many
       * @param values receives rows × units numbers
       * @param scratch as long, for whatever is needed on the way
       */
      void read(int layer, int row, int rows, float[] values, float[] scratch);
    }

    /** Rows of a layer's parameters that are changed together, and what is remembered of each. */
    private record Chunk(int layer, int row, int rows, int from, float[][] memory) {
      void forget(int parameter) {
        for (float[] vector : memory) {
          if (parameter >= from && parameter < from + vector.length) {
            vector[parameter - from] = 0;
          }
        }
      }
    }

    private final Optimizer rule;
    private final Architecture architecture;
    private final List<Chunk> chunks = new ArrayList<>();
    private int greatest;
    private long steps;
    private float stepSize;

    private State(Optimizer rule, Architecture architecture) {
      this.rule = rule;
      this.architecture = architecture;
      for (int layer = 1; layer <= architecture.layers(); layer++) {
        int units = architecture.units(layer);
        int most = Math.max(1, CHUNK / units);
        int from = architecture.weightsAt(layer);
        int end = architecture.weightsAt(layer + 1);
        for (int row = 0; from < end; row += most, from += most * units) {
          int rows = Math.min(most, (end - from) / units);
          float[][] memory = new float[rule.memories()][rows * units];
          chunks.add(new Chunk(layer, row, rows, from, memory));
          greatest = Math.max(greatest, rows * units);
        }
      }
    }

    /** How many chunks of parameters there are. */
    int chunks() {
      return chunks.size();
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
     * @param gradients whose sum is the gradient
     * @param from the first chunk to change
     * @param to where to stop
     */
    void step(FloatPointer parameters, List<Gradient> gradients, int from, int to) {
      float[] values = new float[greatest];
      float[] gradient = new float[greatest];
      float[] part = new float[greatest];
      for (Chunk chunk : chunks.subList(from, to)) {
        int count = chunk.rows * architecture.units(chunk.layer);
        gradients.get(0).read(chunk.layer, chunk.row, chunk.rows, gradient, values);
        for (int other = 1; other < gradients.size(); other++) {
          gradients.get(other).read(chunk.layer, chunk.row, chunk.rows, part, values);
          for (int i = 0; i < count; i++) {
            gradient[i] += part[i];
          }
        }
        FloatPointer here = parameters.getPointer(chunk.from);
        here.get(values, 0, count);
        rule.update(stepSize, values, gradient, chunk.memory, count);
        here.put(values, 0, count);
      }
    }

    /**
     * Forgets what is remembered of a hidden unit's incoming weights, bias and outgoing weights.
     */
    void forget(int layer, int unit) {
      int units = architecture.units(layer);
      int above = architecture.units(layer + 1);
      for (int row = 0; row <= architecture.fanIn(layer); row++) {
        forget(architecture.weightsAt(layer) + row * units + unit);
      }
      for (int other = 0; other < above; other++) {
        forget(architecture.weightsAt(layer + 1) + unit * above + other);
      }
    }

    private void forget(int parameter) {
      chunks.forEach(chunk -> chunk.forget(parameter));
    }

    State copy() {
      State copy = new State(rule, architecture);
      copy.steps = steps;
      for (int at = 0; at < chunks.size(); at++) {
        float[][] memory = chunks.get(at).memory;
        Arrays.setAll(copy.chunks.get(at).memory, which -> memory[which].clone());
      }
      return copy;
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
