package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.CensusTables;
import dyingrelu.census.SyntheticCensus;
import dyingrelu.claim.Ledger;
import dyingrelu.cure.Comparison;
import dyingrelu.cure.Cure;
import dyingrelu.data.DataException;
import dyingrelu.data.Mnist;
import dyingrelu.figure.Plot;
import dyingrelu.machine.Checkout;
import dyingrelu.machine.Provenance;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import tech.tablesaw.api.Table;

/**
 * The workbook's studies: lists of experiments, and the command that writes their results into
 * {@code data/results}.
 */
public final class Studies {
  /** A setting in which cures are compared. */
  public enum Task {
    /** The published study: five layers of 256 units, Adam at a rate of 0.005. */
    PUBLISHED(5, 0.005),

    /** Where plain ReLU gets into trouble: twice as deep, twice the rate. */
    HARSH(10, 0.01);

    private final int depth;
    private final double learningRate;

    Task(int depth, double learningRate) {
      this.depth = depth;
      this.learningRate = learningRate;
    }

    /** The experiment of a cure in this setting: 784 inputs, batches of 128. */
    public Experiment of(Cure cure, long seed, int epochs) {
      return experiment(
          toString(),
          cure,
          depth,
          Optimizer.Adam.keras(learningRate),
          Initializer.GLOROT_UNIFORM,
          seed,
          epochs);
    }

