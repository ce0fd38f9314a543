package dyingrelu.firstedition;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.aggregate.AggregateFunctions;
import tech.tablesaw.api.Table;

/**
 * A column of a study's table, epoch by epoch: the median over the seeds and their range.
 *
 * @param epochs 1 to the last
 * @param low the least of all seeds
 * @param median the median of all seeds; with one seed its value
 * @param high the greatest of all seeds
 */
public record Curve(double[] epochs, double[] low, double[] median, double[] high) {

  /**
   * One layer.
   *
   * @param table with a row per activation, epoch, layer and, if there are several, seed
   * @param activation such as {@code relu}
   * @param layer from 1
   * @param column such as {@code silent_on_probe_pct}
   * @throws IllegalArgumentException if the table has no such rows
   */
  public static Curve ofLayer(Table table, String activation, int layer, String column) {
    Table rows = of(table, activation);
    return of(rows.where(rows.intColumn("layer").isEqualTo(layer)), activation, column);
  }

  /**
   * The mean over the hidden layers, of each network by itself.
   *
   * @param table with a row per activation, epoch, layer and, if there are several, seed
   * @param activation such as {@code relu}
   * @param column such as {@code silent_on_probe_pct}
   * @throws IllegalArgumentException if the table has no such rows
   */
  public static Curve ofMean(Table table, String activation, String column) {
    return of(of(table, activation), activation, column);
  }

  /** This curve in another unit, such as percent for a share: every value times a factor. */
  public Curve times(double factor) {
    return new Curve(epochs, times(low, factor), times(median, factor), times(high, factor));
  }

  /** The median after the last epoch. */
  public double last() {
    return median[median.length - 1];
  }

  private static Table of(Table table, String activation) {
    return table.where(table.stringColumn("activation").isEqualTo(activation));
  }

  private static Curve of(Table rows, String activation, String column) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "The table has no such rows of "
              + activation
              + ": ask for an activation and a layer it has.");
    }
    String[] network =
        rows.containsColumn("seed") ? new String[] {"epoch", "seed"} : new String[] {"epoch"};
    Table networks = rows.summarize(column, AggregateFunctions.mean).by(network);
    String mean = networks.columnNames().get(networks.columnCount() - 1);
    int last = (int) networks.intColumn("epoch").max();
    return new Curve(
        IntStream.rangeClosed(1, last).asDoubleStream().toArray(),
        perEpoch(networks, last, at -> at.numberColumn(mean).min()),
        perEpoch(networks, last, at -> at.numberColumn(mean).median()),
        perEpoch(networks, last, at -> at.numberColumn(mean).max()));
  }

  private static double[] perEpoch(Table networks, int last, ToDoubleFunction<Table> statistic) {
    return IntStream.rangeClosed(1, last)
        .mapToDouble(
            epoch ->
                statistic.applyAsDouble(
                    networks.where(networks.intColumn("epoch").isEqualTo(epoch))))
        .toArray();
  }

  private static double[] times(double[] values, double factor) {
    return java.util.Arrays.stream(values).map(value -> value * factor).toArray();
  }
}
