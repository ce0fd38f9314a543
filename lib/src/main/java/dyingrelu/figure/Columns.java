package dyingrelu.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/** The columns of the workbook's tables: words, units, and the order and colours of values. */
final class Columns {
  /** In place of a column: which of several y columns. */
  static final String MEASURE = "measure";

  /** What tells runs apart that repeat each other. */
  static final String SEED = "seed";

  private record Known(String name, String words, String unit, double scale) {}

  private static final Map<String, Known> KNOWN =
      Stream.of(
              new Known("initializer", "initialiser", "", 1),
              new Known("optimizer", "optimiser", "", 1),
              new Known("batch", "batch size", "", 1),
              new Known("depth", "depth", "layers", 1),
              new Known("width", "width", "units", 1),
              new Known("silent_pct", "silent units", "%", 1),
              new Known("silent_on_probe_pct", "units silent on the probe", "%", 1),
              new Known("silent_on_train_pct", "units silent on all training images", "%", 1),
              new Known("dead_pct", "dead units", "%", 1),
              new Known("deepest_dead_pct", "dead units of the deepest layer", "%", 1),
              new Known("dormant_pct", "dormant units", "%", 1),
              new Known("revived", "revived units", "", 1),
              new Known("gradient_norm_1", "gradient norm of layer 1", "", 1),
              new Known("train_loss", "training loss", "nats", 1),
              new Known("validation_loss", "validation loss", "nats", 1),
              new Known("train_accuracy", "training accuracy", "%", 100),
              new Known("validation_accuracy", "validation accuracy", "%", 100),
              new Known("test_accuracy", "test accuracy", "%", 100),
              new Known("seconds", "time", "s", 1))
          .collect(Collectors.toMap(Known::name, Function.identity()));

  /** What a run is about, and not what came out of it. */
  private static final List<String> CONDITIONS =
      List.of(
          ("task cure activation initializer optimizer learning_rate batch depth width data epoch"
                  + " layer rule")
              .split(" "));

