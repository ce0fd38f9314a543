package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class RowsTest {
  @Test
  void theFirstRowDecidesTheTypes() {
    Table table =
        new Rows("rule", "seed", "dead", "share")
            .add("SGD", 1L, 2, 0.5)
            .add("Adam", 2L, 3, Double.NaN)
            .table();
    assertThat(table.columnNames()).containsExactly("rule", "seed", "dead", "share");
    assertThat(table.stringColumn("rule").asList()).containsExactly("SGD", "Adam");
    assertThat(table.longColumn("seed").asList()).containsExactly(1L, 2L);
    assertThat(table.intColumn("dead").asList()).containsExactly(2, 3);
    assertThat(table.doubleColumn("share").isMissing(1)).isTrue();
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new Rows("rule", "seed").add("SGD"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A row of 1 values does not fit the columns [rule, seed]");
  }
}
