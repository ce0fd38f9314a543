package dyingrelu.beyond;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.census.Rows;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.machine.OpenBlas;
import dyingrelu.network.Architecture;
import dyingrelu.network.ForwardPass;
import dyingrelu.network.Initializer;
import dyingrelu.network.Learner;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import tech.tablesaw.api.Table;

/**
 * A sparse autoencoder: 256 outputs of a layer are written as a sum of few of 2,048 directions,
 * each times the output of a ReLU unit, a latent. Latents that fire for no input are dead. The
 * encoder starts as the transpose of the decoder, whose directions always have length 1.
 *
 * @param sparsity what keeps most latents off
 * @param cure what is done for dead latents
 * @param centred whether the mean of the inputs is taken off them
 * @param steps of Adam at 0.001, of 64 inputs each
 */
public record Latents(Sparsity sparsity, Cure cure, boolean centred, int steps) {
  /** Columns of its rows, see {@link Rows#table}. */
  public static final String COLUMNS =
      """
      long seed
      String sparsity cure inputs
      int step latents dead
      double active unexplained
      """;

  /** What keeps most latents off. */
  public enum Sparsity {
    /** Their sum is part of the loss. */
    L1,
    /** Only the 32 greatest of each input are heard (Makhzani and Frey 2014). */
    TOP_K
  }

  /** What is done for dead latents. */
  public enum Cure {
    /** Nothing. */
    NONE,
    /**
     * Four times during training, those that no input of the steps since has fired begin anew, as
     * directions of inputs that are badly written (Bricken et al. 2023).
     */
    RESAMPLING,
    /**
     * The 128 greatest of those that no input of the last 100 steps has fired learn to write what
     * the others leave; this loss counts 1/32 (Gao et al. 2024, arXiv 2406.04093, section A.2).
     */
    AUX_K
  }

  private static final int INPUTS = 256;
  private static final int LATENTS = 2_048;
  private static final int BATCH = 64;
  private static final int PROBE = 4_000;
  private static final int K = 32;
  private static final int AUX_K = 128;
  private static final double AUX_SHARE = 1.0 / 32;
  private static final int WINDOW = 100;
  private static final int EVERY = 100;
  private static final Optimizer ADAM = Optimizer.Adam.keras(0.001);

