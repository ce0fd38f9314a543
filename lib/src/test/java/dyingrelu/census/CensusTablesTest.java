package dyingrelu.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.census.SyntheticCensus.Drift;
import dyingrelu.census.SyntheticCensus.Recovery;
import dyingrelu.machine.Checkout;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class CensusTablesTest {
  private static final SyntheticCensus PUBLISHED = SyntheticCensus.published();

  @Test
  void seed42GivesThePublishedTable() {
    Table published = Table.read().csv(Checkout.published("census.csv").toFile());
    Table ours = CensusTables.ofSeed(PUBLISHED, 42, Recovery.ASSUMED);

    assertThat(ours.columnNames())
        .containsExactly(
            "learning_rate",
            "layer",
            "relu_dead_pct",
            "leaky_as_printed_dead_pct",
            "leaky_recovered_dead_pct");
    assertThat(ours.rowCount()).isEqualTo(20);
    for (int[] pair : new int[][] {{0, 0}, {1, 1}, {2, 2}, {4, 3}}) {
      assertThat(ours.numberColumn(pair[0]).asDoubleArray())
          .as(ours.column(pair[0]).name())
          .containsExactly(published.numberColumn(pair[1]).asDoubleArray());
    }
  }

  @Test
  void theOrderOfParallelWorkDoesNotShow() {
    SyntheticCensus census = new SyntheticCensus(3, 6, 4, 50, 1.5, Drift.GROWING);
    List<Double> rates = List.of(0.1, 1.0);
    Table table = CensusTables.overSeeds(census, 70, rates);

    assertThat(table.rowCount()).isEqualTo(70 * 2 * 3);
    int row = 0;
    for (int seed = 0; seed < 70; seed++) {
      for (double rate : rates) {
        for (int layer = 1; layer <= 3; layer++) {
          Row found = table.row(row++);
          assertThat(found.getInt("seed")).isEqualTo(seed);
          assertThat(found.getDouble("learning_rate")).isEqualTo(rate);
          assertThat(found.getInt("layer")).isEqualTo(layer);
          assertThat(found.getDouble("dead_pct"))
              .isEqualTo(census.draw(seed).count(rate, 0).deadPercent(layer));
        }
      }
    }
  }

  @Test
  void bandsHoldNineTenthsOfTheSeeds() {
    int seeds = 100;
    Table overSeeds =
        Table.create(
            IntColumn.create("seed"),
            DoubleColumn.create("learning_rate"),
            IntColumn.create("layer"),
            DoubleColumn.create("dead_pct"));
    for (int seed = 0; seed < seeds; seed++) {
      for (int layer = 1; layer <= 2; layer++) {
        overSeeds.intColumn(0).append(seed);
        overSeeds.doubleColumn(1).append(0.1);
        overSeeds.intColumn(2).append(layer);
        overSeeds.doubleColumn(3).append(layer == 1 ? 0 : seed + 1);
      }
    }
    Table bands = CensusTables.bands(overSeeds);

    assertThat(bands.intColumn("layer").asObjectArray()).containsExactly(1, 2);
    assertThat(bands.doubleColumn("p5").asDoubleArray()).containsExactly(0, 5);
    assertThat(bands.doubleColumn("median").asDoubleArray()).containsExactly(0, 50);
    assertThat(bands.doubleColumn("p95").asDoubleArray()).containsExactly(0, 95);
    assertThat(CensusTables.deadPercents(overSeeds, 0.1, 2)).hasSize(seeds).contains(1, 100);
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
