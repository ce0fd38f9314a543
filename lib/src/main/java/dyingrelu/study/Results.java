package dyingrelu.study;

import static tech.tablesaw.api.ColumnType.BOOLEAN;
import static tech.tablesaw.api.ColumnType.DOUBLE;
import static tech.tablesaw.api.ColumnType.INTEGER;
import static tech.tablesaw.api.ColumnType.LONG;
import static tech.tablesaw.api.ColumnType.STRING;

import dyingrelu.data.DataException;
import dyingrelu.machine.AtomicFile;
import dyingrelu.machine.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * The table that every study yields: one row per network, epoch and hidden layer. {@code
 * data/README.md} says what each column means.
 *
 * <p>Epoch 0 is before training. What belongs to the whole network, such as its accuracy, stands in
 * the row of each of its layers. Layer 0 stands for all hidden layers together (their mean; of
 * counts the sum) where an older file kept no more. Values of a network that has diverged are
 * missing.
 */
public final class Results {
  private static final Map<String, ColumnType> COLUMNS = new LinkedHashMap<>();

  /** Which of the columns name the experiment. */
  private static final List<String> KEY =
      List.of(
          "task",
          "cure",
          "activation",
          "initializer",
          "optimizer",
          "learning_rate",
          "batch",
          "depth",
          "width",
          "inputs",
          "seed",
          "epochs");

  static {
    for (String text : List.of("task", "cure", "activation", "initializer", "optimizer")) {
      COLUMNS.put(text, STRING);
    }
    COLUMNS.put("learning_rate", DOUBLE);
    COLUMNS.put("batch", INTEGER);
    COLUMNS.put("depth", INTEGER);
    COLUMNS.put("width", INTEGER);
    COLUMNS.put("inputs", STRING);
    COLUMNS.put("seed", LONG);
    for (String count : List.of("epochs", "parameters", "epoch", "layer", "units")) {
      COLUMNS.put(count, INTEGER);
    }
    COLUMNS.put("diverged", BOOLEAN);
    for (String share :
        List.of("silent_on_probe_pct", "silent_on_train_pct", "dead_pct", "dormant_pct")) {
      COLUMNS.put(share, DOUBLE);
    }
    COLUMNS.put("revived", INTEGER);
    COLUMNS.put("silent_units", STRING);
    COLUMNS.put("train_loss", DOUBLE);
    COLUMNS.put("test_accuracy", DOUBLE);
    COLUMNS.put("gradient_norm", DOUBLE);
    for (String hit : List.of("hit", "first_hit", "first_hit_alive")) {
      COLUMNS.put(hit, INTEGER);
    }
    COLUMNS.put("seconds", DOUBLE);
  }

  private Results() {}

  /** A table of these columns without a row. */
  public static Table empty(String name) {
    Table table = Table.create(name);
    COLUMNS.forEach((column, type) -> table.addColumns(type.create(column)));
    return table;
  }

  /** A new row of an experiment, in which what was measured is still missing. */
  static Row append(Table table, Experiment experiment, int epoch, int layer) {
    Row row = table.appendRow();
    key(experiment)
        .forEach(
            (column, value) -> {
              if (value instanceof String text) {
                row.setString(column, text);
              } else if (value instanceof Double number) {
                row.setDouble(column, number);
              } else if (value instanceof Long number) {
                row.setLong(column, number);
              } else {
                row.setInt(column, (Integer) value);
              }
            });
    row.setInt("parameters", experiment.architecture().parameters());
    row.setInt("epoch", epoch);
    row.setInt("layer", layer);
    row.setInt("units", experiment.architecture().units(layer));
    return row;
  }

  private static Map<String, Object> key(Experiment experiment) {
    var architecture = experiment.architecture();
    var optimizer = experiment.recipe().optimizer();
    Object[] values = {
      experiment.task(),
      experiment.cure(),
      architecture.activation().name(),
      architecture.initializer().name().toLowerCase(Locale.ROOT),
      optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT),
      optimizer.learningRate(),
      experiment.recipe().batchSize(),
      architecture.hidden().size(),
      architecture.hidden().stream().mapToInt(units -> units).max().getAsInt(),
      experiment.inputs().toString(),
      experiment.seed(),
      experiment.epochs()
    };
    Map<String, Object> key = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      key.put(KEY.get(i), values[i]);
    }
    return key;
  }

  /** What tells an experiment of a file from the others, in words. */
  static String name(Experiment experiment) {
    StringJoiner name = new StringJoiner(", ");
    key(experiment).forEach((column, value) -> name.add(column + " " + value));
    return name.toString();
  }

  /** {@link #name(Experiment)} of the experiment that a row is of. */
  static String name(Row row) {
    StringJoiner name = new StringJoiner(", ");
    KEY.forEach(column -> name.add(column + " " + row.getObject(column)));
    return name.toString();
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
    try {
      List<String> header = header(file);
      List<String> ours = new ArrayList<>(COLUMNS.keySet());
      if (!header.equals(ours)) {
        List<String> missing = new ArrayList<>(ours);
        missing.removeAll(header);
        header.removeAll(ours);
        throw new DataException(
            ("%s is of another version of the workbook (columns missing: %s; not known: %s): "
                    + "delete it and run its command again, which %s names.")
                .formatted(file.getFileName(), missing, header, "data/README.md"));
      }
      Table table =
          Table.read()
              .usingOptions(
                  CsvReadOptions.builder(file.toFile())
                      .columnTypes(COLUMNS.values().toArray(ColumnType[]::new))
                      .build());
      return table.setName(file.getFileName().toString().replaceFirst("\\.csv$", ""));
    } catch (IOException | RuntimeException e) {
      if (e instanceof DataException explained) {
        throw explained;
      }
      throw new DataException(
          "%s cannot be read (%s): delete it and run its command again, which data/README.md names."
              .formatted(file.getFileName(), e.getMessage()),
          e);
    }
  }

  private static List<String> header(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return new ArrayList<>(List.of(lines.findFirst().orElse("").split(",")));
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
