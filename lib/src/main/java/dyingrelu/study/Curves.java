package dyingrelu.study;

import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/**
 * Curves over epochs out of a table with columns {@code activation}, {@code epoch} and {@code
 * layer}: our own table of {@link MnistStudy} with one seed, or the published one.
 */
public final class Curves {
  private Curves() {}

  /** The epochs of a table, 1 to the last, as x values of a chart. */
  public static double[] epochs(Table table) {
    return IntStream.rangeClosed(1, (int) table.intColumn("epoch").max())
        .asDoubleStream()
        .toArray();
  }

  /**
   * One layer's values of a column, epoch by epoch.
   *
   * @param table with one row per activation, epoch and layer
   * @param activation such as {@code relu}
   * @param layer from 1
   * @param column such as {@code silent_on_probe_pct}
   * @throws IllegalArgumentException if the table has no such rows
   */
  public static double[] layer(Table table, String activation, int layer, String column) {
    return values(
        table.where(of(table, activation).and(table.intColumn("layer").isEqualTo(layer))),
        activation + ", layer " + layer,
        column);
  }

  /**
   * The mean over layers of a column, epoch by epoch.
   *
   * @param table with one row per activation, epoch and layer
   * @param activation such as {@code relu}
   * @param column such as {@code silent_on_probe_pct}
   * @throws IllegalArgumentException if the table has no such rows
   */
  public static double[] mean(Table table, String activation, String column) {
    Table rows = table.where(of(table, activation));
    return IntStream.rangeClosed(1, (int) rows.intColumn("epoch").max())
        .mapToDouble(
            epoch ->
                rows.where(rows.intColumn("epoch").isEqualTo(epoch)).numberColumn(column).mean())
        .toArray();
  }

  private static Selection of(Table table, String activation) {
    return table.stringColumn("activation").isEqualTo(activation);
  }

  private static double[] values(Table rows, String what, String column) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "The table has no rows of " + what + ": ask for an activation and a layer it has.");
    }
    return rows.sortOn("epoch").numberColumn(column).asDoubleArray();
  }
}
