package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.data.Mnist;
import dyingrelu.machine.AtomicFile;
import dyingrelu.machine.Checkout;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The published MNIST study (Samaranayake 2025): networks that differ in their activation, trained
 * at a learning rate high enough to hurt, with a census of every hidden layer after each epoch.
 *
 * <p>The networks train side by side, one epoch at a time each; a network on its own takes a second
 * thread. No result depends on how many processors or networks there are. {@link #run} can be
 * interrupted and called again: epochs that were counted stay counted, and the rest gives what it
 * would have given.
 */
public final class MnistStudy {

  /**
   * What to train.
   *
   * @param activations one network each per seed
   * @param hidden units of each hidden layer
   * @param seeds of weights and of the order of images; networks of one seed share both
   * @param epochs how often each sees every image
   * @param batchSize images per step
   * @param optimizer the rule of its steps
   * @param probe how many of the first training images the published criterion looks at
   */
  public record Configuration(
      List<Activation> activations,
      List<Integer> hidden,
      List<Long> seeds,
      int epochs,
      int batchSize,
      Optimizer optimizer,
      int probe) {
    /** Checks that there is something to do. */
    public Configuration {
      activations = List.copyOf(activations);
      hidden = List.copyOf(hidden);
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
          Collections.nCopies(5, 256),
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

  private final Configuration configuration;
  private final Mnist mnist;
  private final List<NetworkRun> runs = new ArrayList<>();

  /**
   * Prepares a study; nothing is trained yet.
   *
   * @param configuration what to train
   * @param mnist the images
   */
  public MnistStudy(Configuration configuration, Mnist mnist) {
    this.configuration = configuration;
    this.mnist = mnist;
    for (long seed : configuration.seeds) {
      for (Activation activation : configuration.activations) {
        runs.add(new NetworkRun(configuration, activation, seed, mnist));
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
    Comparator<NetworkRun> order =
        Comparator.<NetworkRun>comparingInt(
                run -> runs.indexOf(run) / configuration.activations.size())
            .thenComparingInt(NetworkRun::counted)
            .thenComparingInt(runs::indexOf);
    PriorityBlockingQueue<NetworkRun> waiting = new PriorityBlockingQueue<>(runs.size(), order);
    runs.stream().filter(run -> run.counted() < configuration.epochs).forEach(waiting::add);
    for (NetworkRun run : runs) {
      listener.update(run.toString(), run.counted(), configuration.epochs, "waiting");
    }
    // A network on its own takes a second thread for half of each batch.
    ExecutorService second = Executors.newSingleThreadExecutor(MnistStudy::thread);
    Executor helper = waiting.size() == 1 ? second : Runnable::run;
    List<String> failures = Collections.synchronizedList(new ArrayList<>());
    Callable<Void> worker =
        () -> {
          for (NetworkRun run = waiting.poll(); run != null; run = waiting.poll()) {
            try {
              run.epoch(helper, listener);
              if (run.counted() < configuration.epochs) {
                waiting.add(run);
              }
            } catch (RuntimeException e) {
              failures.add(run + " stopped: " + e.getMessage());
            }
          }
          return null;
        };
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), Math.max(1, waiting.size()));
    ExecutorService executor = Executors.newFixedThreadPool(threads, MnistStudy::thread);
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
      second.shutdown();
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          String.join(" ", failures) + " The other networks are trained and counted.");
    }
  }

  private static Thread thread(Runnable task) {
    return new Thread(task, "study-worker");
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
    for (NetworkRun run : byActivation()) {
      for (NetworkRun.Epoch after : run.epochs()) {
        for (NetworkRun.Layer counts : after.layers()) {
          activation.append(run.activation().name());
          seed.append(run.seed());
          epoch.append(after.epoch());
          layer.append(counts.layer());
          silentOnProbe.append(counts.silentOnProbe());
          silentOnTrain.append(counts.percent(counts.silent()));
          dead.append(counts.dead());
          dormant.append(counts.dormant());
          revived.append(counts.revived());
          loss.append(rounded(after.loss(), 6));
          accuracy.append(after.accuracy());
          seconds.append(rounded(after.seconds(), 3));
        }
      }
    }
    return Table.create(
        named("MNIST study"),
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
   * Every unit after every epoch, from 0 (before training): {@code activation, seed, epoch, layer,
   * unit} (from 1), {@code silent} on all training images, {@code bias}, and {@code weight_norm},
   * the Euclidean norm of the unit's incoming weights.
   */
  public Table units() {
    StringColumn activation = StringColumn.create("activation");
    LongColumn seed = LongColumn.create("seed");
    IntColumn epoch = IntColumn.create("epoch");
    IntColumn layer = IntColumn.create("layer");
    IntColumn unit = IntColumn.create("unit");
    BooleanColumn silent = BooleanColumn.create("silent");
    DoubleColumn bias = DoubleColumn.create("bias");
    DoubleColumn norm = DoubleColumn.create("weight_norm");
    for (NetworkRun run : byActivation()) {
      for (NetworkRun.Epoch after : run.epochsAndStart()) {
        for (NetworkRun.Layer counts : after.layers()) {
          for (int j = 0; j < counts.bias().length; j++) {
            activation.append(run.activation().name());
            seed.append(run.seed());
            epoch.append(after.epoch());
            layer.append(counts.layer());
            unit.append(j + 1);
            silent.append(counts.silent().get(j));
            bias.append(counts.bias()[j]);
            norm.append(counts.weightNorm()[j]);
          }
        }
      }
    }
    return Table.create(named("Units"), activation, seed, epoch, layer, unit, silent, bias, norm);
  }

  /**
   * What became of the units: {@code activation, seed, layer, fate, epoch, units}. A fate is {@code
   * never silent}, {@code came back} (silent after some epoch, not after the last) or {@code silent
   * for good} (after that epoch and all that follow; epoch 0 is before training).
   */
  public Table fates() {
    StringColumn activation = StringColumn.create("activation");
    LongColumn seed = LongColumn.create("seed");
    IntColumn layer = IntColumn.create("layer");
    StringColumn fate = StringColumn.create("fate");
    IntColumn epoch = IntColumn.create("epoch");
    IntColumn units = IntColumn.create("units");
    for (NetworkRun run : byActivation()) {
      for (NetworkRun.Fate one : run.fates()) {
        activation.append(run.activation().name());
        seed.append(run.seed());
        layer.append(one.layer());
        fate.append(one.fate());
        epoch.append(one.epoch());
        units.append(one.units());
      }
    }
    return Table.create(named("Fates"), activation, seed, layer, fate, epoch, units);
  }

  private String named(String name) {
    String note = mnist.train().note();
    return note.isEmpty() ? name : name + " (" + note + ")";
  }

  /**
   * Writes {@link #table} into {@code data/results/mnist-study.csv}, in place of the rows that are
   * there for the same activations and seeds; other rows stay.
   *
   * @return the file
   * @throws IOException if it cannot be written; what stood there before is then kept
   */
  public Path save() throws IOException {
    return save("mnist-study");
  }

  /**
   * The same under another name, for a study that differs from the published one.
   *
   * @param name of the file in {@code data/results}, without its ending; to that of a study of
   *     generated digits it is added that they are
   * @return the file
   * @throws IOException if it cannot be written; what stood there before is then kept
   */
  public Path save(String name) throws IOException {
    Path file = Checkout.results(named(name) + ".csv");
    Table ours = table();
    Table all = Files.exists(file) ? inOrder(ours, Table.read().csv(file.toFile())) : ours;
    AtomicFile.write(file, out -> all.write().csv(out));
    return file;
  }

  /** Our rows and those of other networks: by activation (ours first), seed, epoch and layer. */
  private Table inOrder(Table ours, Table before) {
    Set<String> networks = new HashSet<>();
    ours.forEach(row -> networks.add(network(row)));
    Table all = ours.copy();
    for (Row row : before) {
      if (!networks.contains(network(row))) {
        for (String column : all.columnNames()) {
          all.column(column)
              .appendCell(before.column(column).getUnformattedString(row.getRowNumber()));
        }
      }
    }
    List<String> names = new ArrayList<>();
    configuration.activations.forEach(activation -> names.add(activation.name()));
    all.stringColumn("activation").unique().forEach(names::add);
    return all.sortOn(
        Comparator.<Row>comparingInt(row -> names.indexOf(row.getString("activation")))
            .thenComparingLong(row -> row.getLong("seed"))
            .thenComparingInt(row -> row.getInt("epoch"))
            .thenComparingInt(row -> row.getInt("layer")));
  }

  private static String network(Row row) {
    return row.getString("activation") + " " + (long) row.getNumber("seed");
  }

  /**
   * A network as its last counted epoch left it.
   *
   * @param activation its activation's name, such as {@code relu}
   * @param seed its seed
   * @throws IllegalArgumentException if the study has no such network or has not begun with it
   */
  public Network network(String activation, long seed) {
    for (NetworkRun run : runs) {
      if (run.activation().name().equals(activation)
          && run.seed() == seed
          && run.network() != null) {
        return run.network();
      }
    }
    throw new IllegalArgumentException(
        "There is no trained network '%s, seed %d' in this study of %s: call run first, or ask for one of these."
            .formatted(activation, seed, runs));
  }

  private List<NetworkRun> byActivation() {
    return runs.stream()
        .sorted(
            Comparator.comparingInt(run -> runs.indexOf(run) % configuration.activations.size()))
        .toList();
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
