package dyingrelu.census;

import dyingrelu.census.SyntheticCensus.Draw;
import dyingrelu.census.SyntheticCensus.Recovery;
import dyingrelu.census.SyntheticCensus.Result;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** Tidy tables of the synthetic census, one row for each learning rate and layer. */
public final class CensusTables {
  /** Seeds counted between two looks at the thread's interrupt flag, about 0.1 s of work. */
  private static final int SEEDS_AT_A_TIME = 32;

  private CensusTables() {}

  /**
   * The table of one seed at the published rates.
   *
   * @return the columns {@code learning_rate}, {@code layer} (from 1), {@code relu_dead_pct},
   *     {@code leaky_as_printed_dead_pct} and {@code leaky_recovered_dead_pct}; the shares are of
   *     units silent on the sample, in percent
   */
  public static Table ofSeed(SyntheticCensus census, long seed, Recovery recovery) {
    Table table =
        Table.create(
            "census",
            DoubleColumn.create("learning_rate"),
            IntColumn.create("layer"),
            DoubleColumn.create("relu_dead_pct"),
            DoubleColumn.create("leaky_as_printed_dead_pct"),
            DoubleColumn.create("leaky_recovered_dead_pct"));
    Draw draw = census.draw(seed);
    for (double rate : SyntheticCensus.PUBLISHED_RATES) {
      Result relu = draw.count(rate, 0);
      Result printed = draw.count(rate, SyntheticCensus.LEAKY_SLOPE);
      Result recovered = draw.count(rate, SyntheticCensus.LEAKY_SLOPE, recovery);
      for (int layer = 1; layer <= census.layers(); layer++) {
        table.doubleColumn(0).append(rate);
        table.intColumn(1).append(layer);
        table.doubleColumn(2).append(relu.silentPercent(layer));
        table.doubleColumn(3).append(printed.silentPercent(layer));
        table.doubleColumn(4).append(recovered.silentPercent(layer));
      }
    }
    return table;
  }

  /**
   * The ReLU census of many seeds, on all processors. The table does not depend on how many there
   * are.
   *
   * @param seeds how many: 0, 1, …, {@code seeds} − 1
   * @param learningRates the rates, each at least 0
   * @return the columns {@code seed}, {@code learning_rate}, {@code layer} (from 1) and {@code
   *     dead_pct}, ordered by them
   * @throws CancellationException soon after the calling thread was interrupted
   */
  public static Table overSeeds(SyntheticCensus census, int seeds, List<Double> learningRates) {
    Table table =
        Table.create(
            "census over seeds",
            IntColumn.create("seed"),
            DoubleColumn.create("learning_rate"),
            IntColumn.create("layer"),
            DoubleColumn.create("dead_pct"));
    for (int from = 0; from < seeds; from += SEEDS_AT_A_TIME) {
      if (Thread.interrupted()) {
        throw new CancellationException(
            "The census was stopped after "
                + from
                + " of "
                + seeds
                + " seeds; run it again to start over.");
      }
      int first = from;
      List<List<Result>> chunk =
          IntStream.range(first, Math.min(first + SEEDS_AT_A_TIME, seeds))
              .parallel()
              .mapToObj(seed -> countAll(census.draw(seed), learningRates))
              .toList();
      for (int i = 0; i < chunk.size(); i++) {
        for (int r = 0; r < learningRates.size(); r++) {
          for (int layer = 1; layer <= census.layers(); layer++) {
            table.intColumn(0).append(first + i);
            table.doubleColumn(1).append(learningRates.get(r));
            table.intColumn(2).append(layer);
            table.doubleColumn(3).append(chunk.get(i).get(r).deadPercent(layer));
          }
        }
      }
    }
    return table;
  }

  private static List<Result> countAll(Draw draw, List<Double> learningRates) {
    return learningRates.stream().map(rate -> draw.count(rate, 0)).toList();
  }

  /**
   * Where the seeds of {@link #overSeeds} lie.
   *
   * @return the columns {@code learning_rate}, {@code layer}, {@code p5}, {@code median} and {@code
   *     p95}, percentiles of {@code dead_pct}, each of them a value that occurs; at least 90 % of
   *     the seeds lie from p5 to p95
   */
  public static Table bands(Table overSeeds) {
    Table bands =
        Table.create(
            "90 % bands",
            DoubleColumn.create("learning_rate"),
            IntColumn.create("layer"),
            DoubleColumn.create("p5"),
            DoubleColumn.create("median"),
            DoubleColumn.create("p95"));
    // Shares go in steps of one unit, so no interpolation between them.
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_1);
    for (double rate : overSeeds.doubleColumn("learning_rate").unique()) {
      for (int layer : overSeeds.intColumn("layer").unique()) {
        double[] dead = deadPercents(overSeeds, rate, layer);
        bands.doubleColumn(0).append(rate);
        bands.intColumn(1).append(layer);
        bands.doubleColumn(2).append(percentile.evaluate(dead, 5));
        bands.doubleColumn(3).append(percentile.evaluate(dead, 50));
        bands.doubleColumn(4).append(percentile.evaluate(dead, 95));
      }
    }
    return bands.sortOn("learning_rate", "layer");
  }

  /** The {@code dead_pct} of all seeds of {@link #overSeeds} at one rate and layer (from 1). */
  public static double[] deadPercents(Table overSeeds, double learningRate, int layer) {
    return overSeeds
        .where(
            overSeeds
                .doubleColumn("learning_rate")
                .isEqualTo(learningRate)
                .and(overSeeds.intColumn("layer").isEqualTo(layer)))
        .doubleColumn("dead_pct")
        .asDoubleArray();
  }
}
