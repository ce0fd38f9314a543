package dyingrelu.study;

import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A tidy table that is made row by row: {@code new Rows("rule", "seed", "dead_pct")}. */
public final class Rows {
  private final Table table = Table.create();
  private final List<String> names;

  /** A table of these columns, without a row. */
  public Rows(String... columns) {
    names = List.of(columns);
  }

  /**
   * Adds a row.
   *
   * @param values one for each column: texts, whole numbers or other numbers, NaN for a missing
   *     one; those of the first row decide the types of the columns
   * @return this
   * @throws IllegalArgumentException if there are not as many values as columns
   */
  public Rows add(Object... values) {
    if (values.length != names.size()) {
      throw new IllegalArgumentException(
          "A row of %d values does not fit the columns %s: give one value for each."
              .formatted(values.length, names));
    }
    for (int i = table.columnCount(); i < values.length; i++) {
      table.addColumns(column(names.get(i), values[i])); // while there is no row yet
    }
    for (int i = 0; i < values.length; i++) {
      append(table.column(i), values[i]);
    }
    return this;
  }

  private static Column<?> column(String name, Object value) {
    if (value instanceof Integer) {
      return IntColumn.create(name);
    }
    if (value instanceof Long) {
      return LongColumn.create(name);
    }
    return value instanceof Number ? DoubleColumn.create(name) : StringColumn.create(name);
  }

  private static void append(Column<?> column, Object value) {
    if (column instanceof DoubleColumn numbers) {
      numbers.append(((Number) value).doubleValue());
    } else if (column instanceof StringColumn texts) {
      texts.append(value.toString());
    } else {
      column.appendObj(value);
    }
  }

  /** The table of all rows so far. */
  public Table table() {
    return table;
  }
}