    /**
     * Plain ReLU once more, under the name {@link Cure#AGAIN}: the weights of a seed, and another
     * order of the images. How far two such runs lie apart is the noise that a cure has to rise
     * above.
     */
    Experiment again(long seed, long order) {
      Experiment control = of(Cure.of(Cure.CONTROL), seed, Cure.EPOCHS);
      return new Experiment(
          control.task(),
          Cure.AGAIN,
          control.architecture(),
          control.recipe(),
          control.start(),
          control.inputs(),
          seed,
          order,
          control.epochs());
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int EPOCHS_OF_THE_PUBLISHED_STUDY = 12;
  private static final int BATCH = 128;
  private static final String COMMAND = "mvn -Pstudy -Dname=";

  private Studies() {}

  /** The published MNIST study: ReLU, leaky ReLU and ELU over twelve epochs. */
  public static List<Experiment> mnist(long... seeds) {
    List<Experiment> experiments = new ArrayList<>();
    for (String cure : List.of(Cure.CONTROL, "Leaky ReLU 0.01", "ELU")) {
      for (long seed : seeds) {
        experiments.add(Task.PUBLISHED.of(Cure.of(cure), seed, EPOCHS_OF_THE_PUBLISHED_STUDY));
      }
    }
    return experiments;
  }

  /** The ReLU networks of {@link #mnist}. */
  static List<Experiment> relu(long... seeds) {
    return mnist(seeds).stream().filter(e -> e.cure().equals(Cure.CONTROL)).toList();
  }

  /** The ReLU networks of {@link #mnist} on centred images. */
  public static List<Experiment> centred(long... seeds) {
    return relu(seeds).stream().map(e -> e.with(new Inputs.Centred())).toList();
  }

  /**
   * Where units die: ReLU networks after one epoch, over optimiser, learning rate, depth and
   * initialisation.
   */
  public static List<Experiment> phaseDiagram(long... seeds) {
    List<Experiment> experiments = new ArrayList<>();
    for (Optimizer optimizer : optimizers()) {
      for (Initializer initializer : List.of(Initializer.GLOROT_UNIFORM, Initializer.HE_NORMAL)) {
        for (int depth : new int[] {2, 5, 10}) {
          for (long seed : seeds) {
            experiments.add(
                experiment(
                    "phase diagram",
                    Cure.of(Cure.CONTROL),
                    depth,
                    optimizer,
                    initializer,
                    seed,
                    1));
          }
        }
      }
    }
    return experiments;
  }

  private static List<Optimizer> optimizers() {
    List<Optimizer> optimizers = new ArrayList<>();
    for (double rate : new double[] {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2}) {
      optimizers.add(Optimizer.Adam.keras(rate));
    }
    for (double rate : new double[] {3e-3, 1e-2, 3e-2, 0.1, 0.3, 1}) {
      optimizers.add(new Optimizer.Sgd(rate));
    }
    return optimizers;
  }

  /** Plain ReLU where it gets into trouble. */
  static List<Experiment> harshRelu(long... seeds) {
    return LongStream.of(seeds)
        .mapToObj(seed -> Task.HARSH.of(Cure.of(Cure.CONTROL), seed, Cure.EPOCHS))
        .toList();
  }

  /**
   * Every cure, and plain ReLU, in both settings; plain ReLU twice more with the weights of each
   * seed and other orders of the images; and in the harsh setting what two or three cures do
   * together.
   */
  public static List<Experiment> cures(long... seeds) {
    List<Experiment> experiments = new ArrayList<>();
    for (long seed : seeds) { // Outermost: a run that is stopped has whole comparisons.
      for (Task task : Task.values()) {
        for (Cure cure : Cure.all()) {
          experiments.add(task.of(cure, seed, Cure.EPOCHS));
        }
        experiments.add(task.again(seed, 100 + seed));
        experiments.add(task.again(seed, 200 + seed));
      }
      for (Cure combination : Cure.combinations()) {
        experiments.add(Task.HARSH.of(combination, seed, Cure.EPOCHS));
      }
    }
    return experiments;
  }

  /**
   * The README's picture: three counts of the same ReLU networks after their last epoch.
   *
   * @param results of {@link #mnist}
   */
  public static Plot threeCounts(Table results) {
    return Plot.of(results)
        .where("activation", "relu")
        .where("epoch", EPOCHS_OF_THE_PUBLISHED_STUDY)
        .bars("layer", "silent_on_probe_pct", "dead_pct", "dormant_pct")
        .title("Which units are dead? Three counts of the same ReLU networks")
        .label("hidden layer", "share of the layer's units (%)")
        .range(0, 100)
        .size(960, 460)
        .alt(
            "In every hidden layer more units are silent on 1,000 images than are dead on all"
                + " 60,000, and still more are dormant.");
  }

  /** The studies that {@link #run} knows. */
  public static List<String> names() {
    return List.of(
        "mnist",
        "centred",
        "first-epoch",
        "dead-cost",
        "dead-cost-harsh",
        "silence",
        "capacity",
        "causes",
        "phase",
        "cures",
        "drift",
        "kink",
        "cost",
        "depth",
        "deaths",
        "arrivals",
        "census",
        "claims");
  }

  /**
   * Runs a study and writes its files into {@code data/results}. Stopped, it goes on when it is
   * called again: what is finished waits in {@code target}.
   *
   * @param name one of {@link #names}
   * @param out told a line now and then, with the time left
   * @throws IllegalArgumentException if there is no such study
   * @throws DataException if there is no MNIST, or the waiting file is of another version
   * @throws IllegalStateException if an experiment failed
   * @throws InterruptedException if the thread is interrupted
   */
  public static void run(String name, Consumer<String> out)
      throws IOException, InterruptedException {
    long[] five = {1, 2, 3, 4, 5};
    switch (name) {
      case "mnist" -> {
        List<Experiment> experiments = mnist(seeds(10));
        Table results = run(name, "mnist-study", experiments, Trial.COUNTS, out);
        write(name, "mnist-fates", Fates.of(results), experiments);
        threeCounts(results).figure().save(Checkout.results("mnist-study.svg"));
      }
      case "centred" -> run(name, "mnist-study-centred", centred(seeds(10)), Trial.COUNTS, out);
      case "first-epoch" ->
          run(
              name,
              "mnist-first-epoch",
              FirstEpoch.experiments(1, 101, 148),
              FirstEpoch.QUESTION,
              out);
      case "phase" -> run(name, "phase-diagram", phaseDiagram(1, 2, 3), Trial.COUNTS, out);
      case "cures" ->
          run(name, "cures", cures(seeds(10)), Trial.COUNTS, Comparison::condensed, out);
      case "causes" -> run(name, "mnist-causes", Causes.experiments(five), Causes.QUESTION, out);
      case "dead-cost" -> run(name, "mnist-dead-cost", relu(seeds(10)), DeadCost.QUESTION, out);
      case "dead-cost-harsh" ->
          run(name, "cures-dead-cost", harshRelu(seeds(10)), DeadCost.QUESTION, out);
      case "silence" -> run(name, "silence", Silence.experiments(1, 2, 3), Silence.QUESTION, out);
      case "capacity" -> write(name, "capacity", Capacity.of(digits(), five), five);
      case "drift" -> run(name, "bias-drift", BiasDrift.experiments(five), BiasDrift.QUESTION, out);
      case "kink" -> run(name, "kink", Kink.experiments(seeds(10)), Trial.COUNTS, out);
      case "cost" ->
          write(name, "activation-cost", ActivationCost.of(digits().train(), 8, 31), seeds(1));
      case "depth" ->
          run(
              name,
              "depth",
              DepthStudy.experiments(five),
              Trial.COUNTS,
              DepthStudy::firstLayers,
              out);
      case "census" ->
          write(
              name,
              "census",
              CensusTables.ofSeed(
                  SyntheticCensus.published(), 42, SyntheticCensus.Recovery.ASSUMED),
              new long[] {42});
      case "deaths" -> {
        write(name, "half-silenced", Deaths.cascade(digits(), five, out), five);
        write(name, "active-share", Deaths.next(digits(), five, out), five);
        write(name, "unit-deaths", Deaths.moved(digits(), five, out), five);
      }
      case "arrivals" -> {
        write(name, "born-dead-fashion", Arrivals.fashion(seeds(10)), seeds(10));
        write(name, "start-gamma", Arrivals.gamma(digits(), five, out), five);
      }
      case "claims" ->
          Results.write(
              Ledger.measurements(Checkout.root().resolve("notebooks")),
              Checkout.results("measurements.csv"));
      default ->
          throw new IllegalArgumentException(
              "There is no study '%s': ask for one of %s."
                  .formatted(name, String.join(", ", names())));
    }
  }

  private static long[] seeds(int last) {
    return LongStream.rangeClosed(1, last).toArray();
  }

  private static Table run(
      String name,
      String file,
      List<Experiment> experiments,
      Question question,
      Consumer<String> out)
      throws IOException, InterruptedException {
    return run(name, file, experiments, question, UnaryOperator.identity(), out);
  }

  /** Runs experiments and writes what is to be kept of their rows, which it returns. */
  private static Table run(
      String name,
      String file,
      List<Experiment> experiments,
      Question question,
      UnaryOperator<Table> kept,
      Consumer<String> out)
      throws IOException, InterruptedException {
    Path waiting = Checkout.root().resolve("target").resolve(file + ".csv");
    Runner runner = new Runner(experiments, digits(), LocalThreads.all(), waiting, question);
    runner.run(new ConsoleProgress(experiments.size(), out));
    Table results = kept.apply(runner.results());
    write(name, file, results, experiments);
    Files.deleteIfExists(waiting);
    return results;
  }

  private static Mnist digits() {
    Mnist mnist = Mnist.load();
    if (mnist.train().generated()) {
      throw new DataException(
          "A study's results need MNIST itself, not generated digits: unset MNIST_FALLBACK.");
    }
    return mnist;
  }

  private static void write(String name, String file, Table table, List<Experiment> experiments)
      throws IOException {
    write(name, file, table, experiments.stream().mapToLong(Experiment::seed).distinct().toArray());
  }

  private static void write(String name, String file, Table table, long[] seeds)
      throws IOException {
    Path target = Checkout.results(file + ".csv");
    Results.write(table, target);
    Provenance.of(COMMAND + name, LongStream.of(seeds).sorted().boxed().toList()).write(target);
  }

  private static Experiment experiment(
      String task,
      Cure cure,
      int depth,
      Optimizer optimizer,
      Initializer initializer,
      long seed,
      int epochs) {
    Architecture control =
        new Architecture(
            784, Collections.nCopies(depth, 256), 10, new Activation.Relu(), initializer);
    return new Experiment(
        task,
        cure.name(),
        cure.architecture().apply(control),
        cure.recipe().apply(Recipe.of(optimizer, BATCH)),
        cure.start(),
        new Inputs.Raw(),
        seed,
        epochs);
  }
}
