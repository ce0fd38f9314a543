package dyingrelu.beyond;

import com.google.common.primitives.Floats;
import dyingrelu.activation.Activation;
import dyingrelu.census.Rows;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.machine.OpenBlas;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Learner;
import dyingrelu.network.Network;
import dyingrelu.network.Normalization;
import dyingrelu.network.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;
import org.nd4j.linalg.indexing.NDArrayIndex;
import tech.tablesaw.api.Table;

/**
 * A small convolutional network on MNIST, whose inputs change at once in mid-training: two
 * convolutions of 8 and 16 channels, 3 × 3 in steps of 2, a dense layer of 32 units, and ten
 * classes. ReLU throughout; batch normalisation of the channels before it, behind it or not at all.
 *
 * @param order where the channels are normalised
 * @param learningRate of Adam
 * @param steps how many, of 64 images each
 * @param shiftAt after how many of them inputs x become {@code scale} x + {@code mean}
 * @param scale from then on
 * @param mean from then on
 */
public record Convolution(
    Order order, double learningRate, int steps, int shiftAt, double scale, double mean) {
  /** Columns of its rows, see {@link Rows#table}. */
  public static final String COLUMNS =
      """
      long seed
      String order
      int step layer channels dead
      double active_pct least_active_pct most_active_pct loss accuracy
      """;

  /** Images in a step. */
  private static final int BATCH = 64;

  /** Images on which channels are counted, normalised by themselves as a batch is. */
  private static final int PROBE = 256;

  private static final int TRAIN = 12_000;
  private static final int TEST = 1_024;
  private static final int[] CHANNELS = {8, 16};
  private static final int UNITS = 32;

  /** What follows a convolution. */
  public enum Order {
    /** ReLU. */
    CONV_RELU("conv–ReLU", Normalization.NONE),
    /** Batch normalisation, then ReLU. */
    CONV_BN_RELU("conv–BN–ReLU", Normalization.BEFORE_ACTIVATION),
    /** ReLU, then batch normalisation. */
    CONV_RELU_BN("conv–ReLU–BN", Normalization.AFTER_ACTIVATION);

    private final String words;
    private final Normalization normalization;

    Order(String words, Normalization normalization) {
      this.words = words;
      this.normalization = normalization;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** Checks the numbers. */
  public Convolution {
    if (steps < 1 || shiftAt < 0) {
      throw new IllegalArgumentException(
          "A network cannot train for %d steps with a shift after %d: give at least 1 and 0."
              .formatted(steps, shiftAt));
    }
  }

  /** The settings of the study: 400 steps at 0.01, and after 200 of them x becomes 3 x + 2. */
  public static Convolution of(Order order) {
    return new Convolution(order, 0.01, 400, 200, 3, 2);
  }

  /**
   * Trains one network.
   *
   * @return a row for each convolution and each fourth step, and for each of the 20 after the
   *     shift; the accuracy stands in each twentieth
   * @throws InterruptedException if the thread is interrupted
   */
  public Table train(Mnist mnist, long seed) throws InterruptedException {
    return OpenBlas.onOneThread(() -> new Run(mnist, seed).rows());
  }

  private final class Run {
    private final Random random;
    private final ConvolutionLayer first;
    private final ConvolutionLayer second;
    private final Learner head;
    private final float[] train;
    private final int[] labels;
    private final Digits test;
    private final Table table = Rows.table("convolution", COLUMNS);
    private final long seed;

    Run(Mnist mnist, long seed) {
      this.seed = seed;
      random = new Random(seed);
      Optimizer adam = Optimizer.Adam.keras(learningRate);
      first =
          new ConvolutionLayer(
              Digits.SIDE, 1, CHANNELS[0], order.normalization, adam, PROBE, random.nextLong());
      second =
          new ConvolutionLayer(
              first.outputSide(),
              CHANNELS[0],
              CHANNELS[1],
              order.normalization,
              adam,
              PROBE,
              random.nextLong());
      int features = second.outputSide() * second.outputSide() * CHANNELS[1];
      Architecture dense =
          new Architecture(
              features, List.of(UNITS), 10, new Activation.Relu(), Initializer.HE_NORMAL);
      head = new Learner(Network.create(dense, random.nextLong()), adam, PROBE);
      Digits some = mnist.train().first(Math.min(TRAIN, mnist.train().size()));
      train = some.images().ravel().toFloatVector();
      labels = some.labels();
      test = mnist.test().first(Math.min(TEST, mnist.test().size()));
    }

    Table rows() throws InterruptedException {
      float[] batch = new float[BATCH * Digits.PIXELS];
      int[] digits = new int[BATCH];
      double loss = Double.NaN;
      for (int step = 0; step <= steps; step++) {
        if (Thread.interrupted()) {
          throw new InterruptedException("The network stopped at step " + step + ".");
        }
        if (step % 4 == 0 || step > shiftAt && step <= shiftAt + 20) {
          count(step, loss);
        }
        for (int i = 0; i < BATCH; i++) {
          int image = random.nextInt(labels.length);
          System.arraycopy(train, image * Digits.PIXELS, batch, i * Digits.PIXELS, Digits.PIXELS);
          digits[i] = labels[image];
        }
        loss = learn(shifted(batch, step), digits);
      }
      return table;
    }

    private double learn(float[] images, int[] digits) {
      forward(images, BATCH, true);
      Learner.Loss loss = head.classify(digits);
      first.backward(second.backward(loss.inputErrors()));
      for (Learner learner : List.of(first.learner(), second.learner(), head)) {
        learner.step();
      }
      return loss.mean();
    }

    private float[] forward(float[] images, int count, boolean learning) {
      float[] inner = first.forward(images, count, learning);
      return head.forward(second.forward(inner, count, learning), count, learning);
    }

    private float[] shifted(float[] images, int step) {
      if (step >= shiftAt) {
        for (int i = 0; i < images.length; i++) {
          images[i] = (float) (scale * images[i] + mean);
        }
      }
      return images;
    }

    /** Adds a row for each convolution, on inputs as the next step will have them. */
    private void count(int step, double loss) {
      Double accuracy = step % 20 == 0 ? accuracy(step) : null;
      float[] probe = Arrays.copyOf(train, Math.min(PROBE, labels.length) * Digits.PIXELS);
      forward(shifted(probe, step), probe.length / Digits.PIXELS, true);
      for (int layer = 1; layer <= CHANNELS.length; layer++) {
        ConvolutionLayer convolution = layer == 1 ? first : second;
        double[] active = convolution.activeShares();
        Rows.add(
            table,
            seed,
            order.toString(),
            step,
            layer,
            active.length,
            convolution.census().dead().cardinality(),
            100 * StatUtils.mean(active),
            100 * StatUtils.min(active),
            100 * StatUtils.max(active),
            loss,
            accuracy);
      }
    }

    private double accuracy(int step) {
      int right = 0;
      for (int from = 0; from < test.size(); from += PROBE) {
        int to = Math.min(from + PROBE, test.size());
        float[] images = images(test, from, to);
        float[] logits = forward(shifted(images, step), to - from, false);
        for (int image = from; image < to; image++) {
          float[] its = Arrays.copyOfRange(logits, 10 * (image - from), 10 * (image - from + 1));
          right += Floats.indexOf(its, Floats.max(its)) == test.labels()[image] ? 1 : 0;
        }
      }
      return (double) right / test.size();
    }
  }

  private static float[] images(Digits digits, int from, int to) {
    return digits
        .images()
        .get(NDArrayIndex.interval(from, to), NDArrayIndex.all())
        .ravel()
        .toFloatVector();
  }
}
