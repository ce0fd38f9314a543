package dyingrelu.firstedition;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * How two cures differ, seed by seed: the differences between networks of the same seed, with a
 * bootstrap percentile interval of their median.
 *
 * <p>Sources: B. Efron, Bootstrap methods: another look at the jackknife, 1979; B. Efron and R. J.
 * Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3.
 *
 * @param seeds how many differences
 * @param median of the differences
 * @param least of the differences
 * @param greatest of the differences
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Paired(
    int seeds, double median, double least, double greatest, double low, double high) {
  /**
   * With fewer seeds {@link #sign} tells nothing: that all n differences have one sign happens by
   * chance alone with probability 2^(1 − n), which is 1/16 for five.
   */
  public static final int FEWEST_SEEDS = 5;

  /** The interval is meant to hold the true median this often, in percent. */
  private static final double LEVEL = 95;

  private static final int RESAMPLES = 2_000;

  /** Of the resamples; the same differences always give the same interval. */
  private static final long SEED = 1;

  /**
   * Pairs the networks of two cures: how far the first is above the second.
   *
   * @param networks a row per network, of one task and epoch, with the columns {@code cure}, {@code
   *     seed} and the one asked for; rows without a value are left out
   * @param cure the first one's name
   * @param than the second one's, often {@link dyingrelu.cure.Cure#CONTROL}
   * @param column such as {@code test_accuracy}
   * @throws IllegalArgumentException if no seed has both
   */
  public static Paired of(Table networks, String cure, String than, String column) {
    Map<Integer, Double> control = bySeed(networks, than, column);
    Map<Integer, Double> cured = bySeed(networks, cure, column);
    cured.keySet().retainAll(control.keySet());
    if (cured.isEmpty()) {
      throw new IllegalArgumentException(
          "No seed has both '%s' and '%s' with a value of %s: give rows of one task and epoch."
              .formatted(cure, than, column));
    }
    return of(
        cured.entrySet().stream()
            .mapToDouble(one -> one.getValue() - control.get(one.getKey()))
            .toArray());
  }

  private static Map<Integer, Double> bySeed(Table networks, String cure, String column) {
    Map<Integer, Double> values = new TreeMap<>();
    for (Row row : networks.where(networks.stringColumn("cure").isEqualTo(cure))) {
      double value = row.getNumber(column);
      if (!Double.isNaN(value) && values.put(row.getInt("seed"), value) != null) {
        throw new IllegalArgumentException(
            "'%s' has several rows of one seed: give rows of one task and epoch.".formatted(cure));
      }
    }
    return values;
  }

  /**
   * From the differences themselves.
   *
   * @param differences at least one, finite
   */
  static Paired of(double... differences) {
    double[] sorted = differences.clone();
    Arrays.sort(sorted);
    Random random = new Random(SEED);
    double[] medians = new double[RESAMPLES];
    double[] resample = new double[sorted.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < resample.length; j++) {
        resample[j] = sorted[random.nextInt(sorted.length)];
      }
      medians[i] = percentile(resample, 50);
    }
    return new Paired(
        sorted.length,
        percentile(sorted, 50),
        sorted[0],
        sorted[sorted.length - 1],
        percentile(medians, (100 - LEVEL) / 2),
        percentile(medians, (100 + LEVEL) / 2));
  }

  private static double percentile(double[] values, double percent) {
    return new Percentile().withEstimationType(EstimationType.R_7).evaluate(values, percent);
  }

  /** 1 if the interval lies above 0, −1 if below, 0 if it holds 0 or the seeds are too few. */
  public int sign() {
    if (seeds < FEWEST_SEEDS) {
      return 0;
    }
    return low > 0 ? 1 : high < 0 ? -1 : 0;
  }

  /**
   * The same on another scale: every number through a function that grows, such as {@code
   * Math::exp} for differences of logarithms, which become ratios. {@link #sign} is of differences,
   * so ask for it before.
   */
  public Paired map(DoubleUnaryOperator growing) {
    return new Paired(
        seeds,
        growing.applyAsDouble(median),
        growing.applyAsDouble(least),
        growing.applyAsDouble(greatest),
        growing.applyAsDouble(low),
        growing.applyAsDouble(high));
  }
}
