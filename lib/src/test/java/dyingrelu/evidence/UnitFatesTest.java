package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.claim.Samples;
import dyingrelu.machine.Checkout;
import dyingrelu.study.Experiment;
import dyingrelu.study.LocalThreads;
import dyingrelu.study.Question;
import dyingrelu.study.Runner;
import dyingrelu.study.RunnerTest;
import dyingrelu.study.Studies;
import dyingrelu.study.Trial;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class UnitFatesTest {
  private static Table ask(Question question) throws InterruptedException {
    List<Experiment> one = List.of(Studies.relu(1).get(0).epochs(1));
    Runner runner = new Runner(one, RunnerTest.NOISE, question, LocalThreads.all(), null);
    runner.run(RunnerTest.SILENCE);
    return runner.results();
  }

  @Test
  void lettersAddUpToTheCountsOfTheStudy() throws InterruptedException {
    Table units = ask(UnitFates.QUESTION);
    assertThat(units.rowCount()).isEqualTo(5 * 256);
    for (Row counted : ask(Trial.COUNTS)) {
      int epoch = counted.getInt("epoch");
      List<String> states =
          Samples.rows(units, "layer", counted.getInt("layer"))
              .stringColumn("state")
              .asList()
              .stream()
              .map(letters -> letters.substring(epoch, epoch + 1))
              .toList();
      assertThat(states).containsAnyOf("a", "s", "d").hasSize(256);
      assertThat(100.0 * states.stream().filter("d"::equals).count() / 256)
          .isEqualTo(counted.getDouble("dead_pct"));
      assertThat(100.0 * states.stream().filter(s -> !s.equals("a")).count() / 256)
          .isEqualTo(counted.getDouble("silent_on_probe_pct"));
    }
  }

  @Test
  void aUnitHasItsBiasAndNormFromTheStartOn() throws Exception {
    Table units = ask(UnitFates.QUESTION);
    for (Row unit : units) {
      assertThat(unit.getString("bias_thousandths")).matches("0 -?\\d+");
      assertThat(unit.getString("norm_hundredths")).matches("\\d+ \\d+");
    }
    assertThat(Study.naming().apply(units).columnNames())
        .isEqualTo(
            List.of(Files.readAllLines(Checkout.results("unit-fates.csv")).get(0).split(",")));
  }
}
