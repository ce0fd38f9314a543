package dyingrelu.evidence;

import dyingrelu.activation.Activation;
import dyingrelu.beyond.Attention;
import dyingrelu.beyond.Contrast;
import dyingrelu.beyond.Convolution;
import dyingrelu.beyond.Handwriting;
import dyingrelu.beyond.Latents;
import dyingrelu.beyond.Pair;
import dyingrelu.beyond.Ring;
import dyingrelu.beyond.Subject;
import dyingrelu.census.Rows;
import dyingrelu.data.Mnist;
import dyingrelu.notebook.ProgressListener;
import dyingrelu.study.LocalThreads;
import dyingrelu.study.Results;
import dyingrelu.study.Worklist;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The variants of each system in {@link dyingrelu.beyond}, for each seed. */
final class Beyond {
  private Beyond() {}

  /** Trains one system. */
  @FunctionalInterface
  interface Training {
    Table rows() throws InterruptedException;
  }

  /** One run of a system; its settings and seed are its name. */
  record Run(String name, Training training) {
    static Run of(Record settings, long seed, Training training) {
      return new Run("%s, seed %d".formatted(settings, seed), training);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** What a study does for its seeds. */
  @FunctionalInterface
  interface Runs {
    List<Run> of(long... seeds) throws InterruptedException;
  }

  static List<Run> convolution(long... seeds) {
    Mnist mnist = Study.digits();
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (Convolution.Order order : Convolution.Order.values()) {
        Convolution variant = Convolution.of(order);
        runs.add(Run.of(variant, seed, () -> variant.train(mnist, seed)));
      }
    }
    return runs;
  }

  static List<Run> ring(long... seeds) {
    List<Pair> variants = new ArrayList<>();
    variants.addAll(leaks(0.001, 4_000));
    variants.addAll(leaks(0.01, 4_000));
    for (int percent : new int[] {50, 75, 90, 95}) {
      variants.add(variants.get(0).silencing(percent, 0));
      variants.add(variants.get(0).silencing(0, percent));
    }
    return pairs(variants, new Ring(), seeds);
  }

  /** At the lower rate only without a leak, and with one in both. */
  static List<Run> digits(long... seeds) throws InterruptedException {
    List<Pair> lower = leaks(0.0005, 3_000);
    List<Pair> variants = new ArrayList<>(List.of(lower.get(0), lower.get(3)));
    variants.addAll(leaks(0.002, 3_000));
    return pairs(variants, new Handwriting(Study.digits()), seeds);
  }

  /** A leak in none, in the discriminator, in the generator, in both. */
  private static List<Pair> leaks(double rate, int steps) {
    List<Activation> both = List.of(new Activation.Relu(), new Activation.LeakyRelu(0.2));
    List<Pair> pairs = new ArrayList<>();
    for (Activation generator : both) {
      for (Activation discriminator : both) {
        pairs.add(Pair.of(generator, discriminator, rate, steps));
      }
    }
    return pairs;
  }

  private static List<Run> pairs(List<Pair> variants, Subject subject, long... seeds) {
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (Pair variant : variants) {
        runs.add(Run.of(variant, seed, () -> variant.train(subject, seed)));
      }
    }
    return runs;
  }

  static List<Run> attention(long... seeds) {
    Attention additive = Attention.of(Attention.Scorer.ADDITIVE);
    List<Attention> variants = new ArrayList<>();
    variants.add(Attention.of(Attention.Scorer.DOT_PRODUCT));
    for (boolean positiveKeys : new boolean[] {false, true}) {
      for (boolean careless : new boolean[] {false, true}) {
        for (double bias : new double[] {0, 0.1}) {
          variants.add(additive.starting(positiveKeys, careless, bias));
        }
      }
    }
    for (int percent : new int[] {50, 75, 90, 95}) {
      variants.add(additive.silencing(percent));
    }
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      variants.forEach(variant -> runs.add(Run.of(variant, seed, () -> variant.train(seed))));
    }
    return runs;
  }

  static List<Run> contrast(long... seeds) {
    Contrast.Images images = new Contrast.Images(Study.digits());
    List<Contrast> variants = new ArrayList<>();
    for (double rate : new double[] {0.001, 0.01}) {
      for (Activation activation :
          List.of(
              new Activation.Relu(), new Activation.LeakyRelu(0.01), new Activation.PRelu(0.25))) {
        variants.add(Contrast.of(activation, rate));
      }
    }
    for (int percent : new int[] {50, 75, 90}) {
      variants.add(variants.get(0).silencing(percent));
    }
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      variants.forEach(
          variant -> runs.add(Run.of(variant, seed, () -> variant.train(images, seed))));
    }
    return runs;
  }

  static List<Run> latents(long... seeds) {
    Mnist mnist = Study.digits();
    List<Run> runs = new ArrayList<>();
    for (long seed : seeds) {
      Activations activations = new Activations(mnist, seed);
      for (boolean centred : new boolean[] {false, true}) {
        for (Latents.Sparsity sparsity : Latents.Sparsity.values()) {
          Latents.Cure cure =
              sparsity == Latents.Sparsity.L1 ? Latents.Cure.RESAMPLING : Latents.Cure.AUX_K;
          for (Latents.Cure with : List.of(Latents.Cure.NONE, cure)) {
            Latents variant = Latents.of(sparsity, with, centred);
            runs.add(Run.of(variant, seed, () -> variant.train(activations.of(), seed)));
          }
        }
      }
    }
    return runs;
  }

  /** {@link Latents#activations} of a seed, made when they are first asked for. */
  private static final class Activations {
    private final Mnist mnist;
    private final long seed;
    private float[] made;

    Activations(Mnist mnist, long seed) {
      this.mnist = mnist;
      this.seed = seed;
    }

    synchronized float[] of() throws InterruptedException {
      if (made == null) {
        made = Latents.activations(mnist, seed);
      }
      return made;
    }
  }

  /**
   * Does all runs and puts their rows together in order.
   *
   * @param columns of their rows, see {@link Rows#table}
   * @param waiting file of the rows of finished runs, from which this goes on
   */
  static Table all(String columns, List<Run> runs, Path waiting, Consumer<String> out)
      throws InterruptedException {
    Worklist<Run> list =
        new Worklist<>(
            runs,
            Run::name,
            row -> row.getString("run"),
            Rows.table("runs", "String run\n" + columns),
            LocalThreads.all(),
            waiting);
    list.run(
        new ConsoleProgress(runs.size(), out),
        new Worklist.Work<>() {
          @Override
          public void report(Run run, ProgressListener listener) {
            listener.update(run.name, 0, 1, "waiting");
          }

          @Override
          public Table run(Run run, Executor helper, ProgressListener listener)
              throws InterruptedException {
            Table rows = run.training.rows();
            for (DoubleColumn column :
                rows.columnsOfType(ColumnType.DOUBLE).toArray(DoubleColumn[]::new)) {
              rows.replaceColumn(column.name(), column.map(value -> Results.rounded(value, 6)));
            }
            listener.update(run.name, 1, 1, rows.rowCount() + " rows");
            String[] name = Collections.nCopies(rows.rowCount(), run.name).toArray(String[]::new);
            return rows.insertColumn(0, StringColumn.create("run", name));
          }
        });
    return list.rows().rejectColumns("run");
  }
}
