package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.data.DataException;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where ReLU units die: the dead share over learning rate, depth, initialisation and optimiser, on
 * MNIST.
 *
 * <p>The sweep is a list of {@link Cell}s. Each is worked out on one thread and depends on nothing
 * but itself and the images, so any engine can map them over any number of machines. {@link #main}
 * maps them over this machine's processors.
 */
public final class PhaseDiagram {
  /** The seeds of the sweep. */
  public static final List<Long> SEEDS = List.of(1L, 2L, 3L);

  private static final int BATCH = 128;

  static final Sweep<Cell> SWEEP = new Sweep<>(Row.HEADER, line -> Row.of(line).cell, cell -> 1);

  /** A family of optimisers that the learning rate picks from. */
  @SuppressWarnings("ImmutableEnumChecker")
  public enum Rule {
    /** Adam with Keras's other constants, see {@link Optimizer.Adam#keras}. */
    ADAM(1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2),
    /** Plain gradient descent, which needs greater rates. */
    SGD(3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0);

    private final List<Double> rates;

    Rule(Double... rates) {
      this.rates = List.of(rates);
    }

    Optimizer optimizer(double learningRate) {
      return this == ADAM ? Optimizer.Adam.keras(learningRate) : new Optimizer.Sgd(learningRate);
    }
  }

  /**
   * One network of the sweep: everything that decides its row, apart from the images.
   *
   * @param rule the optimiser
   * @param learningRate its rate, above 0
   * @param depth hidden layers, at least 1
   * @param units of each hidden layer, at least 1
   * @param initializer of the weights
   * @param epochs how often it sees every training image, at least 1
   * @param seed of weights and of the order of images
   */
  public record Cell(
      Rule rule,
      double learningRate,
      int depth,
      int units,
      Initializer initializer,
      int epochs,
      long seed)
      implements Serializable, Comparable<Cell> {
    private static final Comparator<Cell> ORDER =
        Comparator.comparing(Cell::rule)
            .thenComparing(Cell::initializer)
            .thenComparingInt(Cell::depth)
            .thenComparingDouble(Cell::learningRate)
            .thenComparingLong(Cell::seed)
            .thenComparingInt(Cell::units)
            .thenComparingInt(Cell::epochs);

    /** Checks that there is something to train; the optimiser checks the rate. */
    public Cell {
      rule.optimizer(learningRate);
      if (depth < 1 || units < 1 || epochs < 1) {
        throw new IllegalArgumentException(
            "A cell of %d layers of %d units and %d epochs cannot be trained: give at least one of each."
                .formatted(depth, units, epochs));
      }
    }

    /**
     * Trains this cell's network in batches of 128 on the calling thread and takes its census. The
     * same cell and images give the same row to the last bit.
     *
     * @param mnist the images, not changed
     * @throws InterruptedException if the thread is interrupted
     */
    public Row run(Mnist mnist) throws InterruptedException {
      Network network =
          Network.create(
              new Architecture(
                  mnist.train().images().columns(),
                  Collections.nCopies(depth, units),
                  10,
                  new Activation.Relu(),
                  initializer),
              seed);
      Training training =
          new Training(
              network,
              rule.optimizer(learningRate),
              BATCH,
              mnist.train().images(),
              mnist.train().labels(),
              seed);
      double loss = Double.NaN;
      try {
        while (training.epochs() < epochs) {
          loss = training.epoch();
        }
      } catch (ArithmeticException lossNotFinite) {
        return Row.diverged(this);
      }
      if (!network.isFinite()) {
        return Row.diverged(this);
      }
      List<LayerCensus> layers = LayerCensus.take(network, mnist.train().images());
      LayerCensus deepest = layers.get(depth - 1);
      return new Row(
          this,
          false,
          LayerCensus.meanPercent(layers, LayerCensus::dead),
          deepest.percent(deepest.dead()),
          LayerCensus.meanPercent(layers, layer -> layer.dormant(LayerCensus.TAU)),
          loss,
          network.accuracy(mnist.test().images(), mnist.test().labels()));
    }

    @Override
    public int compareTo(Cell other) {
      return ORDER.compare(this, other);
    }

    /** In words, such as {@code adam 0.003, 10 layers, he_normal, seed 2}. */
    @Override
    public String toString() {
      return "%s %s, %d layers, %s, seed %d"
          .formatted(name(rule), number(learningRate), depth, name(initializer), seed);
    }
  }

  /**
   * What came out of a cell. The numbers of a diverged one are NaN.
   *
   * @param cell which cell
   * @param diverged whether loss or weights ceased to be finite
   * @param dead percent of the hidden units that are dead (for ReLU the same as silent) on all
   *     training images; mean over layers
   * @param deadDeepest the same for the deepest hidden layer alone
   * @param dormant percent of the hidden units that are dormant, mean over layers
   * @param loss mean cross-entropy over the last epoch, in nats
   * @param accuracy share of the test images classified correctly, 0 to 1
   */
  public record Row(
      Cell cell,
      boolean diverged,
      double dead,
      double deadDeepest,
      double dormant,
      double loss,
      double accuracy)
      implements Serializable {
    private static final String HEADER =
        "optimizer,learning_rate,depth,units,initializer,epochs,seed,"
            + "diverged,dead_pct,deepest_dead_pct,dormant_pct,train_loss,test_accuracy";

    static Row diverged(Cell cell) {
      double none = Double.NaN;
      return new Row(cell, true, none, none, none, none, none);
    }

    String line() {
      return String.join(
          ",",
          name(cell.rule),
          number(cell.learningRate),
          Integer.toString(cell.depth),
          Integer.toString(cell.units),
          name(cell.initializer),
          Integer.toString(cell.epochs),
          Long.toString(cell.seed),
          Boolean.toString(diverged),
          number(dead),
          number(deadDeepest),
          number(dormant),
          number(loss),
          number(accuracy));
    }

    /** The row of a line; fails in its own way if it is none. */
    static Row of(String line) {
      String[] part = line.split(",", -1);
      Cell cell =
          new Cell(
              Rule.valueOf(part[0].toUpperCase(Locale.ROOT)),
              Double.parseDouble(part[1]),
              Integer.parseInt(part[2]),
              Integer.parseInt(part[3]),
              Initializer.valueOf(part[4].toUpperCase(Locale.ROOT)),
              Integer.parseInt(part[5]),
              Long.parseLong(part[6]));
      return new Row(
          cell,
          Boolean.parseBoolean(part[7]),
          value(part[8]),
          value(part[9]),
          value(part[10]),
          value(part[11]),
          value(part[12]));
    }

    private static double value(String text) {
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }
  }

  /** Hears of each finished cell. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called once at the start and after each cell, when its row is in the file.
     *
     * @param done finished cells, those of earlier runs included
     * @param total cells in all
     * @param row the newest, or null at the start
     */
    void update(int done, int total, Row row);
  }

  private PhaseDiagram() {}

  /**
   * The sweep of the workbook: Adam and gradient descent at six rates each × 2, 5 and 10 hidden
   * layers of 256 units × Glorot and He weights × three seeds, one epoch each: 216 cells. Seed by
   * seed and from shallow to deep, so that the time left can be told from the time spent.
   */
  public static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (long seed : SEEDS) {
      for (Rule rule : Rule.values()) {
        for (double rate : rule.rates) {
          for (Initializer initializer :
              List.of(Initializer.GLOROT_UNIFORM, Initializer.HE_NORMAL)) {
            for (int depth : new int[] {2, 5, 10}) {
              cells.add(new Cell(rule, rate, depth, 256, initializer, 1, seed));
            }
          }
        }
      }
    }
    return cells;
  }

  /**
   * Runs the cells that have no row in a file yet, as many at a time as there are processors, one
   * thread each, and writes the file anew after each. It is always whole: whoever stops this, how
   * ever hard, keeps the finished cells. Rows of other cells stay in it.
   *
   * @param cells which to run
   * @param mnist the images
   * @param file a CSV file, made if it is not there
   * @param listener hears of each cell
   * @return the rows of these cells, sorted
   * @throws IOException if the file cannot be read or written
   * @throws DataException if the file holds something else
   * @throws InterruptedException if the thread is interrupted; finished cells are in the file
   * @throws IllegalStateException if a cell failed otherwise than by divergence; finished ones are
   *     in the file
   */
  public static List<Row> run(List<Cell> cells, Mnist mnist, Path file, Listener listener)
      throws IOException, InterruptedException {
    Map<Cell, List<String>> rows =
        SWEEP.run(
            cells,
            work(mnist),
            file,
            (done, total, cell, lines) ->
                listener.update(done, total, cell == null ? null : Row.of(lines.get(0))));
    return cells.stream().sorted().map(cell -> Row.of(rows.get(cell).get(0))).toList();
  }

  private static Sweep.Work<Cell, List<String>> work(Mnist mnist) {
    return cell -> List.of(cell.run(mnist).line());
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** As short as it reads back the same; empty for NaN. */
  private static String number(double value) {
    return Double.isNaN(value)
        ? ""
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /**
   * Runs the sweep, or goes on with it, and writes {@code data/results/phase-diagram.csv} with its
   * provenance when the last cell is done. Until then the finished cells wait in {@code target/}.
   */
  public static void main(String[] arguments) throws InterruptedException {
    SWEEP.command(
        "phase-diagram",
        "mvn -Pphase",
        SEEDS,
        cells(),
        PhaseDiagram::work,
        lines -> {
          Row row = Row.of(lines.get(0));
          return row.diverged
              ? "diverged"
              : String.format(
                  Locale.ROOT, "%.1f %% dead, accuracy %.1f %%", row.dead, 100 * row.accuracy);
        });
  }
}