  /** Checks the steps. */
  public Latents {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "An autoencoder cannot train " + steps + " steps: give at least 1.");
    }
  }

  /** The settings of the study: 600 steps. */
  public static Latents of(Sparsity sparsity, Cure cure, boolean centred) {
    return new Latents(sparsity, cure, centred, 600);
  }

  /**
   * What an autoencoder is to write: the outputs of layer 2 of the MNIST study's ReLU network after
   * an epoch, on the first 20,000 training images, divided by the root of their mean square.
   *
   * @param seed of the network
   * @return row-major, images × 256
   */
  public static float[] activations(Mnist mnist, long seed) throws InterruptedException {
    Digits train = mnist.train().first(Math.min(20_000, mnist.train().size()));
    Network network = Network.create(Architecture.published(new Activation.Relu()), seed);
    Digits all = mnist.train();
    new Training(network, Optimizer.Adam.keras(0.005), 128, all.images(), all.labels(), seed)
        .epoch();
    float[] activations = new float[train.size() * INPUTS];
    ForwardPass pass = new ForwardPass(network, ForwardPass.ROWS);
    double squares = 0;
    for (int from = 0; from < train.size(); from += ForwardPass.ROWS) {
      int to = Math.min(from + ForwardPass.ROWS, train.size());
      pass.run(train.images().get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
      System.arraycopy(pass.outputs(2), 0, activations, from * INPUTS, (to - from) * INPUTS);
    }
    for (float h : activations) {
      squares += h * h;
    }
    float scale = (float) (1 / Math.sqrt(squares / activations.length));
    for (int i = 0; i < activations.length; i++) {
      activations[i] *= scale;
    }
    return activations;
  }

  /**
   * Trains one autoencoder.
   *
   * @param activations row-major, inputs × 256, such as {@link #activations}; not changed
   * @return a row for each 100 steps
   * @throws InterruptedException if the thread is interrupted
   */
  public Table train(float[] activations, long seed) throws InterruptedException {
    if (activations.length == 0 || activations.length % INPUTS != 0) {
      throw new IllegalArgumentException(
          "An autoencoder needs inputs of 256 numbers each; got %d numbers."
              .formatted(activations.length));
    }
    return OpenBlas.onOneThread(() -> new Run(activations, seed).rows());
  }

  /** How far what dead latents write, without the decoder's bias, is from what the others leave. */
  static float[] wrong(float[] written, float[] bias, float[] left) {
    float[] wrong = new float[written.length];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = written[i] - (bias[i % bias.length] + left[i]);
    }
    return wrong;
  }

  private final class Run {
    private final long seed;
    private final Random random;
    private final float[] inputs;
    private final int count;
    private final Network network;
    private final Learner learner;
    private final Learner ofDead;

    /** For each latent, the last step whose inputs fired it. */
    private final int[] lastFired = new int[LATENTS];

    private final BitSet dead = new BitSet();
    private final Table table = Rows.table("latents", COLUMNS);

    Run(float[] activations, long seed) {
      this.seed = seed;
      random = new Random(seed);
      inputs = activations.clone();
      count = inputs.length / INPUTS;
      if (centred) {
        double[] mean = mean(count);
        for (int i = 0; i < inputs.length; i++) {
          inputs[i] -= (float) mean[i % INPUTS];
        }
      }
      network =
          Network.create(
              new Architecture(
                  INPUTS, List.of(LATENTS), INPUTS, new Activation.Relu(), Initializer.HE_NORMAL),
              random.nextLong());
      toLengthOne();
      network.weights(1).assign(network.weights(2).transpose());
      learner = new Learner(network, ADAM, Math.max(BATCH, Math.min(PROBE, count)));
      ofDead = new Learner(network, ADAM, BATCH);
      if (sparsity == Sparsity.TOP_K) {
        learner.mask(new TopK(K, LATENTS, unit -> true));
      } else {
        learner.penalty(1.0 / BATCH);
      }
      ofDead.mask(new TopK(AUX_K, LATENTS, dead::get));
    }

    /** Of each number over the first inputs. */
    private double[] mean(int some) {
      double[] mean = new double[INPUTS];
      for (int i = 0; i < some * INPUTS; i++) {
        mean[i % INPUTS] += inputs[i] / (double) some;
      }
      return mean;
    }

    private void toLengthOne() {
      INDArray decoder = network.weights(2);
      decoder.diviColumnVector(decoder.norm2(true, 1));
    }

    Table rows() throws InterruptedException {
      float[] batch = new float[BATCH * INPUTS];
      for (int step = 0; step <= steps; step++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The autoencoder stopped at step " + step + ".");
        }
        if (step % EVERY == 0) {
          count(step);
        }
        if (cure == Cure.RESAMPLING && step > 0 && step < steps && step % (steps / 5) == 0) {
          resample(step);
        }
        for (int row = 0; row < BATCH; row++) {
          int input = random.nextInt(count);
          System.arraycopy(inputs, input * INPUTS, batch, row * INPUTS, INPUTS);
        }
        learn(batch, step);
      }
      return table;
    }

    /** Half the squares of what is left, a mean over the inputs, and what sparsity and cure add. */
    private void learn(float[] batch, int step) {
      float[] left = learner.forward(batch, BATCH, true).clone();
      float[] h = learner.pass().outputs(1);
      for (int i = 0; i < BATCH * LATENTS; i++) {
        if (h[i] > 0) {
          lastFired[i % LATENTS] = step;
        }
      }
      for (int i = 0; i < batch.length; i++) {
        left[i] = batch[i] - left[i];
      }
      learner.backward(scaled(left, -1.0 / BATCH));
      List<Learner> learners = List.of(learner);
      if (cure == Cure.AUX_K && findDead(step - WINDOW)) {
        // The decoder's bias belongs to both; what it is now is taken for given.
        float[] b = network.biases(2).toFloatVector();
        float[] written = ofDead.forward(batch, BATCH, true);
        ofDead.backward(scaled(wrong(written, b, left), AUX_SHARE / BATCH));
        learners = List.of(learner, ofDead);
      }
      learner.step(learners);
      toLengthOne();
    }

    private float[] scaled(float[] values, double factor) {
      float[] scaled = new float[BATCH * INPUTS];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (float) (factor * values[i]);
      }
      return scaled;
    }

    /** Those that nothing fired after a step, which must be one of training. */
    private boolean findDead(int after) {
      dead.clear();
      if (after >= 0) {
        IntStream.range(0, LATENTS).filter(unit -> lastFired[unit] <= after).forEach(dead::set);
      }
      return !dead.isEmpty();
    }

    /**
     * Dead latents take the direction of an input, drawn by the square of what is left of it, and a
     * fifth of the mean length of the others' weights.
     */
    private void resample(int step) {
      if (!findDead(step - steps / 5)) {
        return;
      }
      int some = Math.min(PROBE, count);
      float[] written = learner.forward(inputs, some, false);
      double[] upTo = new double[some];
      for (int row = 0; row < some; row++) {
        double squares = 0;
        for (int i = row * INPUTS; i < (row + 1) * INPUTS; i++) {
          squares += (inputs[i] - written[i]) * (inputs[i] - written[i]);
        }
        upTo[row] = (row == 0 ? 0 : upTo[row - 1]) + squares * squares;
      }
      INDArray encoder = network.weights(1);
      double length = 0.2 * encoder.norm2(0).meanNumber().doubleValue();
      dead.stream()
          .forEach(
              unit -> {
                int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[some - 1]);
                int row = Math.min(some - 1, at < 0 ? -at - 1 : at);
                INDArray direction =
                    Nd4j.create(Arrays.copyOfRange(inputs, row * INPUTS, (row + 1) * INPUTS));
                direction.divi(direction.norm2Number().doubleValue() + 1e-6);
                network.weights(2).putRow(unit, direction);
                encoder.putColumn(unit, direction.mul(length));
                network.biases(1).putScalar(unit, 0);
                learner.forget(1, unit);
              });
    }

    private void count(int step) {
      int some = Math.min(PROBE, count);
      float[] written = learner.forward(inputs, some, false);
      float[] h = learner.pass().outputs(1);
      LayerCensus census = LayerCensus.of(h, learner.pass().slopes(1), some, LATENTS);
      long active = IntStream.range(0, some * LATENTS).filter(i -> h[i] > 0).count();
      double left = 0;
      double all = 0;
      double[] mean = mean(some);
      for (int i = 0; i < some * INPUTS; i++) {
        left += Math.pow(inputs[i] - written[i], 2);
        all += Math.pow(inputs[i] - mean[i % INPUTS], 2);
      }
      Rows.add(
          table,
          seed,
          sparsity.name().toLowerCase(Locale.ROOT),
          cure.name().toLowerCase(Locale.ROOT),
          centred ? "centred" : "raw",
          step,
          LATENTS,
          census.dead().cardinality(),
          (double) active / some,
          left / all);
    }
  }
}
