package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.claim.Samples;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class DeathsTest {
  private static final long[] ONE = {1};

  @Test
  void halfOfLayerTwoIsDeadWhenItWasSilenced() throws InterruptedException {
    Table dead = Deaths.cascade(RunnerTest.NOISE, ONE, line -> {});
    assertThat(dead.rowCount()).isEqualTo(3 * 5);
    for (String silenced : new String[] {"before training", "after epoch 1"}) {
      Table layer2 = Samples.rows(dead, "silenced", silenced, "layer", 2);
      assertThat(layer2.intColumn("dead").get(0)).isBetween(128, 256);
    }
    Table never = Samples.rows(dead, "silenced", "never", "layer", 2);
    assertThat(never.intColumn("dead").get(0)).isLessThan(128);
  }

  @Test
  void everyLivingUnitIsInOneRange() throws InterruptedException {
    Table next = Deaths.next(RunnerTest.NOISE, ONE, line -> {});
    Table first = Samples.rows(next, "epoch", 0, "layer", 1);
    assertThat(first.intColumn("units").sum()).isEqualTo(256);
    for (Row row : next) {
      assertThat(row.getInt("dead_next")).isBetween(0, row.getInt("units"));
    }
  }

  @Test
  void theLayerBelowTheFirstIsTheImagesWhichDoNotChange() throws InterruptedException {
    Table moved = Deaths.moved(RunnerTest.NOISE, ONE, line -> {});
    assertThat(moved.rowCount()).isEqualTo((3 + 2) * 5);
    for (Row row : moved) {
      if (row.getInt("deaths") == 0) {
        assertThat(row.getDouble("fall_by_weights")).isNaN();
      } else if (row.getInt("layer") == 1) {
        assertThat(row.getDouble("fall_by_below")).isZero();
      }
    }
  }
}
