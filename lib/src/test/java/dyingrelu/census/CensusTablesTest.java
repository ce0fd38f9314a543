package dyingrelu.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tech.tablesaw.aggregate.AggregateFunctions.populationVariance;
import static tech.tablesaw.aggregate.AggregateFunctions.quadraticMean;

import dyingrelu.census.SyntheticCensus.Recovery;
import dyingrelu.census.SyntheticCensus.Unit;
import dyingrelu.machine.Checkout;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class CensusTablesTest {
  private static final SyntheticCensus PUBLISHED = SyntheticCensus.published();

  @Test
  void seed42GivesThePublishedTable() {
    Table published = Table.read().csv(Checkout.published("census.csv").toFile());
    Table ours = CensusTables.ofSeed(PUBLISHED, 42, Recovery.ASSUMED);

    assertThat(ours.columnNames()).containsExactly("learning_rate", "layer", "rule", "dead_pct");
    assertThat(ours.rowCount()).isEqualTo(3 * published.rowCount());
    for (int row = 0; row < ours.rowCount(); row++) {
      int line = row / 3;
      assertThat(ours.row(row).getDouble(0)).isEqualTo(published.numberColumn(0).getDouble(line));
      assertThat(ours.row(row).getInt(1))
          .isEqualTo((int) published.numberColumn(1).getDouble(line));
    }
    assertThat(deadPercents(ours, "relu"))
        .containsExactly(published.numberColumn(2).asDoubleArray());
    assertThat(deadPercents(ours, "leaky recovered"))
        .containsExactly(published.numberColumn(3).asDoubleArray());
    // Without recovery the published program's leaky units are silent as often as the others.
    assertThat(Arrays.stream(deadPercents(ours, "leaky as printed")).max()).hasValue(100);
  }

  private static double[] deadPercents(Table census, String rule) {
    return census
        .where(census.stringColumn("rule").isEqualTo(rule))
        .doubleColumn("dead_pct")
        .asDoubleArray();
  }

  @Test
  void theOrderOfParallelWorkDoesNotShow() {
    SyntheticCensus census = new SyntheticCensus(6, 4, 50, 1.5, List.of(1.0, 2.0, 3.0));
    List<Double> rates = List.of(0.1, 1.0);
    Table table = CensusTables.overSeeds(census, 70, rates);

    assertThat(table.rowCount()).isEqualTo(70 * 2 * 3);
    int row = 0;
    for (int seed = 0; seed < 70; seed++) {
      for (double rate : rates) {
        for (int layer = 1; layer <= 3; layer++) {
          Row found = table.row(row++);
          assertThat(found.getLong("seed")).isEqualTo(seed);
          assertThat(found.getDouble("learning_rate")).isEqualTo(rate);
          assertThat(found.getInt("layer")).isEqualTo(layer);
          assertThat(found.getDouble("dead_pct"))
              .isEqualTo(census.draw(seed).count(rate, 0).deadPercent(layer));
        }
      }
    }
  }

  @Test
  void spreadsOfALayerFollowFromTheTableOfUnits() {
    SyntheticCensus census = SyntheticCensus.published();
    Table units = CensusTables.units(census, List.of(42L, 7L), List.of(0.0, 1.0));
    assertThat(units.rowCount()).isEqualTo(2 * 2 * 5 * 20);
    double[][] inside = new double[2][];
    double[][] between = new double[2][];
    for (int rate = 0; rate < 2; rate++) {
      Table spreads =
          units
              .where(
                  units
                      .longColumn("seed")
                      .isEqualTo(42)
                      .and(units.doubleColumn("learning_rate").isEqualTo(rate)))
              .summarize(List.of("spread", "mean"), quadraticMean, populationVariance)
              .by("layer")
              .sortOn("layer");
      inside[rate] = spreads.doubleColumn("Quadratic Mean [spread]").asDoubleArray();
      between[rate] = spreads.doubleColumn("Population Variance [mean]").asDoubleArray();
      // By another way: the pooled mean of z² less the squared mean.
      for (int layer = 0; layer < 5; layer++) {
        double squares = 0;
        double sum = 0;
        for (Unit unit : census.draw(42).count(rate, 0).layers().get(layer)) {
          squares += Math.pow(unit.spread(), 2) + Math.pow(unit.meanPreActivation(), 2);
          sum += unit.meanPreActivation();
        }
        assertThat(Math.pow(inside[rate][layer], 2) + between[rate][layer])
            .isCloseTo(squares / 20 - Math.pow(sum / 20, 2), within(1e-9));
      }
    }
    // At a rate of 1 the last layer's means part, and each unit's own spread shrinks.
    assertThat(inside[1][4]).isLessThan(inside[0][4]);
    assertThat(between[1][4]).isGreaterThan(between[0][4]);
  }

  @Test
  void spreadsAddUpAndAreThoseOfTheUnits() {
    Table units = CensusTables.units(PUBLISHED, List.of(42L, 7L), List.of(0.0, 1.0));
    Table spreads = CensusTables.spreads(units);
    assertThat(spreads.rowCount()).isEqualTo(2 * 2 * 5);
    for (Row row : spreads) {
      assertThat(Math.hypot(row.getDouble("within"), row.getDouble("between")))
          .isCloseTo(row.getDouble("pooled"), within(1e-12));
    }
    Row last = spreads.row(9);
    assertThat(last.getDouble("learning_rate")).isEqualTo(1);
    assertThat(last.getInt("layer")).isEqualTo(5);
    assertThat(last.getDouble("below_zero_pct")).isEqualTo(100);
  }

  @Test
  void meansAndWhatWasPutInByHandAreThoseOfTheSeeds() {
    SyntheticCensus census = new SyntheticCensus(6, 4, 50, 1.5, List.of(1.0, 2.0, 3.0));
    List<Double> rates = List.of(0.1, 1.0);
    Table growing = CensusTables.overSeeds(census, 40, rates);
    Table equal = CensusTables.equalPushes(census, List.of(1.0, 2.0), 40, rates);
    Table means = CensusTables.means(equal);
    assertThat(means.columnNames()).containsExactly("push", "learning_rate", "layer", "dead_pct");
    assertThat(means.rowCount()).isEqualTo(2 * 2 * 3);
    assertThat(means.doubleColumn("dead_pct").mean())
        .isCloseTo(equal.doubleColumn("dead_pct").mean(), within(1e-9));

    Row row = CensusTables.byHand(growing, equal).row(3);
    assertThat(row.getDouble("push")).isEqualTo(2);
    assertThat(row.getDouble("learning_rate")).isEqualTo(1);
    double rise = mean(equal, 2.0, 3) - mean(equal, 2.0, 1);
    double whole = mean(growing, null, 3) - mean(growing, null, 1);
    assertThat(row.getDouble("rise")).isCloseTo(rise, within(1e-9));
    assertThat(row.getDouble("by_hand_pct")).isCloseTo(100 * (whole - rise) / whole, within(1e-9));
  }

  /** The mean dead share of a layer at rate 1. */
  private static double mean(Table table, Double push, int layer) {
    return table.stream()
        .filter(r -> push == null || r.getDouble("push") == push)
        .filter(r -> r.getDouble("learning_rate") == 1 && r.getInt("layer") == layer)
        .mapToDouble(r -> r.getDouble("dead_pct"))
        .average()
        .orElseThrow();
  }

  @Test
  void recoveriesCountAfterEachRound() {
    var draw = PUBLISHED.draw(42);
    Table table = CensusTables.recoveries(draw, 1, List.of(0.5, 0.8), 5, SyntheticCensus.Gap.MEAN);
    assertThat(table.rowCount()).isEqualTo(2 * 6);
    assertThat(table.doubleColumn("silent_pct").get(0)).isEqualTo(68);
    assertThat(table.doubleColumn("silent_pct").get(11)).isZero();
  }

  @Test
  void aRowOfUnitsSaysWhatTheUnitDid() {
    Table units = CensusTables.units(PUBLISHED, List.of(42L), List.of(0.1));
    Row row = units.row(2 * 20 + 3);
    Unit unit = PUBLISHED.draw(42).count(0.1, 0).layers().get(2).get(3);
    assertThat(row.getInt("layer")).isEqualTo(3);
    assertThat(row.getInt("unit")).isEqualTo(4);
    assertThat(row.getBoolean("silent")).isEqualTo(unit.silent());
    assertThat(row.getDouble("greatest")).isEqualTo(unit.greatestPreActivation());
    assertThat(row.getDouble("mean")).isEqualTo(unit.meanPreActivation());
    assertThat(row.getDouble("spread")).isEqualTo(unit.spread());
    assertThat(row.getDouble("firing")).isEqualTo(unit.firing());
  }

  @Test
  void anInterruptEndsTheCensusWithASentence() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> CensusTables.overSeeds(PUBLISHED, 10, List.of(0.1)))
        .isInstanceOf(CancellationException.class)
        .hasMessage("The census was stopped after 0 of 10 seeds; run it again to start over.");
    assertThat(Thread.interrupted()).isFalse();
  }
}
