package dyingrelu.census;

import dyingrelu.census.SyntheticCensus.Draw;
import dyingrelu.census.SyntheticCensus.Gap;
import dyingrelu.census.SyntheticCensus.Recovery;
import dyingrelu.census.SyntheticCensus.Result;
import dyingrelu.census.SyntheticCensus.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
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
        Rows.table("census", "double learning_rate, int layer, String rule, double dead_pct");
    Draw draw = census.draw(seed);
    for (double rate : SyntheticCensus.PUBLISHED_RATES) {
      List<Result> leaky = draw.countRounds(rate, SyntheticCensus.LEAKY_SLOPE, recovery);
      Result relu = draw.count(rate, 0);
      Result recovered = leaky.get(leaky.size() - 1);
      for (int layer = 1; layer <= census.layers(); layer++) {
        Rows.add(table, rate, layer, "relu", relu.silentPercent(layer));
        Rows.add(table, rate, layer, "leaky as printed", leaky.get(0).silentPercent(layer));
        Rows.add(table, rate, layer, "leaky recovered", recovered.silentPercent(layer));
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
        Rows.table(
            "census over seeds", "long seed, double learning_rate, int layer, double dead_pct");
    count(
        census,
        LongStream.range(0, seeds).boxed().toList(),
        learningRates,
        count -> {
          for (int layer = 1; layer <= census.layers(); layer++) {
            Rows.add(table, count.seed, count.rate, layer, count.result.deadPercent(layer));
          }
        });
    return table;
  }

  /**
   * {@link #overSeeds} with all layers pushed equally, for several pushes.
   *
   * @param pushes each at least 0, such as 1 to 5; at least one
   * @return the same columns with {@code push} before them
   * @throws CancellationException as {@link #overSeeds}
   */
  public static Table equalPushes(
      SyntheticCensus census, List<Double> pushes, int seeds, List<Double> learningRates) {
    return pushes.stream()
        .map(
            push -> {
              Table one = overSeeds(census.withEqualPush(push), seeds, learningRates);
              return one.insertColumn(
                  0, DoubleColumn.create("push", one.rowCount()).fillWith((double) push));
            })
        .reduce(Table::append)
        .orElseThrow();
  }

  /**
   * The mean over the seeds.
   *
   * @param counted as {@link #overSeeds} or {@link #equalPushes} gives it
   * @return the same columns without {@code seed}, a row for each push, rate and layer
   */
  public static Table means(Table counted) {
    List<String> keys = counted.rejectColumns("seed", "dead_pct").columnNames();
    Table table = counted.emptyCopy().removeColumns("seed");
    for (Table seeds : groups(counted, keys)) {
      Table first = seeds.first(1).removeColumns("seed");
      first.doubleColumn("dead_pct").set(0, seeds.doubleColumn("dead_pct").mean());
      table.append(first);
    }
    return table;
  }

  /** Rows with the same values in some columns, one table for each, in the order of the first. */
  private static List<Table> groups(Table table, List<String> keys) {
    Map<List<Object>, List<Integer>> rows = new LinkedHashMap<>();
    for (Row row : table) {
      List<Object> key = keys.stream().map(row::getObject).toList();
      rows.computeIfAbsent(key, k -> new ArrayList<>()).add(row.getRowNumber());
    }
    return rows.values().stream()
        .map(some -> table.rows(some.stream().mapToInt(row -> row).toArray()))
        .toList();
  }

  /**
   * How much of the rise of the dead share from the first layer to the last is owed to a push that
   * grows with the layer: what an equal push lacks of it. All rises are of {@link #means}.
   *
   * @param growing as {@link #overSeeds} gives it
   * @param equal as {@link #equalPushes} gives it, of the same depth; its rates are in {@code
   *     growing}
   * @return the columns {@code push}, {@code learning_rate}, {@code rise} and {@code rise_growing}
   *     in percentage points, and {@code by_hand_pct}: the second less the first, in percent of the
   *     second; below 0 where the equal push gives the greater rise
   */
  public static Table byHand(Table growing, Table equal) {
    Table table =
        Rows.table(
            "put in by hand",
            "double push, double learning_rate, double rise, double rise_growing, "
                + "double by_hand_pct");
    Table of = means(growing);
    for (Table layers : groups(means(equal), List.of("push", "learning_rate"))) {
      double push = layers.doubleColumn("push").get(0);
      double rate = layers.doubleColumn("learning_rate").get(0);
      double rise = rise(layers);
      double whole = rise(of.where(of.doubleColumn("learning_rate").isEqualTo(rate)));
      Rows.add(table, push, rate, rise, whole, 100 * (whole - rise) / whole);
    }
    return table;
  }

  private static double rise(Table layers) {
    DoubleColumn dead = layers.doubleColumn("dead_pct");
    return dead.get(dead.size() - 1) - dead.get(0);
  }

  /**
   * What recoveries leave of the silence of leaky units, for several of their constants.
   *
   * @param draw the network and its sample
   * @param learningRate of the drift, at least 0
   * @param fractions shares of the gap, each from 0 to 1
   * @param rounds how many, at least 0
   * @param gap what the gap is
   * @return the columns {@code fraction}, {@code rounds} (from 0) and {@code silent_pct}, of the
   *     units of all layers
   */
  public static Table recoveries(
      Draw draw, double learningRate, List<Double> fractions, int rounds, Gap gap) {
    Table table = Rows.table("recoveries", "double fraction, int rounds, double silent_pct");
    for (double fraction : fractions) {
      Recovery recovery = new Recovery(rounds, fraction, gap);
      List<Result> results = draw.countRounds(learningRate, SyntheticCensus.LEAKY_SLOPE, recovery);
      for (int round = 0; round <= rounds; round++) {
        Rows.add(table, fraction, round, results.get(round).silentPercent());
      }
    }
    return table;
  }

  /**
   * Three spreads of the pre-activations of each layer, as standard deviations.
   *
   * @param units as {@link #units} gives them
   * @return the columns {@code seed}, {@code learning_rate}, {@code layer}, {@code within}: that of
   *     a unit over the inputs (root mean square of the units'), {@code between}: that of the
   *     units' means, {@code pooled}: that of all together, whose square is the sum of the two
   *     squares, and {@code below_zero_pct}: how many of them are below zero, in percent
   */
  public static Table spreads(Table units) {
    Table table =
        Rows.table(
            "spreads",
            "long seed, double learning_rate, int layer, double within, double between, "
                + "double pooled, double below_zero_pct");
    for (Table layer : groups(units, List.of("seed", "learning_rate", "layer"))) {
      double within = layer.doubleColumn("spread").quadraticMean();
      double between = Math.sqrt(layer.doubleColumn("mean").populationVariance());
      Rows.add(
          table,
          layer.longColumn("seed").get(0),
          layer.doubleColumn("learning_rate").get(0),
          layer.intColumn("layer").get(0),
          within,
          between,
          Math.hypot(within, between),
          100 * (1 - layer.doubleColumn("firing").mean()));
    }
    return table;
  }

  /**
   * Every ReLU unit of the census of some seeds, on all processors.
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
        Rows.table(
            "units of the census",
            "long seed, double learning_rate, int layer, int unit, boolean silent, "
                + "double greatest, double mean, double spread, double firing");
    count(
        census,
        seeds,
        learningRates,
        count -> {
          for (int layer = 1; layer <= census.layers(); layer++) {
            int number = 1;
            for (Unit unit : count.result.layers().get(layer - 1)) {
              Rows.add(
                  table,
                  count.seed,
                  count.rate,
                  layer,
                  number++,
                  unit.silent(),
                  unit.greatestPreActivation(),
                  unit.meanPreActivation(),
                  unit.spread(),
                  unit.firing());
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
