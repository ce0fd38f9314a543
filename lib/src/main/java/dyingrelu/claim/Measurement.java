package dyingrelu.claim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.util.FastMath;
import tech.tablesaw.api.Table;

/**
 * A value with the interval that it is known to lie in. Intervals are of 95 % confidence; where too
 * few values allow none, the interval is all numbers, and no prediction is decided by it.
 *
 * @param value what was found
 * @param low least value that agrees with what was found
 * @param high greatest such value
 * @param n how many replicates it rests on
 * @param how in words what the value and the interval are
 */
public record Measurement(double value, double low, double high, int n, String how) {
  private static final double TAIL = 0.025;
  private static final double NORMAL_TAIL = 1.959964;

  /** Checks that the interval holds the value. */
  public Measurement {
    if (!Double.isFinite(value) || !(low <= value && value <= high)) {
      throw new IllegalArgumentException(
          "A measurement of %s with the interval %s to %s says nothing: give a finite value inside its interval."
              .formatted(value, low, high));
    }
  }

  /** A value without chance: computed, or counted in one given network. */
  public static Measurement exact(double value) {
    return new Measurement(value, value, value, 1, "exact");
  }

  /**
   * The mean of independent values, such as one for each seed, with Student's interval.
   *
   * @param values those that are not finite count as missing: they are left out, and {@link #how}
   *     says how many
   * @throws IllegalArgumentException if none is finite
   */
  public static Measurement mean(double... values) {
    double[] kept = finite(values);
    int n = kept.length;
    double mean = StatUtils.mean(kept);
    double half =
        n == 1
            ? Double.POSITIVE_INFINITY
            : new TDistribution(null, n - 1.0).inverseCumulativeProbability(1 - TAIL)
                * Math.sqrt(StatUtils.variance(kept) / n);
    return new Measurement(mean, mean - half, mean + half, n, how("mean", kept, values));
  }

  /**
   * The mean of some independent values minus that of others, which are not their pairs, with
   * Welch's interval (1947): the two may be of different number and spread.
   *
   * @param values as for {@link #mean(double...)}
   * @param others the same
   * @throws IllegalArgumentException if none of either is finite
   */
  public static Measurement difference(double[] values, double[] others) {
    double[] a = finite(values);
    double[] b = finite(others);
    double difference = StatUtils.mean(a) - StatUtils.mean(b);
    double half = Double.POSITIVE_INFINITY;
    if (a.length > 1 && b.length > 1) {
      double ofA = StatUtils.variance(a) / a.length;
      double ofB = StatUtils.variance(b) / b.length;
      double sum = ofA + ofB;
      double freedom = sum * sum / (ofA * ofA / (a.length - 1) + ofB * ofB / (b.length - 1));
      half =
          sum == 0
              ? 0
              : new TDistribution(null, freedom).inverseCumulativeProbability(1 - TAIL)
                  * Math.sqrt(sum);
    }
    String how = "means of " + a.length + " and " + b.length;
    return new Measurement(
        difference, difference - half, difference + half, Math.min(a.length, b.length), how);
  }

  /**
   * The median of independent values. Its interval reaches from the k-th least to the k-th greatest
   * value, whatever the distribution; below six values there is none.
   *
   * @param values as for {@link #mean(double...)}
   * @throws IllegalArgumentException if none is finite
   */
  public static Measurement median(double... values) {
    double[] kept = finite(values);
    Arrays.sort(kept);
    int n = kept.length;
    // Fewer than k of n values lie below the median with this probability.
    var below = new BinomialDistribution(null, n, 0.5);
    int k = 0;
    while (below.cumulativeProbability(k) <= TAIL) {
      k++;
    }
    return new Measurement(
        StatUtils.percentile(kept, 50),
        k == 0 ? Double.NEGATIVE_INFINITY : kept[k - 1],
        k == 0 ? Double.POSITIVE_INFINITY : kept[n - k],
        n,
        how("median", kept, values));
  }

