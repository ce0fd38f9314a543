package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.cure.Cure;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class FatesTest {
  private static void after(Table results, int epoch, int... silent) {
    BitSet units = new BitSet();
    for (int unit : silent) {
      units.set(unit);
    }
    Results.append(
        results, Studies.Task.PUBLISHED.of(Cure.of(Cure.CONTROL), 7, 3), 0, epoch, 1, 256);
    results.row(results.rowCount() - 1).setString("silent_units", Fates.hex(units));
  }

  @Test
  void everyUnitHasOneFate() {
    Table results = Results.empty("by hand");
    after(results, 0, 9); // 9: silent from the start
    after(results, 1, 9, 0, 255); // 0: for good since 1; 255: twice silent, then back
    after(results, 2, 9, 0, 100); // 100: for good since 2
    after(results, 3, 9, 0, 100, 255); // 255: for good since 3
    assertThat(Fates.of(results).printAll().lines().skip(3).map(line -> line.replaceAll(" ", "")))
        .containsExactly(
            "relu|7|1|neversilent|0|252|",
            "relu|7|1|cameback|0|0|",
            "relu|7|1|silentforgood|0|1|",
            "relu|7|1|silentforgood|1|1|",
            "relu|7|1|silentforgood|2|1|",
            "relu|7|1|silentforgood|3|1|");
    after(results, 4, 9, 100); // 0 and 255 came back
    assertThat(Fates.of(results).printAll().lines().skip(3).map(line -> line.replaceAll(" ", "")))
        .containsExactly(
            "relu|7|1|neversilent|0|252|",
            "relu|7|1|cameback|0|2|",
            "relu|7|1|silentforgood|0|1|",
            "relu|7|1|silentforgood|2|1|");
  }

  @Test
  void unitsTravelAsAHexadecimalNumber() {
    BitSet units = new BitSet();
    assertThat(Fates.hex(units)).isEqualTo("0");
    units.set(0);
    units.set(5);
    units.set(255);
    assertThat(Fates.hex(units)).isEqualTo("8" + "0".repeat(61) + "21");
    assertThat(Fates.units(Fates.hex(units))).isEqualTo(units);
  }

  /** 2.56 units of 256 are 1 %: of 64 silent ones 16 come back while 32 others fall silent. */
  @Test
  void theTurnoverCountsThoseWhoComeAndThoseWhoGo() {
    Table results = Results.empty("by hand");
    double[] silent = {0, 25, 31.25};
    int[] revived = {0, 0, 16};
    for (int i = 0; i < 3; i++) {
      after(results, i);
      results.row(i).setDouble("silent_on_train_pct", silent[i]);
      results.row(i).setInt("revived", revived[i]);
    }
    Table turnover = Fates.turnover(results);
    assertThat(turnover.intColumn("epoch").asList()).containsExactly(1, 2);
    assertThat(turnover.intColumn("fell_silent").asList()).containsExactly(64, 32);
    assertThat(turnover.intColumn("revived").asList()).containsExactly(0, 16);
    assertThat(turnover.row(0).isMissing("revived_pct")).isTrue();
    assertThat(turnover.row(1).getDouble("revived_pct")).isEqualTo(25);
  }
}
