package dyingrelu.cure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.census.Monitor;
import dyingrelu.study.Results;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class ComparisonTest {
  /** Three epochs of two layers; each pair is accuracy and dead share; NaN has diverged. */
  private static void network(Table results, String task, String cure, int seed, double... pairs) {
    for (int epoch = 0; epoch < pairs.length / 2; epoch++) {
      for (int layer = 1; layer <= 2; layer++) {
        Row row = results.appendRow();
        row.setString("task", task);
        row.setString("cure", cure);
        row.setString("activation", "relu");
        row.setString("inputs", "raw" + (seed > 100 ? ", order " + seed : ""));
        row.setLong("seed", seed % 100);
        row.setInt("epoch", epoch + 1);
        row.setInt("layer", layer);
        if (!Double.isNaN(pairs[2 * epoch])) {
          row.setDouble("test_accuracy", pairs[2 * epoch]);
          row.setDouble("dead_pct", pairs[2 * epoch + 1] + (layer == 1 ? -1 : 1));
          row.setDouble("dormant_pct", 50);
        }
      }
    }
  }

  private static Table networks() {
    Table results = Results.empty("results");
    for (int seed = 1; seed <= 6; seed++) {
      double by = seed / 1000.0;
      network(results, "harsh", "ReLU", seed, 0.8, 70, 0.9 + by, 70, 0.85 + by, 60 + seed);
      network(results, "harsh", "norm", seed, 0.9, 5, 0.97 + by, 5, 0.97 + by, 5);
      network(results, "harsh", "leak", seed, 0.9, 5, 0.97, 5, 0.972 + by, 5);
      network(results, "harsh", "same", seed, 0.8, 70, 0.901 + by, 70, 0.85 + by, 60 + seed);
      network(results, "published", "ReLU", seed, 0.9, 20, 0.97 + by, 20, 0.97 + by, 20);
      network(results, "published", "norm", seed, 0.9, 2, 0.98 + by, 2, 0.98 + by, 2);
    }
    network(results, "harsh", "kick", 1, 0.5, 10, Double.NaN, 0, Double.NaN, 0);
    network(results, "harsh", "kick", 2, 0.5, 10, 0.6, 8, 0.7, 6);
    return Comparison.networks(results);
  }

  @Test
  void eachNetworkIsTheMeanOfItsLastTwoEpochsAndItsBest() {
    Table networks = networks();
    assertThat(networks.rowCount()).isEqualTo(6 * 6 + 2);
    Row first = networks.row(0);
    assertThat(first.getString("cure")).isEqualTo("ReLU");
    assertThat(first.getDouble("accuracy_pct")).isCloseTo(87.6, within(1e-9));
    assertThat(first.getDouble("best_pct")).isCloseTo(90.1, within(1e-9));
    assertThat(first.getDouble("dead_pct")).isEqualTo(61);
    assertThat(first.getInt("failed")).isZero();
  }

  @Test
  void layersAreBroughtTogether() {
    Table results = Results.empty("results");
    network(results, "harsh", "ReLU", 1, 0.8, 70, 0.9, 60, Double.NaN, 0);
    for (int row = 0; row < 4; row++) {
      results.intColumn("units").set(row, 256);
      results.doubleColumn("gradient_norm").set(row, 1 + row);
    }
    Table condensed = Comparison.condensed(results);
    assertThat(condensed.columnNames()).isEqualTo(results.columnNames());
    assertThat(condensed.intColumn("layer").asList()).containsExactly(0, 0, 0);
    assertThat(condensed.intColumn("units").asList().subList(0, 2)).containsExactly(512, 512);
    assertThat(condensed.doubleColumn("dead_pct").asList().subList(0, 2)).containsExactly(70., 60.);
    assertThat(condensed.doubleColumn("dead_pct").isMissing(2)).isTrue();
    assertThat(condensed.doubleColumn("gradient_norm").asList().subList(0, 2))
        .containsExactly(1., 3.);
    assertThat(Comparison.networks(condensed).print())
        .isEqualTo(Comparison.networks(results).print());
    assertThat(Comparison.condensed(condensed).print()).isEqualTo(condensed.print());
  }

  @Test
  void aNetworkThatDivergedGuessesAndHasNoDeadShare() {
    Table kicked = networks();
    kicked = kicked.where(kicked.stringColumn("cure").isEqualTo("kick"));
    assertThat(kicked.doubleColumn("accuracy_pct").asList().get(0)).isEqualTo(10.0);
    assertThat(kicked.doubleColumn("best_pct").get(0)).isEqualTo(50);
    assertThat(kicked.intColumn("failed").asList()).containsExactly(1, 0);
    assertThat(kicked.doubleColumn("dead_pct").isMissing(0)).isTrue();
    assertThat(Comparison.values(networks(), "harsh", "dead_pct", "kick")).containsExactly(6);
  }

  @Test
  void curesAreToldApartFromTheControlOnlyByMoreThanNoiseAndMoreThanTheLeastEffect() {
    Table against = Comparison.against(networks(), "harsh", "accuracy_pct");
    assertThat(against.stringColumn("cure").asList())
        .containsExactly("norm", "leak", "same", "kick");
    assertThat(against.stringColumn("told").asList())
        .containsExactly("above", "above", "not told apart", "not told apart");
    assertThat(against.doubleColumn("difference").get(0)).isCloseTo(9.5, within(1e-9));
    // Welch's interval by hand: s² = 0.035 each, t of 10 degrees 2.2281.
    assertThat(against.doubleColumn("high").get(0))
        .isCloseTo(9.5 + 2.22814 * Math.sqrt(2 * 0.035 / 6), within(1e-4));
    // All six above all six: U = 36, 18 above its mean, of deviation √(36 · 13 / 12).
    double p = 2 * (1 - new NormalDistribution().cumulativeProbability(18 / Math.sqrt(39)));
    assertThat(against.doubleColumn("p_holm").get(0)).isCloseTo(4 * p, within(1e-9));
  }

  @Test
  void plainNetworksInOtherOrdersCountWithTheControl() {
    Table results = Results.empty("results");
    for (int seed = 1; seed <= 3; seed++) {
      network(results, "harsh", "ReLU", seed, 0.5 + seed / 100., 0);
      network(results, "harsh", "ReLU again", 100 + seed, 0.7 + seed / 100., 0);
      network(results, "harsh", "norm", seed, 0.9 + seed / 100., 0);
    }
    Table networks = Comparison.networks(results);
    var plain = Comparison.difference(networks, "harsh", "best_pct", "norm");
    assertThat(plain.value()).isCloseTo(30, within(1e-9));
    assertThat(plain.how()).isEqualTo("means of 3 and 6");
    assertThat(Comparison.difference(networks, "harsh", "best_pct", "norm", "ReLU").value())
        .isCloseTo(40, within(1e-9));
    assertThat(Comparison.against(networks, "harsh", "best_pct").rowCount()).isEqualTo(1);
  }

  @Test
  void aCureWhoseNetworksAllDivergedIsNotComparedByItsDead() {
    Table results = Results.empty("results");
    for (int seed = 1; seed <= 3; seed++) {
      network(results, "harsh", "ReLU", seed, 0.5, 60 + seed);
      network(results, "harsh", "wild", seed, Double.NaN, 0);
      network(results, "harsh", "norm", seed, 0.9, seed);
    }
    Table against = Comparison.against(Comparison.networks(results), "harsh", "dead_pct");
    assertThat(against.stringColumn("cure").asList()).containsExactly("norm");
  }

  @Test
  void anUnknownCureIsNamed() {
    assertThatThrownBy(() -> Comparison.values(networks(), "harsh", "best_pct", "nrom"))
        .hasMessageStartingWith("No network of nrom on the harsh task has a value of best_pct");
  }

  private static Monitor.Report report(int dead) {
    float[][] outputs = new float[3][20];
    for (float[] row : outputs) {
      for (int unit = dead; unit < 20; unit++) {
        row[unit] = 1;
      }
    }
    var monitor = new Monitor().layer("a", new Activation.Relu()).layer("b", new Activation.Relu());
    monitor.observe("a", Nd4j.createFromArray(outputs));
    return monitor.observe("b", Nd4j.createFromArray(outputs)).report();
  }

  @Test
  void adviceRestsOnTheTaskThatIsMostAlikeAndNamesAllThatAreNotToldApart() {
    Advice harsh = Advice.of(report(12), networks());
    assertThat(harsh.cures()).containsExactly("norm", "leak");
    assertThat(harsh.found()).isEqualTo("60 % of all units are dead, and of the worst layer 60 %.");
    assertThat(harsh.what()).isEqualTo("Start again with norm.");
    assertThat(harsh.evidence()).contains("harsh task", "norm: 97.35 (", "ReLU: 87.85 (");
    assertThat(Advice.of(report(4), networks()).evidence()).contains("published task");
  }

  @Test
  void aDeadLayerBlocksAndFewDeadUnitsNeedNoCure() {
    assertThat(Advice.of(report(20), networks()).what()).startsWith("No error passes a layer");
    Advice none = Advice.of(report(2), networks());
    assertThat(none.cures()).isEqualTo(List.of());
    assertThat(none.what()).startsWith("Nothing to cure");
  }
}
