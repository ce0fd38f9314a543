package dyingrelu.claim;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import tech.tablesaw.api.Table;

/** From a table of results to one number for each network, which its column {@code seed} names. */
public final class Samples {
  private Samples() {}

  /**
   * The rows in which columns have given values.
   *
   * @param columnsAndValues in turn, such as {@code "activation", "relu", "epoch", 12}
   * @throws IllegalArgumentException if no row is left
   */
  public static Table rows(Table table, Object... columnsAndValues) {
    Table left = table;
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      String column = (String) columnsAndValues[i];
      left =
          columnsAndValues[i + 1] instanceof Number number
              ? left.where(left.numberColumn(column).isEqualTo(number.doubleValue()))
              : left.where(left.stringColumn(column).isEqualTo((String) columnsAndValues[i + 1]));
    }
    if (left.isEmpty()) {
      throw new IllegalArgumentException(
          "The table '%s' has no row with %s: ask for values that it has."
              .formatted(table.name(), Arrays.toString(columnsAndValues)));
    }
    return left;
  }

  /**
   * The mean of a column over the rows of each seed, such as its layers.
   *
   * @return one value for each seed; NaN if a row of it has none, as after a divergence
   */
  public static double[] perSeed(Table table, String column) {
    return perSeed(table, column, StatUtils::mean);
  }

  /**
   * One number for each seed.
   *
   * @param within makes it of the column's values in the seed's rows, in their order, such as
   *     {@code StatUtils::sum}
   * @return NaN for a seed with a value that is missing or not finite
   */
  public static double[] perSeed(Table table, String column, ToDoubleFunction<double[]> within) {
    return array(bySeed(table, column, within));
  }

  /**
   * For each seed, the mean of a column in the first table minus that in the second: a paired
   * comparison.
   *
   * @return one difference for each seed of either table; NaN where one of the two has no value
   */
  public static double[] differences(Table first, Table second, String column) {
    Map<String, Double> differences = bySeed(first, column, StatUtils::mean);
    Map<String, Double> subtrahends = bySeed(second, column, StatUtils::mean);
    subtrahends.forEach((seed, value) -> differences.putIfAbsent(seed, Double.NaN));
    differences.replaceAll((seed, value) -> value - subtrahends.getOrDefault(seed, Double.NaN));
    return array(differences);
  }

  /** The first numbers minus the second, one by one, such as two rises of the same seeds. */
  public static double[] minus(double[] first, double[] second) {
    return pairs(first, second, (a, b) -> a - b);
  }

  /** The first numbers divided by the second, one by one, such as a part by the whole. */
  public static double[] divided(double[] first, double[] second) {
    return pairs(first, second, (a, b) -> a / b);
  }

  private static double[] pairs(double[] first, double[] second, DoubleBinaryOperator made) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "Pairs of %d and %d numbers cannot be made: give as many of both, of the same seeds."
              .formatted(first.length, second.length));
    }
    return IntStream.range(0, first.length)
        .mapToDouble(i -> made.applyAsDouble(first[i], second[i]))
        .toArray();
  }

  /** The greatest ratio of a value to the one before it: above 1 if any rises. */
  public static double greatestRatio(double[] values) {
    return IntStream.range(1, values.length)
        .mapToDouble(i -> values[i] / values[i - 1])
        .max()
        .orElseThrow();
  }

  /**
   * The p values of several tests corrected for their number, Holm 1979: the chance that any of
   * them finds what is not there stays below the level to which they are held.
   *
   * @param p one for each test, 0 to 1
   * @return in the same order, at most 1
   */
  public static double[] holm(double[] p) {
    int[] rising =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] corrected = new double[p.length];
    double before = 0;
    for (int rank = 0; rank < p.length; rank++) {
      before = Math.min(1, Math.max(before, (p.length - rank) * p[rising[rank]]));
      corrected[rising[rank]] = before;
    }
    return corrected;
  }

  private static double[] array(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Map<String, Double> bySeed(
      Table table, String column, ToDoubleFunction<double[]> within) {
    Map<String, Double> result = new TreeMap<>();
    for (Table rows : table.splitOn("seed").asTableList()) {
      double[] values = rows.numberColumn(column).asDoubleArray();
      boolean whole = Arrays.stream(values).allMatch(Double::isFinite);
      String seed = rows.column("seed").getString(0);
      result.put(seed, whole ? within.applyAsDouble(values) : Double.NaN);
    }
    return result;
  }
}
