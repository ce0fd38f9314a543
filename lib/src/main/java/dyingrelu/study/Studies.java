package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.cure.Cure;
import dyingrelu.figure.Plot;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import tech.tablesaw.api.Table;

/** The lists of experiments that notebooks and several files of {@code data/results} are of. */
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
      return of(Cure.of(Cure.CONTROL), seed, Cure.EPOCHS).named(Cure.AGAIN).order(order);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int EPOCHS_OF_THE_PUBLISHED_STUDY = 12;

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
  public static List<Experiment> relu(long... seeds) {
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
  public static List<Experiment> harshRelu(long... seeds) {
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
    Experiment plain =
        Experiment.of(task, cure.name(), cure.architecture().apply(control), optimizer, seed);
    return plain.with(cure.recipe().apply(plain.recipe())).with(cure.start()).epochs(epochs);
  }
}
