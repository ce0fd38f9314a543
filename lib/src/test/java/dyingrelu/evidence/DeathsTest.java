package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.claim.Samples;
import dyingrelu.machine.Checkout;
import dyingrelu.study.Experiment;
import dyingrelu.study.LocalThreads;
import dyingrelu.study.Question;
import dyingrelu.study.Runner;
import dyingrelu.study.RunnerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** The studies of who dies, on networks that learn noise. */
class DeathsTest {
  private static Table ask(List<Experiment> experiments, Question question)
      throws InterruptedException {
    Runner runner = new Runner(experiments, RunnerTest.NOISE, question, LocalThreads.all(), null);
    runner.run(RunnerTest.SILENCE);
    return runner.results();
  }

  @Test
  void halfOfLayerTwoIsDeadWhenItWasSilenced() throws InterruptedException {
    Table dead = ask(HalfSilenced.experiments(1), HalfSilenced.QUESTION);
    assertThat(dead.rowCount()).isEqualTo(3 * 5);
    for (String silenced : List.of("before training", "after epoch 1")) {
      Table layer2 = Samples.rows(dead, "cure", silenced, "layer", 2);
      assertThat(layer2.intColumn("dead").get(0)).isBetween(128, 256);
    }
    Table never = Samples.rows(dead, "cure", "never", "layer", 2);
    assertThat(never.intColumn("dead").get(0)).isLessThan(128);
  }

  @Test
  void everyLivingUnitIsInOneRange() throws InterruptedException {
    Table next = ask(ActiveShare.experiments(1), ActiveShare.QUESTION);
    Table first = Samples.rows(next, "epoch", 0, "layer", 1);
    assertThat(first.intColumn("units").sum()).isEqualTo(256);
    for (Row row : next) {
      assertThat(row.getInt("dead_next")).isBetween(0, row.getInt("units"));
    }
  }

  @Test
  void theLayerBelowTheFirstIsTheImagesWhichDoNotChange() throws InterruptedException {
    Table moved = ask(UnitDeaths.experiments(1), UnitDeaths.QUESTION);
    assertThat(moved.rowCount()).isEqualTo((3 + 2) * 5);
    for (Row row : moved) {
      if (row.getInt("deaths") == 0) {
        assertThat(row.getDouble("fall_by_weights")).isNaN();
      } else if (row.getInt("layer") == 1) {
        assertThat(row.getDouble("fall_by_below")).isZero();
      }
    }
  }

  @Test
  void gammaTellsOfAsManyDeadAsThereAre() throws InterruptedException {
    Table gamma = ask(StartGamma.experiments(1), StartGamma.QUESTION);
    Table moved = ask(UnitDeaths.experiments(1), UnitDeaths.QUESTION);
    assertThat(gamma.rowCount()).isEqualTo(2 * 2 * 5);
    for (Row row : gamma) {
      Table same =
          Samples.rows(
              moved,
              "cure",
              row.getString("cure"),
              "inputs",
              row.getString("inputs"),
              "layer",
              row.getInt("layer"));
      assertThat(row.getInt("dead")).isEqualTo(same.intColumn("dead_last").get(0));
    }
  }

  @Test
  void theShareOfPairsToldRight() {
    BitSet dead = new BitSet();
    dead.set(0);
    dead.set(3);
    assertThat(StartGamma.greater(new double[] {5, 1, 2, 4}, dead)).isEqualTo(1);
    assertThat(StartGamma.greater(new double[] {1, 5, 2, 1.5}, dead)).isZero();
    assertThat(StartGamma.greater(new double[] {3, 3, 3, 3}, dead)).isEqualTo(0.5);
  }

  @Test
  void theFilesKeepTheColumnsThatTheyAlwaysHad() throws Exception {
    Experiment one = HalfSilenced.experiments(1).get(0);
    assertThat(
            Study.naming("silenced=cure", "seed")
                .apply(ask(List.of(one), HalfSilenced.QUESTION))
                .columnNames())
        .isEqualTo(header("half-silenced"));
    assertThat(Study.naming("seed").apply(ask(List.of(one), ActiveShare.QUESTION)).columnNames())
        .isEqualTo(header("active-share"));
    assertThat(
            Study.naming("rule=cure", "inputs", "seed")
                .apply(ask(List.of(one), UnitDeaths.QUESTION))
                .columnNames())
        .isEqualTo(header("unit-deaths"));
    assertThat(
            Study.naming("rule=cure", "inputs", "seed")
                .apply(ask(List.of(one.epochs(1)), StartGamma.QUESTION))
                .columnNames())
        .isEqualTo(header("start-gamma"));
  }

  private static List<String> header(String file) throws IOException {
    return List.of(Files.readAllLines(Checkout.results(file + ".csv")).get(0).split(","));
  }
}
