package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.data.AtomicFile;
import dyingrelu.data.Checkout;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The published MNIST study (Samaranayake 2025): networks that differ in their activation, trained
 * at a learning rate high enough to hurt, with a census of every hidden layer after each epoch.
 *
 * <p>The networks train side by side, one thread and one epoch at a time each, so a result does not
 * depend on how many processors there are. {@link #run} can be interrupted and called again: epochs
 * that were counted stay counted, and the rest gives what it would have given.
 */
public final class MnistStudy {

  /**
   * What to train.
   *
   * @param activations one network each per seed
   * @param seeds of weights and of the order of images; networks of one seed share both
   * @param epochs how often each sees every image
   * @param batchSize images per step
   * @param optimizer the rule of its steps
   * @param probe how many of the first training images the published criterion looks at
   */
  public record Configuration(
      List<Activation> activations,
      List<Long> seeds,
      int epochs,
      int batchSize,
      Optimizer optimizer,
      int probe) {
    /** Checks that there is something to do. */
    public Configuration {
      activations = List.copyOf(activations);
      seeds = List.copyOf(seeds);
      if (activations.isEmpty() || seeds.isEmpty() || epochs < 1 || probe < 1) {
        throw new IllegalArgumentException(
            ("A study of %d activations, %d seeds, %d epochs and a probe of %d images has nothing"
                    + " to do: give at least one of each.")
                .formatted(activations.size(), seeds.size(), epochs, probe));
      }
      if (activations.stream().map(Activation::name).distinct().count() < activations.size()
          || seeds.stream().distinct().count() < seeds.size()) {
        throw new IllegalArgumentException(
            "A study needs activations of different names and different seeds, got "
                + activations
                + " and "
                + seeds
                + ": name each once.");
      }
    }

    /**
     * The study as published: ReLU, Leaky ReLU 0.01 and ELU 1.0; 12 epochs in batches of 128; Adam
     * at 0.005 with Keras's other defaults; a probe of 1,000 images.
     *
     * @param seeds which seeds to run
     */
    public static Configuration published(Long... seeds) {
      return new Configuration(
          List.of(new Activation.Relu(), new Activation.LeakyRelu(0.01), new Activation.Elu(1)),
          List.of(seeds),
          12,
          128,
          Optimizer.Adam.keras(0.005),
          1_000);
    }
  }

  /** Hears how far each network is. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called for every network at the start, and after each epoch and its census from the thread
     * that trained it.
     *
     * @param network which one, such as {@code relu, seed 1}
     * @param done epochs done
     * @param total epochs in all
     * @param detail loss and accuracy in words
     */
    void update(String network, int done, int total, String detail);
  }

  /** One line of the table: one layer of one network after one epoch. */
  private record Row(
      String activation,
      long seed,
      int epoch,
      int layer,
      double silentOnProbe,
      double silentOnTrain,
      double dead,
      double dormant,
      int revived,
      double loss,
      double accuracy,
      double seconds) {}

  private final Configuration configuration;
  private final Mnist mnist;
  private final Digits probe;
  private final List<Run> runs = new ArrayList<>();

  /**
   * Prepares a study; nothing is trained yet.
   *
   * @param configuration what to train
   * @param mnist the images
   */
  public MnistStudy(Configuration configuration, Mnist mnist) {
    this.configuration = configuration;
    this.mnist = mnist;
    probe = mnist.train().first(configuration.probe);
    for (long seed : configuration.seeds) {
      for (Activation activation : configuration.activations) {
        runs.add(new Run(activation, seed, runs.size()));
      }
    }
  }

  /**
   * Trains every network to its last epoch, or goes on where an interrupted call stopped.
   *
   * @param listener hears of each epoch
   * @throws InterruptedException if the thread is interrupted; what was counted is kept
   * @throws IllegalStateException if a network failed; the others are trained and counted
   */
  public void run(Listener listener) throws InterruptedException {
    // The earliest seed first and, of its networks, the one that is furthest behind: with more
    // networks than processors no processor waits for the last of them.
    Comparator<Run> order =
        Comparator.<Run>comparingInt(run -> run.index / configuration.activations.size())
            .thenComparingInt(run -> run.counted)
            .thenComparingInt(run -> run.index);
    PriorityBlockingQueue<Run> waiting = new PriorityBlockingQueue<>(runs.size(), order);
    runs.stream().filter(run -> run.counted < configuration.epochs).forEach(waiting::add);
    for (Run run : runs) {
      listener.update(run.toString(), run.counted, configuration.epochs, "waiting");
    }
    List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    Callable<Void> worker =
        () -> {
          for (Run run = waiting.poll(); run != null; run = waiting.poll()) {
            try {
              run.epoch(listener);
              if (run.counted < configuration.epochs) {
                waiting.add(run);
              }
            } catch (RuntimeException e) {
              failures.add(run + " stopped: " + e.getMessage());
            }
          }
          return null;
        };
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), Math.max(1, waiting.size()));
    ExecutorService executor =
        Executors.newFixedThreadPool(threads, task -> new Thread(task, "study-worker"));
    try {
      List<Future<Void>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(executor.submit(worker));
      }
      for (Future<Void> future : workers) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The study stopped: " + e.getCause(), e);
    } finally {
      executor.shutdownNow();
      awaitEnd(executor);
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          String.join(" ", failures) + " The other networks are trained and counted.");
    }
  }

  /**
   * Waits even when interrupted again: nobody may go on with a network that a worker still holds.
   */
  static void awaitEnd(ExecutorService executor) {
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What was counted so far, one row per activation, seed, epoch and layer, in that order.
   *
   * <p>{@code silent_on_probe_pct}, {@code silent_on_train_pct}, {@code dead_pct} and {@code
   * dormant_pct} are percent of the layer's units, the first on the probe and the others on all
   * training images; {@code revived} counts units silent on all training images after the epoch
   * before (for epoch 1: at the start) and not after this one; {@code train_loss} is in nats,
   * {@code test_accuracy} in [0, 1], {@code seconds} that epoch's training alone.
   */
  public Table table() {
    StringColumn activation = StringColumn.create("activation");
    LongColumn seed = LongColumn.create("seed");
    IntColumn epoch = IntColumn.create("epoch");
    IntColumn layer = IntColumn.create("layer");
    DoubleColumn silentOnProbe = DoubleColumn.create("silent_on_probe_pct");
    DoubleColumn silentOnTrain = DoubleColumn.create("silent_on_train_pct");
    DoubleColumn dead = DoubleColumn.create("dead_pct");
    DoubleColumn dormant = DoubleColumn.create("dormant_pct");
    IntColumn revived = IntColumn.create("revived");
    DoubleColumn loss = DoubleColumn.create("train_loss");
    DoubleColumn accuracy = DoubleColumn.create("test_accuracy");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    for (Run run : byActivation()) {
      for (Row row : run.rows()) {
        activation.append(row.activation);
        seed.append(row.seed);
        epoch.append(row.epoch);
        layer.append(row.layer);
        silentOnProbe.append(row.silentOnProbe);
        silentOnTrain.append(row.silentOnTrain);
        dead.append(row.dead);
        dormant.append(row.dormant);
        revived.append(row.revived);
        loss.append(rounded(row.loss, 6));
        accuracy.append(row.accuracy);
        seconds.append(rounded(row.seconds, 3));
      }
    }
    String note = mnist.train().note();
    return Table.create(
        "MNIST study" + (note.isEmpty() ? "" : " (" + note + ")"),
        activation,
        seed,
        epoch,
        layer,
        silentOnProbe,
        silentOnTrain,
        dead,
        dormant,
        revived,
        loss,
        accuracy,
        seconds);
  }

  /**
   * Writes {@link #table} to {@code data/results/mnist-study.csv}; a study of generated digits goes
   * to a file whose name says so.
   *
   * @return the file
   * @throws IOException if it cannot be written; what stood there before is then kept
   */
  public Path save() throws IOException {
    String note = mnist.train().note();
    Path file =
        Checkout.results(note.isEmpty() ? "mnist-study.csv" : "mnist-study (" + note + ").csv");
    Table table = table();
    AtomicFile.write(file, out -> table.write().csv(out));
    return file;
  }

  /**
   * A network as its last counted epoch left it.
   *
   * @param activation its activation's name, such as {@code relu}
   * @param seed its seed
   * @throws IllegalArgumentException if the study has no such network or has not begun with it
   */
  public Network network(String activation, long seed) {
    for (Run run : runs) {
      if (run.activation.name().equals(activation) && run.seed == seed && run.network != null) {
        return run.network;
      }
    }
    throw new IllegalArgumentException(
        "There is no trained network '%s, seed %d' in this study of %s: call run first, or ask for one of these."
            .formatted(activation, seed, runs));
  }

  private List<Run> byActivation() {
    return runs.stream()
        .sorted(Comparator.comparingInt(run -> run.index % configuration.activations.size()))
        .toList();
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }

  /** One network on its way through the epochs; used by one thread at a time. */
  private final class Run {
    final Activation activation;
    final long seed;
    final int index;
    volatile int counted;
    private final List<Row> rows = new ArrayList<>();
    private Network network;
    private Training training;
    private List<BitSet> silentBefore;
    private double loss;
    private double seconds;

    Run(Activation activation, long seed, int index) {
      this.activation = activation;
      this.seed = seed;
      this.index = index;
    }

    synchronized List<Row> rows() {
      return List.copyOf(rows);
    }

    /** Trains and counts one epoch; if only the counting was interrupted, it is made up for. */
    void epoch(Listener listener) throws InterruptedException {
      if (training == null) {
        begin();
      }
      if (training.epochs() == counted) {
        long start = System.nanoTime();
        loss = training.epoch();
        seconds = (System.nanoTime() - start) / 1e9;
      }
      List<LayerCensus> onProbe = LayerCensus.take(network, probe.images());
      List<LayerCensus> onTrain = LayerCensus.take(network, mnist.train().images());
      double accuracy = network.accuracy(mnist.test().images(), mnist.test().labels());
      count(onProbe, onTrain, accuracy);
      listener.update(
          toString(),
          counted,
          configuration.epochs,
          String.format(
              java.util.Locale.ROOT, "loss %.4f, test accuracy %.2f %%", loss, 100 * accuracy));
      if (counted == configuration.epochs) {
        training = null;
      }
    }

    private void begin() throws InterruptedException {
      Network fresh = Network.create(Architecture.published(activation), seed);
      silentBefore = silent(LayerCensus.take(fresh, mnist.train().images()));
      training =
          new Training(
              fresh,
              configuration.optimizer,
              configuration.batchSize,
              mnist.train().images(),
              mnist.train().labels(),
              seed);
      network = fresh;
    }

    private synchronized void count(
        List<LayerCensus> onProbe, List<LayerCensus> onTrain, double accuracy) {
      List<BitSet> silentNow = silent(onTrain);
      for (int i = 0; i < onTrain.size(); i++) {
        LayerCensus train = onTrain.get(i);
        BitSet revived = (BitSet) silentBefore.get(i).clone();
        revived.andNot(silentNow.get(i));
        rows.add(
            new Row(
                activation.name(),
                seed,
                counted + 1,
                train.layer(),
                onProbe.get(i).percent(onProbe.get(i).silent()),
                train.percent(silentNow.get(i)),
                train.percent(train.dead()),
                train.percent(train.dormant(LayerCensus.TAU)),
                revived.cardinality(),
                loss,
                accuracy,
                seconds));
      }
      silentBefore = silentNow;
      counted++;
    }

    private static List<BitSet> silent(List<LayerCensus> layers) {
      return layers.stream().map(LayerCensus::silent).toList();
    }

    @Override
    public String toString() {
      return activation.name() + ", seed " + seed;
    }
  }
}
