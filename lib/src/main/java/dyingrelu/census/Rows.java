package dyingrelu.census;

import java.util.List;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tables that are filled row by row. */
public final class Rows {
  private Rows() {}

  /**
   * A table without rows.
   *
   * @param name its name
   * @param columns in lines, or parted by commas: a type, and the names of its columns, such as
   *     {@code "long seed, double loss accuracy"}; of double, int, long, boolean or String
   */
  public static Table table(String name, String columns) {
    Table table = Table.create(name);
    for (String group : columns.strip().split("\\s*[,\n]\\s*")) {
      String[] words = group.split(" ");
      for (String its : List.of(words).subList(1, words.length)) {
        table.addColumns(
            switch (words[0]) {
              case "double" -> DoubleColumn.create(its);
              case "int" -> IntColumn.create(its);
              case "long" -> LongColumn.create(its);
              case "boolean" -> BooleanColumn.create(its);
              case "String" -> StringColumn.create(its);
              default -> throw new IllegalArgumentException("There is no type as in: " + group);
            });
      }
    }
    return table;
  }

  /**
   * Adds a row: a value for each column, of the column's type, or null where it is missing; so are
   * those that are not given.
   */
  public static void add(Table table, Object... values) {
    for (int i = 0; i < table.columnCount(); i++) {
      table.column(i).appendObj(i < values.length ? values[i] : null);
    }
  }
}
