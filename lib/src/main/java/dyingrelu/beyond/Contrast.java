package dyingrelu.beyond;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.census.Rows;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.machine.OpenBlas;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Learner;
import dyingrelu.network.LinearProbe;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Silencing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import tech.tablesaw.api.Table;

/**
 * An encoder that learns by contrast: two views of an image, each shifted by up to two pixels
 * either way, are to be told from views of other images (InfoNCE: van den Oord, Li and Vinyals
 * 2018, eq. 4; in both directions and with cosines, as Chen et al. 2020). Half of each batch are
 * hard negatives: for each image the nearest one, by its pixels, of another class. Labels serve to
 * find these, and to judge the encoder, and are not learned.
 *
 * @param activation of two hidden layers of 256 and 128 units; 32 numbers come out
 * @param silencedPct share of the units of each hidden ReLU layer that are dead from the start, by
 *     a bias that no step makes up for
 * @param learningRate of Adam
 * @param steps how many, of 64 images and their 64 hard negatives
 */
public record Contrast(Activation activation, int silencedPct, double learningRate, int steps) {
  /** Columns of its rows, see {@link Rows#table}. */
  public static final String COLUMNS =
      """
      long seed
      String activation
      double learning_rate
      int silenced_pct step layer units
      double dead_pct slope separation told_apart probe_accuracy loss
      """;

  private static final int PAIRS = 128;
  private static final List<Integer> UNITS = List.of(256, 128);
  private static final int OUTPUTS = 32;
  private static final double TEMPERATURE = 0.2;
  private static final int SHIFT = 2;
  private static final int TRAIN = 4_000;
  private static final int TEST = 2_000;
  private static final int EVERY = 100;

  /** Checks the numbers. */
  public Contrast {
    Silencing.check(silencedPct, activation);
    if (steps < 1) {
      throw new IllegalArgumentException(
          "An encoder cannot train " + steps + " steps: give at least 1.");
    }
  }

  /** The settings of the study: 500 steps, and nothing silenced. */
  public static Contrast of(Activation activation, double learningRate) {
    return new Contrast(activation, 0, learningRate, 500);
  }

  /** The same with units silenced. */
  public Contrast silencing(int percent) {
    return new Contrast(activation, percent, learningRate, steps);
  }

  /** Images to train on and to judge by, and the hard negatives of each. */
  public static final class Images {
    private final Digits train;
    private final Digits test;
    private final int[] hard;
    private final int[] hardOfTest;

    /** Finds them, which takes some seconds. */
    public Images(Mnist mnist) {
      train = mnist.train().first(Math.min(TRAIN, mnist.train().size()));
      test = mnist.test().first(Math.min(TEST, mnist.test().size()));
      hard = hardNegatives(train);
      hardOfTest = hardNegatives(test);
    }
  }

  /**
   * Trains one encoder.
   *
   * @return a row for each hidden layer and each 100 steps
   * @throws InterruptedException if the thread is interrupted
   */
  public Table train(Images images, long seed) throws InterruptedException {
    return OpenBlas.onOneThread(() -> new Run(images, seed).rows());
  }

