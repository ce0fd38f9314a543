package dyingrelu.evidence;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.ForwardPass;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import dyingrelu.network.Training;
import dyingrelu.study.Experiment;
import dyingrelu.study.Question;
import dyingrelu.study.Results;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import tech.tablesaw.api.Table;

/**
 * What silent units save in time, and how a network takes images that are turned, for ReLU and
 * leaky ReLU after each epoch. {@code data/README.md} says what its columns mean.
 */
final class Silence extends Trial {
  static final Question QUESTION =
      new Question(
          """
          int epoch
          double pixels_on_pct units_on_pct multiplications_pct seconds_dense seconds_skipping
          double test_accuracy accuracy_turned_15 accuracy_turned_30
          """,
          Silence::new);

  private static final int EPOCHS = 6;

  /** Training takes a batch of 128 in two halves, and leaves out what is 0 in all of one. */
  private static final int HALF = 64;

  private static final int HALVES = 100;
  private static final int STEPS = 20;
  private static final int ROUNDS = 3;

  /** By epoch, what is measured. */
  private final SortedMap<Integer, Object[]> measured = new TreeMap<>();

  Silence(Experiment experiment, Mnist mnist) {
    super(experiment, mnist);
  }

  /** ReLU and leaky ReLU as published, for half as long, seed by seed. */
  static List<Experiment> experiments(long... seeds) {
    return LongStream.of(seeds)
        .boxed()
        .flatMap(seed -> Studies.mnist(seed).stream())
        .filter(e -> !(e.architecture().activation() instanceof Activation.Elu))
        .map(e -> e.epochs(EPOCHS))
        .toList();
  }

  @Override
  protected void answer(Table answers, Executor helper) {
    measured.values().forEach(values -> add(answers, values));
  }

  @Override
  protected void counted(int epoch, List<LayerCensus> layers) throws InterruptedException {
    double[] on = on(network, mnist.train());
    double[] seconds = {Double.MAX_VALUE, Double.MAX_VALUE};
    for (int i = 0; i < 2 * ROUNDS; i++) { // In turns, so that both meet the same machine.
      seconds[i % 2] = Math.min(seconds[i % 2], seconds(i % 2 == 1));
    }
    boolean last = epoch == experiment.epochs();
    measured.put(
        epoch,
        new Object[] {
          epoch,
          Results.rounded(on[0], 2),
          Results.rounded(on[1], 2),
          Results.rounded(on[2], 2),
          Results.rounded(seconds[0], 3),
          Results.rounded(seconds[1], 3),
          network.accuracy(mnist.test().images(), mnist.test().labels()),
          last ? accuracyOnTurned(15) : Double.NaN,
          last ? accuracyOnTurned(30) : Double.NaN
        });
  }

  /** Mean of both directions. */
  private double accuracyOnTurned(double degrees) {
    double sum = 0;
    for (double turn : new double[] {degrees, -degrees}) {
      sum += network.accuracy(turned(mnist.test(), turn), mnist.test().labels());
    }
    return Results.rounded(sum / 2, 6);
  }

  /** The processor's seconds for an epoch, by steps whose rate moves nothing. */
  private double seconds(boolean skipping) throws InterruptedException {
    int batch = experiment.recipe().batchSize();
    Digits some = mnist.train().first(Math.min(STEPS * batch, mnist.train().size()));
    Recipe still = Recipe.of(Optimizer.Adam.keras(1e-20), batch);
    Training twin =
        new Training(
            network.copy(), still, some.images(), some.labels(), experiment.seed(), skipping);
    var thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    twin.epoch();
    double seconds = (thread.getCurrentThreadCpuTime() - start) / 1e9;
    return seconds * mnist.train().size() / some.size();
  }

  /**
   * Mean shares over half batches, in percent: of pixels and of hidden units that are not 0 in all
   * of one; of the multiplications of a step that meet none of the others.
   */
  static double[] on(Network network, Digits digits) {
    Architecture architecture = network.architecture();
    ForwardPass pass = new ForwardPass(network, HALF);
    int layers = architecture.layers();
    int halves = Math.min(HALVES, digits.size() / HALF);
    double[] means = new double[3];
    for (int half = 0; half < halves; half++) {
      INDArray images =
          digits
              .images()
              .get(NDArrayIndex.interval(half * HALF, (half + 1) * HALF), NDArrayIndex.all())
              .dup('c');
      pass.run(images);
      double given = share(images.data().asFloat(), architecture.inputs());
      means[0] += 100 * given / halves;
      double done = 0;
      double all = 0;
      for (int layer = 1; layer <= layers; layer++) {
        double taught = layer == layers ? 1 : share(pass.outputs(layer), architecture.units(layer));
        means[1] += layer == layers ? 0 : 100 * taught / (layers - 1) / halves;
        double weights = (double) architecture.fanIn(layer) * architecture.units(layer);
        // Forward, the weights' gradient, and above layer 1 the error of the layer below.
        done += weights * given * (layer > 1 ? 1 + 2 * taught : 1 + taught);
        all += weights * (layer > 1 ? 3 : 2);
        given = taught;
      }
      means[2] += 100 * done / all / halves;
    }
    return means;
  }

  private static double share(float[] rows, int columns) {
    int on = 0;
    for (int column = 0; column < columns; column++) {
      int at = column;
      while (at < rows.length && rows[at] == 0) {
        at += columns;
      }
      on += at < rows.length ? 1 : 0;
    }
    return (double) on / columns;
  }

  /** Images turned about their middle, clockwise, bilinear, with blank paper around them. */
  static INDArray turned(Digits digits, double degrees) {
    int side = Digits.SIDE;
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double middle = (side - 1) / 2.0;
    float[] from = digits.images().dup('c').data().asFloat();
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      int image = i / Digits.PIXELS * Digits.PIXELS;
      double right = (i - image) % side - middle;
      double down = (i - image) / side - middle;
      double column = middle + cos * right + sin * down;
      double row = middle - sin * right + cos * down;
      for (int y = (int) Math.floor(row); y <= Math.floor(row) + 1; y++) {
        for (int x = (int) Math.floor(column); x <= Math.floor(column) + 1; x++) {
          if (x >= 0 && x < side && y >= 0 && y < side) {
            double share = (1 - Math.abs(row - y)) * (1 - Math.abs(column - x));
            to[i] += (float) (share * from[image + y * side + x]);
          }
        }
      }
    }
    return Nd4j.create(to, new long[] {digits.size(), Digits.PIXELS}, DataType.FLOAT);
  }
}
