package dyingrelu.study;

import dyingrelu.census.Rows;
import dyingrelu.data.DataException;
import dyingrelu.machine.AtomicFile;
import dyingrelu.machine.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * The tables of studies. Each begins with the columns that name the experiment; most go on with one
 * row per network, epoch and hidden layer. {@code data/README.md} says what each column means.
 *
 * <p>Epoch 0 is before training. What belongs to the whole network, such as its accuracy, stands in
 * the row of each of its layers. Layer 0 stands for all hidden layers together (their mean; of
 * counts the sum) where an older file kept no more. Values of a network that has diverged are
 * missing.
 */
public final class Results {
  private static final String EXPERIMENT =
      """
      String task cure activation initializer optimizer
      double learning_rate
      int batch depth width
      String inputs
      long seed
      int epochs
      """;

  private static final List<String> KEY = Rows.table("key", EXPERIMENT).columnNames();

  /** What is counted after each epoch, unless a study asks something else. */
  static final String COUNTED =
      """
      int parameters epoch layer units
      boolean diverged
      double silent_on_probe_pct silent_on_train_pct dead_pct dormant_pct
      int revived
      String silent_units
      double train_loss test_accuracy gradient_norm
      int hit first_hit first_hit_alive
      double seconds
      """;

  private Results() {}

  /** A table of what is counted after each epoch, without a row. */
  public static Table empty(String name) {
    return empty(name, COUNTED);
  }

  /** A table without a row: an experiment's columns, then those of a study. */
  static Table empty(String name, String measured) {
    return Rows.table(name, EXPERIMENT + measured);
  }

  /** A new row of an experiment; what is not given is missing. */
  static void append(Table table, Experiment experiment, Object... measured) {
    List<Object> values = new ArrayList<>(name(experiment));
    values.addAll(List.of(measured));
    Rows.add(table, values.toArray());
  }

  /** What tells an experiment of a table from the others: its values of the first columns. */
  public static List<Object> name(Experiment experiment) {
    var architecture = experiment.architecture();
    var optimizer = experiment.recipe().optimizer();
    return List.of(
        experiment.task(),
        experiment.cure(),
        architecture.activation().name(),
        architecture.initializer().name().toLowerCase(Locale.ROOT),
        optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        optimizer.learningRate(),
        experiment.recipe().batchSize(),
        architecture.hidden().size(),
        architecture.hidden().stream().mapToInt(units -> units).max().getAsInt(),
        experiment.shown(),
        experiment.seed(),
        experiment.epochs());
  }

  /** {@link #name(Experiment)} of the experiment that a row is of. */
  public static List<Object> name(Row row) {
    return KEY.stream().map(row::getObject).toList();
  }

  /** To so many digits behind the point. */
  public static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.rint(value * scale) / scale;
  }

  /**
   * Reads a committed file of {@code data/results}.
   *
   * @param name without its ending, such as {@code mnist-study}
   */
  public static Table of(String name) {
    return read(Checkout.results(name + ".csv"));
  }

  /**
   * Reads a file of results. The table's name says where its rows come from.
   *
   * @throws DataException if it cannot be read, or has not just these columns
   */
  public static Table read(Path file) {
    return read(file, empty("rows"));
  }

  /** The same of a file that has the columns of a table. */
  static Table read(Path file, Table ours) {
    try (var lines = Files.lines(file)) {
      List<String> unknown = new ArrayList<>(List.of(lines.findFirst().orElse("").split(",")));
      List<String> missing = ours.columnNames();
      if (!unknown.equals(missing)) {
        missing.removeAll(unknown);
        unknown.removeAll(ours.columnNames());
        throw new DataException(
            ("%s is of another version of the workbook (columns missing: %s; not known: %s): "
                    + "delete it and run its command again, which %s names.")
                .formatted(file.getFileName(), missing, unknown, "data/README.md"));
      }
      CsvReadOptions options =
          CsvReadOptions.builder(file.toFile())
              .columnTypes(ours.types().toArray(ColumnType[]::new))
              .build();
      return Table.read()
          .usingOptions(options)
          .setName(file.getFileName().toString().replaceFirst("\\.csv$", ""));
    } catch (DataException explained) {
      throw explained;
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          "%s cannot be read (%s): delete it and run its command again, which data/README.md names."
              .formatted(file.getFileName(), e.getMessage()),
          e);
    }
  }

  /** Writes a table of results, whole or not at all. */
  public static void write(Table table, Path file) throws IOException {
    AtomicFile.write(file, out -> table.write().csv(out));
  }

  /**
   * Writes a notebook's live rows to {@code target/NAME.csv}, which no checkout tracks, without the
   * time they took: two runs on one machine give the same bytes.
   *
   * @return the file
   */
  public static Path writeLive(Table table, String name) throws IOException {
    Table timeless = table.copy();
    timeless.replaceColumn("seconds", DoubleColumn.create("seconds", table.rowCount()));
    Path file = Checkout.root().resolve("target").resolve(name + ".csv");
    write(timeless, file);
    return file;
  }
}