  /** For each image the nearest one, by the squares of differences of pixels, of another class. */
  static int[] hardNegatives(Digits digits) {
    INDArray images = digits.images();
    INDArray squares = images.mul(images).sum(1);
    float[] norms = squares.toFloatVector();
    int[] hard = new int[digits.size()];
    for (int from = 0; from < hard.length; from += 500) {
      int to = Math.min(from + 500, hard.length);
      INDArray some = images.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
      float[][] products = some.mmul(images.transpose()).toFloatMatrix();
      for (int i = from; i < to; i++) {
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < hard.length; j++) {
          double distance = norms[j] - 2 * products[i - from][j]; // But for what all have alike.
          if (digits.labels()[j] != digits.labels()[i] && distance < least) {
            least = distance;
            hard[i] = j;
          }
        }
      }
    }
    return hard;
  }

  /**
   * The mean of −log softmax(cosines / temperature) of the right partner, over the first halves of
   * pairs and the second.
   *
   * @param outputs of the first of each pair, then of the second, each {@code size} numbers
   * @param pairs how many
   * @param errors receives ∂loss/∂output
   * @return the loss in nats
   */
  static double loss(float[] outputs, int pairs, int size, float[] errors) {
    float[][] unit = new float[2 * pairs][];
    double[] norm = new double[2 * pairs];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = Arrays.copyOfRange(outputs, i * size, (i + 1) * size);
      norm[i] = Math.sqrt(dot(unit[i], unit[i]) + 1e-12);
      for (int k = 0; k < size; k++) {
        unit[i][k] /= (float) norm[i];
      }
    }
    double[][] power = new double[pairs][pairs];
    double[] ofRow = new double[pairs];
    double[] ofColumn = new double[pairs];
    for (int a = 0; a < pairs; a++) {
      for (int b = 0; b < pairs; b++) {
        power[a][b] = Math.exp(dot(unit[a], unit[pairs + b]) / TEMPERATURE); // At most e⁵.
        ofRow[a] += power[a][b];
        ofColumn[b] += power[a][b];
      }
    }
    double loss = 0;
    float[][] byUnit = new float[2 * pairs][size];
    for (int a = 0; a < pairs; a++) {
      loss -= Math.log(power[a][a] * power[a][a] / ofRow[a] / ofColumn[a]) / (2 * pairs);
      for (int b = 0; b < pairs; b++) {
        double more = power[a][b] / ofRow[a] + power[a][b] / ofColumn[b] - (a == b ? 2 : 0);
        float byCosine = (float) (more / (2 * pairs * TEMPERATURE));
        for (int k = 0; k < size; k++) {
          byUnit[a][k] += byCosine * unit[pairs + b][k];
          byUnit[pairs + b][k] += byCosine * unit[a][k];
        }
      }
    }
    for (int i = 0; i < unit.length; i++) {
      double along = dot(byUnit[i], unit[i]);
      for (int k = 0; k < size; k++) {
        errors[i * size + k] = (float) ((byUnit[i][k] - along * unit[i][k]) / norm[i]);
      }
    }
    return loss;
  }

  private static double dot(float[] a, float[] b) {
    float sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** An image moved right and down, into a row of a batch. */
  static void shifted(float[] images, int image, int right, int down, float[] batch, int row) {
    for (int y = 0; y < Digits.SIDE; y++) {
      for (int x = 0; x < Digits.SIDE; x++) {
        int fromY = y - down;
        int fromX = x - right;
        boolean inside = fromY >= 0 && fromY < Digits.SIDE && fromX >= 0 && fromX < Digits.SIDE;
        batch[row * Digits.PIXELS + y * Digits.SIDE + x] =
            inside ? images[image * Digits.PIXELS + fromY * Digits.SIDE + fromX] : 0;
      }
    }
  }

  private final class Run {
    private final long seed;
    private final Random random;
    private final Digits train;
    private final Digits test;
    private final float[] pixels;
    private final int[] hard;
    private final Images images;
    private final INDArray firstViews;
    private final INDArray secondViews;
    private final Network network;
    private final Table table = Rows.table("contrast", COLUMNS);

    Run(Images images, long seed) {
      this.seed = seed;
      random = new Random(seed);
      this.images = images;
      train = images.train;
      test = images.test;
      pixels = train.images().ravel().toFloatVector();
      hard = images.hard;
      float[] ofTest = test.images().ravel().toFloatVector();
      firstViews = views(ofTest);
      secondViews = views(ofTest);
      network =
          Network.create(
              new Architecture(Digits.PIXELS, UNITS, OUTPUTS, activation, Initializer.HE_NORMAL),
              random.nextLong());
      Silencing.hiddenUnits(network, silencedPct);
    }

    private INDArray views(float[] images) {
      float[] views = new float[images.length];
      for (int image = 0; image < images.length / Digits.PIXELS; image++) {
        view(images, image, views, image);
      }
      return Nd4j.create(views, new int[] {views.length / Digits.PIXELS, Digits.PIXELS});
    }

    private void view(float[] images, int image, float[] batch, int row) {
      int right = random.nextInt(2 * SHIFT + 1) - SHIFT;
      int down = random.nextInt(2 * SHIFT + 1) - SHIFT;
      shifted(images, image, right, down, batch, row);
    }

    Table rows() throws InterruptedException {
      Learner learner = new Learner(network, Optimizer.Adam.keras(learningRate), 2 * PAIRS);
      float[] batch = new float[2 * PAIRS * Digits.PIXELS];
      float[] errors = new float[2 * PAIRS * OUTPUTS];
      double loss = Double.NaN;
      for (int step = 0; step <= steps; step++) {
        if (step % EVERY == 0) {
          count(step, loss);
        }
        if (Thread.interrupted()) {
          throw new InterruptedException("The encoder stopped at step " + step + ".");
        }
        for (int pair = 0; pair < PAIRS; pair += 2) {
          int image = random.nextInt(train.size());
          for (int view = 0; view < 2; view++) {
            view(pixels, image, batch, view * PAIRS + pair);
            view(pixels, hard[image], batch, view * PAIRS + pair + 1);
          }
        }
        loss = loss(learner.forward(batch, 2 * PAIRS, true), PAIRS, OUTPUTS, errors);
        learner.backward(errors);
        learner.step();
      }
      return table;
    }

    private void count(int step, double loss) throws InterruptedException {
      INDArray first = unit(firstViews);
      INDArray second = unit(secondViews);
      INDArray positive = first.mul(second).sum(1);
      INDArray negative = first.mul(second.getRows(images.hardOfTest)).sum(1);
      INDArray separation = positive.sub(negative);
      double probe =
          LinearProbe.accuracy(
              withOnes(unit(train.images())),
              train.labels(),
              withOnes(unit(test.images())),
              test.labels());
      for (LayerCensus layer : LayerCensus.take(network, train.images())) {
        Rows.add(
            table,
            seed,
            activation.name(),
            learningRate,
            silencedPct,
            step,
            layer.layer(),
            layer.units(),
            layer.percent(layer.dead()),
            slope(layer.layer()),
            separation.meanNumber().doubleValue(),
            separation.gt(0).castTo(DataType.DOUBLE).meanNumber().doubleValue(),
            probe,
            loss);
      }
    }

    private INDArray unit(INDArray images) {
      INDArray outputs = network.logits(images);
      return outputs.divColumnVector(outputs.norm2(true, 1).addi(1e-6));
    }

    private INDArray withOnes(INDArray outputs) {
      return Nd4j.hstack(
          outputs.castTo(DataType.DOUBLE), Nd4j.ones(DataType.DOUBLE, outputs.rows(), 1));
    }

    /** Left of zero, mean of the layer's units. */
    private double slope(int layer) {
      return activation instanceof Activation.PRelu
          ? network.learnedSlopes(layer).meanNumber().doubleValue()
          : activation.slope(-1);
    }
  }
}
