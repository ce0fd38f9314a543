package dyingrelu.census;

import dyingrelu.census.SyntheticCensus.Draw;
import dyingrelu.census.SyntheticCensus.Recovery;
import dyingrelu.census.SyntheticCensus.Result;
import dyingrelu.census.SyntheticCensus.Unit;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Tidy tables of the synthetic census: each row says one thing, and each column one of its sides.
 */
public final class CensusTables {
  /** Seeds counted between two looks at the thread's interrupt flag, about 0.1 s of work. */
  private static final int SEEDS_AT_A_TIME = 32;

  private CensusTables() {}

  /** What is counted of one seed at one learning rate. */
  private record Count(long seed, double rate, Result result) {}

  /**
   * The census of one seed at the published rates, by the three rules of the published table.
   *
   * @param recovery of the leaky units in the third rule
   * @return the columns {@code learning_rate}, {@code layer} (from 1), {@code rule} ("relu", "leaky
   *     as printed", "leaky recovered") and {@code dead_pct}, ordered by the first three. As in the
   *     published table, units of any rule that are silent on the sample count as dead
   */
  public static Table ofSeed(SyntheticCensus census, long seed, Recovery recovery) {
    Table table =
        Table.create(
            "census",
            DoubleColumn.create("learning_rate"),
            IntColumn.create("layer"),
            StringColumn.create("rule"),
            DoubleColumn.create("dead_pct"));
    Draw draw = census.draw(seed);
    for (double rate : SyntheticCensus.PUBLISHED_RATES) {
      List<Result> leaky = draw.countRounds(rate, SyntheticCensus.LEAKY_SLOPE, recovery);
      Result relu = draw.count(rate, 0);
      Result recovered = leaky.get(leaky.size() - 1);
      for (int layer = 1; layer <= census.layers(); layer++) {
        add(table, rate, layer, "relu", relu);
        add(table, rate, layer, "leaky as printed", leaky.get(0));
        add(table, rate, layer, "leaky recovered", recovered);
      }
    }
    return table;
  }

  private static void add(Table table, double rate, int layer, String rule, Result result) {
    table.doubleColumn(0).append(rate);
    table.intColumn(1).append(layer);
    table.stringColumn(2).append(rule);
    table.doubleColumn(3).append(result.silentPercent(layer));
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
            LongColumn.create("seed"),
            DoubleColumn.create("learning_rate"),
            IntColumn.create("layer"),
            DoubleColumn.create("dead_pct"));
    count(
        census,
        LongStream.range(0, seeds).boxed().toList(),
        learningRates,
        count -> {
          for (int layer = 1; layer <= census.layers(); layer++) {
            table.longColumn(0).append(count.seed);
            table.doubleColumn(1).append(count.rate);
            table.intColumn(2).append(layer);
            table.doubleColumn(3).append(count.result.deadPercent(layer));
          }
        });
    return table;
  }

  /**
   * Every ReLU unit of the census of some seeds, on all processors.
   *
   * <p>Three spreads of a layer follow by Tablesaw's {@code summarize}: that of a unit over the
   * inputs, that of the units' means between the units, and the pooled one of all pre-activations,
   * whose square is the sum of the other two squares.
   *
   * <pre>{@code
   * Table spreads = CensusTables.units(census, List.of(42L), List.of(0.1))
   *     .summarize(List.of("spread", "mean"), quadraticMean, populationVariance)
   *     .by("layer");
   * // "Quadratic Mean [spread]" within, the root of "Population Variance [mean]" between
   * }</pre>
   *
   * <p>Tablesaw does not group by numbers with fractions: of several rates, take one at a time.
   *
   * @param seeds which draws
   * @param learningRates the rates, each at least 0
   * @return the columns {@code seed}, {@code learning_rate}, {@code layer} and {@code unit} (from
   *     1), ordered by them, whether it is {@code silent} on the sample, the {@code greatest},
   *     {@code mean} and {@code spread} (standard deviation) of its pre-activation over the sample,
   *     and {@code firing}, the share of the sample from 0 to 1 on which it speaks
   * @throws CancellationException soon after the calling thread was interrupted
   */
  public static Table units(SyntheticCensus census, List<Long> seeds, List<Double> learningRates) {
    Table table =
        Table.create(
            "units of the census",
            LongColumn.create("seed"),
            DoubleColumn.create("learning_rate"),
            IntColumn.create("layer"),
            IntColumn.create("unit"),
            BooleanColumn.create("silent"),
            DoubleColumn.create("greatest"),
            DoubleColumn.create("mean"),
            DoubleColumn.create("spread"),
            DoubleColumn.create("firing"));
    count(
        census,
        seeds,
        learningRates,
        count -> {
          for (int layer = 1; layer <= census.layers(); layer++) {
            for (int u = 1; u <= census.units(); u++) {
              Unit unit = count.result.layers().get(layer - 1).get(u - 1);
              table.longColumn(0).append(count.seed);
              table.doubleColumn(1).append(count.rate);
              table.intColumn(2).append(layer);
              table.intColumn(3).append(u);
              table.booleanColumn(4).append(unit.silent());
              table.doubleColumn(5).append(unit.greatestPreActivation());
              table.doubleColumn(6).append(unit.meanPreActivation());
              table.doubleColumn(7).append(unit.spread());
              table.doubleColumn(8).append(unit.firing());
            }
          }
        });
    return table;
  }

  /** Counts some seeds at a time, so that an interrupt is heard. */
  private static void count(
      SyntheticCensus census, List<Long> seeds, List<Double> learningRates, Consumer<Count> rows) {
    for (int from = 0; from < seeds.size(); from += SEEDS_AT_A_TIME) {
      if (Thread.interrupted()) {
        throw new CancellationException(
            "The census was stopped after %d of %d seeds; run it again to start over."
                .formatted(from, seeds.size()));
      }
      List<Long> some = seeds.subList(from, Math.min(from + SEEDS_AT_A_TIME, seeds.size()));
      some.parallelStream()
          .flatMap(
              seed -> {
                Draw draw = census.draw(seed);
                return learningRates.stream()
                    .map(rate -> new Count(seed, rate, draw.count(rate, 0)));
              })
          .toList()
          .forEach(rows);
    }
  }
}
