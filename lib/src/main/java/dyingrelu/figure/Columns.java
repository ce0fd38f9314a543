package dyingrelu.figure;

import dyingrelu.machine.Nearest;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
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

  private static final Map<String, Known> KNOWN = new LinkedHashMap<>();
  private static final Map<String, String> VALUES = new LinkedHashMap<>();

  /** What a run is about, and not what came out of it. */
  private static final List<String> CONDITIONS = new ArrayList<>();

  /** The colour of each activation and verdict, in the order in which they are shown. */
  static final Map<String, Color> COLOURED = new LinkedHashMap<>();

  static {
    read(
        "columns.csv",
        c -> {
          KNOWN.put(c[0], new Known(c[1], c[2], Double.parseDouble(c[3])));
          CONDITIONS.addAll(c[4].isEmpty() ? List.of() : List.of(c[0]));
        });
    read("values.csv", v -> VALUES.put(v[0], v[1]));
    read("values.csv", v -> COLOURED.put(v[0], v[2].isEmpty() ? null : Color.decode("#" + v[2])));
    COLOURED.values().removeIf(Objects::isNull);
  }

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
    String words = column.replaceAll("_pct$", "").replace('_', ' ');
    return KNOWN.getOrDefault(column, new Known(words, column.endsWith("_pct") ? "%" : "", 1));
  }

  /** A column in words: "dead units". */
  static String words(String column) {
    return known(column).words;
  }

  /** Columns in words with their units, "dead units (%)"; one label for several shares. */
  static String label(List<String> columns) {
    boolean shares = columns.stream().allMatch(c -> known(c).unit.equals("%"));
    return shares && columns.size() > 1
        ? "share (%)"
        : columns.stream()
            .map(c -> words(c) + (known(c).unit.isEmpty() ? "" : " (" + known(c).unit + ")"))
            .collect(Collectors.joining(", "));
  }

  /** The text with a capital. */
  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** A value in words: "leaky ReLU", "0.1"; of a measure its column's words. */
  static String value(String column, Object key) {
    if (key instanceof Number number) {
      return Theme.number(number.doubleValue());
    }
    return column.equals(MEASURE)
        ? words(key.toString())
        : VALUES.getOrDefault(key.toString(), Theme.written(key.toString().replace('_', ' ')));
  }

  /** Values but null in the order in which they are shown: numbers, activations and verdicts. */
  static List<Object> ordered(String column, Stream<Object> keys) {
    List<String> order = List.copyOf(COLOURED.keySet());
    Comparator<Object> known = Comparator.comparing(key -> !order.contains(key));
    var coloured = known.thenComparing(order::indexOf);
    List<Object> distinct = new ArrayList<>(keys.filter(Objects::nonNull).distinct().toList());
    if (distinct.stream().allMatch(Double.class::isInstance)) {
      distinct.sort(Comparator.comparingDouble(key -> (Double) key));
    } else if (List.of("activation", "verdict").contains(column)) {
      distinct.sort(coloured);
    }
    return distinct;
  }

  /**
   * A colour for each value: activations and verdicts have theirs, numbers go from dark to light.
   */
  static List<Color> colours(List<Object> keys) {
    List<Color> colours = new ArrayList<>();
    for (Object key : keys) {
      double share = colours.size() / Math.max(1, keys.size() - 1.0);
      boolean number = key instanceof Double;
      colours.add(number ? between(SEQUENCE, share) : Palette.next(key.toString(), colours));
    }
    return colours;
  }

  /** The colour at a share of the way through a scale. */
  static Color between(int[] scale, double share) {
    double at = share * (scale.length - 1);
    int i = Math.min((int) at, scale.length - 2);
    float[] from = new Color(scale[i]).getRGBColorComponents(null);
    float[] to = new Color(scale[i + 1]).getRGBColorComponents(null);
    for (int c = 0; c < 3; c++) {
      from[c] += (float) (at - i) * (to[c] - from[c]);
    }
    return new Color(from[0], from[1], from[2]);
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
    String numbers =
        table.numericColumns().stream().map(c -> c.name()).collect(Collectors.joining(", "));
    String sentence =
        "The column '%s' of the table '%s' holds text, but numbers are to be drawn; name one of:"
            + " %s.";
    boolean numeric = table.column(column) instanceof NumericColumn;
    Checks.that(numeric, sentence, column, table.name(), numbers);
    return table.numberColumn(column).multiply(known(column).scale).asDoubleArray();
  }

  /** Refuses a column that the table lacks. */
  static void require(Table table, String column) {
    List<String> names = table.columnNames();
    String sentence =
        "There is no column '%s' in the table '%s'; the nearest of its columns are %s.";
    Checks.that(names.contains(column), sentence, column, table.name(), Nearest.to(column, names));
  }

  /** The conditions that tell more rows of a table apart than the columns already told do. */
  static List<String> varying(Table table, List<String> told) {
    List<String> there = table.columnNames().stream().filter(told::contains).toList();
    return CONDITIONS.stream()
        .filter(c -> table.columnNames().contains(c) && !told.contains(c))
        .filter(c -> kinds(table, Plot.with(there, c)) > kinds(table, there))
        .map(Columns::words)
        .toList();
  }

  private static int kinds(Table table, List<String> columns) {
    return table.selectColumns(columns.toArray(String[]::new)).dropDuplicateRows().rowCount();
  }
}
