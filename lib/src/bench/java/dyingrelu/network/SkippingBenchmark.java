package dyingrelu.network;

import dyingrelu.activation.Activation;
import dyingrelu.data.Mnist;
import dyingrelu.machine.AtomicFile;
import dyingrelu.machine.OpenBlas;
import dyingrelu.machine.Provenance;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What silence saves: the published ReLU network is trained, and after each epoch the same batches
 * are worked on with everything and with silent units and blank pixels left out, in turns, on one
 * thread. In this package because only training knows both ways.
 */
public final class SkippingBenchmark {
  private static final int EPOCHS = 12;
  private static final int BATCH = 128;
  private static final int HALF = BATCH / 2;
  private static final int STEPS = 100;
  private static final long SEED = 1;

  private final Mnist mnist;
  private final Network network =
      Network.create(Architecture.published(new Activation.Relu()), SEED);
  private final Backpropagation[][] ways = new Backpropagation[2][2];

  /** Of a rate that moves nothing, so that both ways see the same network. */
  private final Optimizer.State adam;

  private final Table table =
      Table.create(
          "What silence saves",
          IntColumn.create("epoch"),
          StringColumn.create("way"),
          DoubleColumn.create("seconds_median"),
          DoubleColumn.create("seconds_quartile_1"),
          DoubleColumn.create("seconds_quartile_3"),
          DoubleColumn.create("pixels_on_pct"),
          DoubleColumn.create("units_on_pct"),
          DoubleColumn.create("multiplications_pct"));

  private SkippingBenchmark(Mnist mnist) {
    this.mnist = mnist;
    for (int way = 0; way < 2; way++) {
      for (int half = 0; half < 2; half++) {
        ways[way][half] = new Backpropagation(network, HALF, way == 1);
      }
    }
    adam = Optimizer.Adam.keras(1e-20).start(network.architecture());
  }

  /**
   * Trains and measures.
   *
   * @param arguments the table's file
   */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    Mnist mnist = Mnist.load();
    SkippingBenchmark benchmark = new SkippingBenchmark(mnist);
    Training training =
        new Training(
            benchmark.network,
            Optimizer.Adam.keras(0.005),
            BATCH,
            mnist.train().images(),
            mnist.train().labels(),
            SEED);
    benchmark.measure(0); // The compiler's work is in it; it is measured again.
    benchmark.table.clear();
    for (int epoch = 0; epoch <= EPOCHS; epoch++) {
      if (epoch > 0) {
        training.epoch();
      }
      benchmark.measure(epoch);
      AtomicFile.write(file, out -> benchmark.table.write().csv(out));
    }
    Provenance.of("mvn -Pbench", List.of(SEED)).write(file);
  }

  private void measure(int epoch) {
    double[][] seconds = new double[2][STEPS];
    double[][] on = new double[2][3];
    OpenBlas.onOneThread(
        () -> {
          for (int step = 0; step < STEPS; step++) {
            for (int way = 0; way < 2; way++) {
              seconds[way][step] = step(ways[way], step * BATCH);
              for (Backpropagation half : ways[way]) {
                count(half, on[way]);
              }
            }
          }
          return null;
        });
    int steps = (mnist.train().size() + BATCH - 1) / BATCH;
    for (int way = 0; way < 2; way++) {
      Arrays.sort(seconds[way]);
      table.intColumn("epoch").append(epoch);
      table.stringColumn("way").append(way == 0 ? "everything" : "silence skipped");
      append("seconds_median", seconds[way][STEPS / 2] * steps, 3);
      append("seconds_quartile_1", seconds[way][STEPS / 4] * steps, 3);
      append("seconds_quartile_3", seconds[way][STEPS * 3 / 4] * steps, 3);
      append("pixels_on_pct", 100 * on[way][0] / (2 * STEPS), 1);
      append("units_on_pct", 100 * on[way][1] / (2 * STEPS), 1);
      append("multiplications_pct", 100 * on[way][2] / (2 * STEPS), 1);
    }
  }

  private void append(String column, double value, int digits) {
    double scale = Math.pow(10, digits);
    table.doubleColumn(column).append(Math.round(value * scale) / scale);
  }

  /** The processor's seconds for one step, so that other work on the machine counts little. */
  private double step(Backpropagation[] halves, int from) {
    int[] order = IntStream.range(from, from + BATCH).toArray();
    int[][] labels = new int[2][];
    for (int half = 0; half < 2; half++) {
      int first = from + half * HALF;
      labels[half] = Arrays.copyOfRange(mnist.train().labels(), first, first + HALF);
    }
    FloatPointer parameters = Matrix.pointer(network.parameters());
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int half = 0; half < 2; half++) {
      halves[half].forward().read(Matrix.of(mnist.train().images()), order, half * HALF, HALF);
      halves[half].run(labels[half], BATCH);
    }
    adam.begin(1);
    adam.step(parameters, List.of(halves[0]::read, halves[1]::read), 0, adam.chunks());
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
  }

  /** Adds the shares of pixels, of hidden units and of multiplications that a half batch had. */
  private void count(Backpropagation half, double[] sums) {
    Architecture architecture = network.architecture();
    Selection[] on = half.forward().on;
    double done = 0;
    double all = 0;
    for (int layer = 1; layer <= architecture.layers(); layer++) {
      double given = (double) on[layer - 1].count() / architecture.fanIn(layer);
      double weights = (double) architecture.fanIn(layer) * architecture.units(layer);
      double taught = (double) half.taught(layer) / architecture.units(layer);
      // Forward, the weights' gradient, and below layer 1 the error.
      all += (layer > 1 ? 3 : 2) * weights;
      done += (given + (layer > 1 ? 2 : 1) * given * taught) * weights;
      if (layer == 1) {
        sums[0] += given;
      } else {
        sums[1] += given / (architecture.layers() - 1);
      }
    }
    sums[2] += done / all;
  }
}
