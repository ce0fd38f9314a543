package dyingrelu.evidence;

import dyingrelu.data.DataException;
import dyingrelu.data.Mnist;
import dyingrelu.machine.Checkout;
import dyingrelu.machine.Provenance;
import dyingrelu.study.Experiment;
import dyingrelu.study.LocalThreads;
import dyingrelu.study.Question;
import dyingrelu.study.Results;
import dyingrelu.study.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import tech.tablesaw.api.Table;

/**
 * How a file of {@code data/results} is made.
 *
 * @param name of the command that makes it, and perhaps others with it
 * @param file its name without the ending
 * @param seeds of what is drawn for it; a file without any is read off and has no provenance
 * @param source of its rows
 */
record Study(String name, String file, List<Long> seeds, Source source) {
  /** Where rows come from. */
  @FunctionalInterface
  interface Source {
    /** Makes all rows, and tells a line now and then. */
    Table rows(Consumer<String> out) throws IOException, InterruptedException;
  }

  /** Rows of these seeds from elsewhere. */
  static Study of(String name, String file, long[] seeds, Source source) {
    return new Study(name, file, LongStream.of(seeds).boxed().toList(), source);
  }

  /** Systems that are trained by themselves; their columns as in {@link Beyond#all}. */
  static Study of(String name, String file, long[] seeds, String columns, Beyond.Runs runs) {
    return of(name, file, seeds, out -> Beyond.all(columns, runs.of(seeds), waiting(file), out));
  }

  /** Networks that are trained and asked something. */
  static Study of(String name, String file, List<Experiment> experiments, Question question) {
    return of(name, file, experiments, question, UnaryOperator.identity());
  }

  /**
   * Networks that are trained and asked something.
   *
   * @param kept makes what the file keeps out of their rows
   */
  static Study of(
      String name,
      String file,
      List<Experiment> experiments,
      Question question,
      UnaryOperator<Table> kept) {
    return new Study(
        name,
        file,
        experiments.stream().map(Experiment::seed).distinct().sorted().toList(),
        out -> {
          Runner runner =
              new Runner(experiments, digits(), question, LocalThreads.all(), waiting(file));
          runner.run(new ConsoleProgress(experiments.size(), out));
          return kept.apply(runner.results());
        });
  }

  /**
   * What keeps, of the columns that name an experiment, only some, and all that was measured.
   *
   * @param columns such as {@code seed}, or {@code rule=cure} for a {@code cure} that the file
   *     calls {@code rule}
   */
  static UnaryOperator<Table> naming(String... columns) {
    return rows -> {
      Table kept = Table.create(rows.name());
      for (String column : columns) {
        String[] words = column.split("=");
        kept.addColumns(rows.column(words[words.length - 1]).copy().setName(words[0]));
      }
      rows.columns().stream().skip(rows.columnIndex("epochs") + 1).forEach(kept::addColumns);
      return kept;
    };
  }

  /** MNIST itself, which alone results may be of. */
  static Mnist digits() {
    Mnist mnist = Mnist.load();
    if (mnist.train().generated()) {
      throw new DataException(
          "A study's results need MNIST itself, not generated digits: unset MNIST_FALLBACK.");
    }
    return mnist;
  }

  /** Makes the file and its provenance. Stopped, it goes on from what waits in {@code target}. */
  void write(Consumer<String> out) throws IOException, InterruptedException {
    Path target = Checkout.results(file + ".csv");
    Results.write(source.rows(out), target);
    if (!seeds.isEmpty()) {
      Provenance.of("mvn -Pstudy -Dname=" + name, seeds).write(target);
    }
    Files.deleteIfExists(waiting(file));
  }

  private static Path waiting(String file) {
    return Checkout.root().resolve("target").resolve(file + ".csv");
  }
}
