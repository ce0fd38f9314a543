package dyingrelu.figure;

import dyingrelu.machine.Nearest;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * The columns of the workbook's tables: words and units ({@code columns.csv}), and the words, order
 * and colours of values ({@code values.csv}).
 */
final class Columns {
  /** In place of a column: which of several y columns. */
  static final String MEASURE = "measure";

  /** What tells runs apart that repeat each other. */
  static final String SEED = "seed";

  private record Known(String words, String unit, double scale) {}

  private static final Map<String, Known> KNOWN = new HashMap<>();
  private static final Map<String, String> VALUES = new HashMap<>();

  /** The colour of each activation, in the order in which they are shown. */
  static final Map<String, Color> ACTIVATIONS = new LinkedHashMap<>();

  static {
    read("columns.csv", c -> KNOWN.put(c[0], new Known(c[1], c[2], Double.parseDouble(c[3]))));
    read(
        "values.csv",
        v -> {
          VALUES.put(v[0], v[1]);
          if (!v[2].isEmpty()) {
            ACTIVATIONS.put(v[0], Color.decode("#" + v[2]));
          }
        });
  }

  /** What a run is about, and not what came out of it. */
  private static final List<String> CONDITIONS =
      List.of(
          ("task cure activation initializer optimizer learning_rate batch depth width data epoch"
                  + " layer rule")
              .split(" "));

  /** Viridis (van der Walt and Smith 2015) without its palest third: its lightness rises evenly. */
  private static final int[] SEQUENCE = {0x440154, 0x3B528B, 0x21918C, 0x5EC962};

  private Columns() {}

  private static void read(String resource, Consumer<String[]> row) {
    try (var in = Columns.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().skip(1).map(line -> line.split(",", -1)).forEach(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Known known(String column) {
    boolean percent = column.endsWith("_pct");
    String words = (percent ? column.substring(0, column.length() - 4) : column).replace('_', ' ');
    return KNOWN.getOrDefault(column, new Known(words, percent ? "%" : "", 1));
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
    boolean shares =
        columns.size() > 1 && columns.stream().allMatch(c -> known(c).unit.equals("%"));
    return shares
        ? "share (%)"
        : columns.stream().map(Columns::label).collect(Collectors.joining(", "));
  }

  /** The text with a capital. */
  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
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

  /** Values but null in the order in which they are shown: numbers and activations in theirs. */
  static List<Object> ordered(String column, Stream<Object> keys) {
    List<Object> distinct = new ArrayList<>(keys.filter(Objects::nonNull).distinct().toList());
    if (distinct.stream().allMatch(Double.class::isInstance)) {
      distinct.sort(Comparator.comparingDouble(key -> (Double) key));
    } else if (column.equals("activation")) {
      List<String> order = List.copyOf(ACTIVATIONS.keySet());
      distinct.sort(
          Comparator.comparing((Object key) -> !order.contains(key)).thenComparing(order::indexOf));
    }
    return distinct;
  }

  /** A colour for each value: activations have theirs, numbers go from dark to light. */
  static List<Color> colours(List<Object> keys) {
    List<Color> colours = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      colours.add(
          keys.get(i) instanceof Double
              ? between(SEQUENCE, i / Math.max(1, keys.size() - 1.0))
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

  /** The numbers of a column in the unit in which they are shown; NaN if missing. */
  static double[] numbers(Table table, String column) {
    require(table, column);
    Checks.that(
        table.column(column) instanceof NumericColumn,
        "The column '%s' of %s holds text, but numbers are to be drawn; name one of: %s.",
        column,
        title(table),
        table.numericColumns().stream().map(c -> c.name()).collect(Collectors.joining(", ")));
    double scale = known(column).scale;
    return table.numberColumn(column).multiply(scale).asDoubleArray();
  }

  /** Refuses a column that the table lacks. */
  static void require(Table table, String column) {
    Checks.that(
        table.columnNames().contains(column),
        "There is no column '%s' in %s; the nearest of its columns are %s.",
        column,
        title(table),
        Nearest.to(column, table.columnNames()));
  }

  private static String title(Table table) {
    return table.name() == null ? "the table" : "the table '" + table.name() + "'";
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