  /**
   * A share of independent cases in percent, with the interval of Clopper and Pearson (1934).
   *
   * @param k how many of them, 0 to n
   * @param n how many cases, at least 1
   */
  public static Measurement share(int k, int n) {
    if (n < 1 || k < 0 || k > n) {
      throw new IllegalArgumentException(
          "A share of %d of %d is none: give a count from 0 to n, and n of at least 1."
              .formatted(k, n));
    }
    double low = k == 0 ? 0 : quantile(k, n - k + 1, TAIL);
    double high = k == n ? 1 : quantile(k + 1, n - k, 1 - TAIL);
    return new Measurement(100.0 * k / n, 100 * low, 100 * high, n, "share of " + n);
  }

  /**
   * How far two columns of values rise together: Spearman's rank correlation, −1 to 1, with
   * Fisher's interval (1921).
   *
   * @param a one value a replicate
   * @param b the same of something else, as many
   * @throws IllegalArgumentException if there are fewer than four, or all of one kind are equal
   */
  public static Measurement rankCorrelation(double[] a, double[] b) {
    if (a.length != b.length || a.length < 4) {
      throw new IllegalArgumentException(
          "A rank correlation of %d and %d values has no interval: give as many of both, at least 4."
              .formatted(a.length, b.length));
    }
    double r = new SpearmansCorrelation().correlation(a, b);
    double z = FastMath.atanh(r);
    double half = NORMAL_TAIL / Math.sqrt(a.length - 3);
    double low = Math.abs(r) == 1 ? r : Math.tanh(z - half);
    double high = Math.abs(r) == 1 ? r : Math.tanh(z + half);
    return new Measurement(r, low, high, a.length, "rank correlation of " + a.length);
  }

  private static double quantile(double a, double b, double probability) {
    return new BetaDistribution(null, a, b).inverseCumulativeProbability(probability);
  }

  /** The mean over the seeds of a table, see {@link Samples#perSeed(Table, String)}. */
  public static Measurement mean(Table table, String column) {
    return mean(Samples.perSeed(table, column));
  }

  /** The median over the seeds of a table, see {@link Samples#perSeed(Table, String)}. */
  public static Measurement median(Table table, String column) {
    return median(Samples.perSeed(table, column));
  }

  /** The same in another unit, such as 100 times for percent. */
  public Measurement times(double factor) {
    double a = low * factor;
    double b = high * factor;
    return new Measurement(value * factor, Math.min(a, b), Math.max(a, b), n, how);
  }

  private static double[] finite(double[] values) {
    double[] kept = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (kept.length == 0) {
      throw new IllegalArgumentException(
          "None of the %d values is a finite number: measure at least one."
              .formatted(values.length));
    }
    return kept;
  }

  private static String how(String statistic, double[] kept, double[] all) {
    int missing = all.length - kept.length;
    return statistic + " of " + kept.length + (missing == 0 ? "" : ", " + missing + " missing");
  }

  /**
   * Value and interval, to the second digit of the interval's width, such as "72.3 (69.0 to 75.5;
   * mean of 10)".
   */
  @Override
  public String toString() {
    String interval = low == high ? "" : end(low) + " to " + end(high) + "; ";
    return number(value, high - low) + " (" + interval + how + ")";
  }

  /** An end that is not 0 never reads 0: on which side it lies decides verdicts. */
  private String end(double value) {
    String rounded = number(value, high - low);
    if (value == 0 || rounded.matches(".*[1-9∞].*")) {
      return rounded;
    }
    double first = new BigDecimal(value).round(new MathContext(1)).doubleValue();
    return number(first, 0);
  }

  /** To the second digit of a width, and to four or six digits if there is none. */
  private static String number(double value, double width) {
    if (!Double.isFinite(value)) {
      return value < 0 ? "−∞" : "∞";
    }
    boolean known = width > 0 && Double.isFinite(width);
    BigDecimal rounded =
        known
            ? new BigDecimal(value).setScale(1 - exponent(width), RoundingMode.HALF_UP)
            : new BigDecimal(value)
                .round(new MathContext(Math.abs(value) < 1000 ? 4 : 6))
                .stripTrailingZeros();
    boolean tiny = rounded.signum() != 0 && Math.abs(value) < 1e-4;
    return (tiny ? rounded.toString() : rounded.toPlainString()).replace('-', '−');
  }

  /** The place of a number's first digit, 0 for the ones. */
  private static int exponent(double positive) {
    return (int) Math.floor(Math.log10(positive));
  }
}
