package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.study.Results;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class NetworkRowsTest {
  private static void add(Table table, int depth, int layer, double dead, Double accuracy) {
    Row row = table.appendRow();
    for (String text : new String[] {"cure", "initializer", "optimizer"}) {
      row.setString(text, text);
    }
    row.setString("task", "phase diagram");
    row.setDouble("learning_rate", 0.01);
    row.setInt("depth", depth);
    row.setLong("seed", 1);
    row.setInt("epoch", 1);
    row.setInt("parameters", 100 * depth);
    row.setInt("layer", layer);
    row.setInt("revived", layer);
    row.setDouble("dead_pct", dead);
    if (accuracy != null) {
      row.setDouble("test_accuracy", accuracy);
    }
  }

  @Test
  void layersAreFoldedIntoTheirMeanAndTheirSum() {
    Table results = Results.empty("live");
    add(results, 2, 1, 10, 0.9);
    add(results, 2, 2, 40, 0.9);

    Table rows = NetworkRows.of(results);

    assertThat(rows.rowCount()).isOne();
    assertThat(rows.doubleColumn("dead_pct").get(0)).isEqualTo(25);
    assertThat(rows.intColumn("revived").get(0)).isEqualTo(3);
    assertThat(rows.doubleColumn("test_accuracy").get(0)).isEqualTo(0.9);
  }

  /** The phase diagram has one row for all layers together and one for the last. */
  @Test
  void theRowOfAllLayersCountsAloneAndNetworksOfOtherShapesStayApart() {
    Table results = Results.empty("phase-diagram");
    add(results, 2, 0, 30, 0.9);
    add(results, 2, 2, 50, null);
    add(results, 5, 0, 60, 0.8);

    Table rows = NetworkRows.of(results);

    assertThat(rows.intColumn("depth").asList()).containsExactly(2, 5);
    assertThat(rows.doubleColumn("dead_pct").asList()).containsExactly(30.0, 60.0);
    assertThat(rows.doubleColumn("test_accuracy").asList()).containsExactly(0.9, 0.8);
  }
}
