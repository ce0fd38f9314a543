package dyingrelu.figure;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/** Rows whose column has one of the values. */
record Where(String column, List<Object> values) {
  /** The rows of a table; all if it lacks the column. */
  Table of(Table table) {
    if (!table.columnNames().contains(column)) {
      return table;
    }
    List<String> cells = texts(table.column(column).asList());
    List<String> wanted = texts(values);
    var rows = IntStream.range(0, cells.size()).filter(row -> wanted.contains(cells.get(row)));
    Table left = table.where(Selection.with(rows.toArray()));
    String sentence = "No row has %s in the column '%s'; the values there are: %s.";
    String there = cells.stream().distinct().limit(30).collect(Collectors.joining(", "));
    Checks.that(!left.isEmpty(), sentence, String.join(" or ", wanted), column, there);
    return left;
  }

  private static List<String> texts(List<?> values) {
    return values.stream()
        .map(v -> v instanceof Number n ? (Object) n.doubleValue() : v)
        .map(v -> v.toString().replaceAll("\\.0$", ""))
        .toList();
  }

  String words() {
    var words = values.stream().map(value -> Columns.value(column, value));
    return ", " + Columns.words(column) + " " + words.collect(Collectors.joining(" or "));
  }
}