  private static final List<String> ACTIVATIONS =
      List.of(
          "relu",
          "leaky_relu",
          "prelu",
          "elu",
          "selu",
          "gelu",
          "silu",
          "softplus",
          "sigmoid",
          "tanh");

  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("relu", "ReLU"),
          Map.entry("leaky_relu", "leaky ReLU"),
          Map.entry("prelu", "PReLU"),
          Map.entry("elu", "ELU"),
          Map.entry("selu", "SELU"),
          Map.entry("gelu", "GELU"),
          Map.entry("silu", "SiLU"),
          Map.entry("glorot_uniform", "Glorot uniform"),
          Map.entry("glorot_normal", "Glorot normal"),
          Map.entry("he_normal", "He normal"),
          Map.entry("he_uniform", "He uniform"),
          Map.entry("lecun_normal", "LeCun normal"),
          Map.entry("adam", "Adam"),
          Map.entry("sgd", "SGD"),
          Map.entry("", "not given"));

  /** Viridis (van der Walt and Smith 2015) without its palest third: its lightness rises evenly. */
  private static final int[] SEQUENCE = {0x440154, 0x3B528B, 0x21918C, 0x5EC962};

  private Columns() {}

  private static Known known(String column) {
    boolean percent = column.endsWith("_pct");
    String words = (percent ? column.substring(0, column.length() - 4) : column).replace('_', ' ');
    return KNOWN.getOrDefault(column, new Known(column, words, percent ? "%" : "", 1));
  }

  /** A column in words: "dead units". */
  static String words(String column) {
    return known(column).words;
  }

  /** A column in words with its unit: "dead units (%)". */
  static String label(String column) {
    Known known = known(column);
    return known.words + (known.unit.isEmpty() ? "" : " (" + known.unit + ")");
  }

  /** One label for several columns. */
  static String label(List<String> columns) {
    List<String> units = columns.stream().map(c -> known(c).unit).distinct().toList();
    if (columns.size() == 1) {
      return label(columns.get(0));
    }
    return units.equals(List.of("%"))
        ? "share (%)"
        : columns.stream().map(Columns::label).collect(Collectors.joining(", "));
  }

  /** A value in words: "leaky ReLU", "0.1"; of a measure its column's words. */
  static String value(String column, Object key) {
    if (key instanceof Double number) {
      return Theme.number(number);
    }
    return column.equals(MEASURE)
        ? words(key.toString())
        : VALUES.getOrDefault(key.toString(), key.toString().replace('_', ' '));
  }

  /** A value that stands alone: "layer 3", "leaky ReLU". */
  static String named(String column, Object key) {
    return (key instanceof Double ? words(column) + " " : "") + value(column, key);
  }

  /** Values in the order in which they are shown: numbers and activations in theirs. */
  static List<Object> ordered(String column, Stream<Object> keys) {
    List<Object> distinct = keys.distinct().collect(Collectors.toCollection(ArrayList::new));
    if (distinct.stream().allMatch(Double.class::isInstance)) {
      distinct.sort(Comparator.comparingDouble(key -> (Double) key));
    } else if (column.equals("activation")) {
      distinct.sort(Comparator.comparingInt(key -> place(key.toString())));
    }
    return distinct;
  }

  private static int place(String activation) {
    int at = ACTIVATIONS.indexOf(activation);
    return at < 0 ? ACTIVATIONS.size() : at;
  }

  /** A colour for each value: activations have theirs, numbers go from dark to light. */
  static List<Color> colours(List<Object> keys) {
    List<Color> colours = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      colours.add(
          keys.get(i) instanceof Double
              ? between(SEQUENCE, keys.size() == 1 ? 0 : i / (keys.size() - 1.0))
              : Palette.next(keys.get(i).toString(), colours));
    }
    return colours;
  }

  /** The colour at a share of the way through a scale. */
  static Color between(int[] scale, double share) {
    double at = share * (scale.length - 1);
    int i = Math.min((int) at, scale.length - 2);
    double t = at - i;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = scale[i] >> shift & 0xFF;
      int to = scale[i + 1] >> shift & 0xFF;
      rgb = rgb << 8 | (int) Math.round(from + t * (to - from));
    }
    return new Color(rgb);
  }

  /** A cell as a value to group by: a number, NaN if missing, or text. */
  static Object key(Table table, String column, int row) {
    return table.column(column) instanceof NumericColumn<?> numbers
        ? (Object) (numbers.getDouble(row) * known(column).scale)
        : table.column(column).getUnformattedString(row);
  }

  /** The numbers of a column in the unit in which they are shown. */
  static double[] numbers(Table table, String column) {
    require(table, column);
    if (table.column(column) instanceof NumericColumn<?> numbers) {
      double[] values = numbers.asDoubleArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers.isMissing(i) ? Double.NaN : values[i] * known(column).scale;
      }
      return values;
    }
    throw new IllegalArgumentException(
        "The column '%s' of %s holds text, but numbers are to be drawn; name one of: %s."
            .formatted(
                column,
                title(table),
                table.numericColumns().stream()
                    .map(c -> c.name())
                    .collect(Collectors.joining(", "))));
  }

  /** Refuses a column that the table lacks, with the names nearest to it. */
  static void require(Table table, String column) {
    if (table.columnNames().contains(column)) {
      return;
    }
    String nearest =
        table.columnNames().stream()
            .sorted(Comparator.comparingInt(name -> distance(name, column)))
            .limit(5)
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "There is no column '%s' in %s; the nearest are: %s."
            .formatted(column, title(table), nearest));
  }

  private static String title(Table table) {
    return table.name() == null ? "the table" : "the table '" + table.name() + "'";
  }

  /** Letters to insert, delete or change (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }

  /** The conditions that take more than one value in a table, but for those already named. */
  static List<String> varying(Table table, List<String> named) {
    return CONDITIONS.stream()
        .filter(c -> table.columnNames().contains(c) && !named.contains(c))
        .filter(c -> table.column(c).countUnique() > 1)
        .map(Columns::words)
        .toList();
  }
}
