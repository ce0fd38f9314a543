package dyingrelu.census;

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
   * @param columns as a record's components are declared, such as {@code "long seed, double loss"};
   *     of double, int, long, boolean or String
   */
  public static Table table(String name, String columns) {
    Table table = Table.create(name);
    for (String column : columns.split(", ")) {
      String[] typeAndName = column.split(" ");
      String its = typeAndName[1];
      table.addColumns(
          switch (typeAndName[0]) {
            case "double" -> DoubleColumn.create(its);
            case "int" -> IntColumn.create(its);
            case "long" -> LongColumn.create(its);
            case "boolean" -> BooleanColumn.create(its);
            case "String" -> StringColumn.create(its);
            default -> throw new IllegalArgumentException("There is no type as in: " + column);
          });
    }
    return table;
  }

  /** Adds a row: a value for each column, of the column's type, or null where it is missing. */
  public static void add(Table table, Object... values) {
    for (int i = 0; i < values.length; i++) {
      table.column(i).appendObj(values[i]);
    }
  }
}
