package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.network.Network;
import dyingrelu.network.Recipe;
import dyingrelu.network.Training;
import dyingrelu.study.Experiment;
import dyingrelu.study.LocalThreads;
import dyingrelu.study.Runner;
import dyingrelu.study.RunnerTest;
import dyingrelu.study.Studies;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class FirstEpochTest {
  @Test
  void theSameWeightsInTwoOrdersPartAtTheFirstStep() throws Exception {
    // Batches of 5, so that an epoch of noise has 140 steps.
    List<Experiment> two =
        FirstEpoch.experiments(1, 101, 102).stream()
            .map(e -> e.with(Recipe.of(e.recipe().optimizer(), 5)))
            .toList();
    Runner runner =
        new Runner(two, RunnerTest.NOISE, FirstEpoch.QUESTION, LocalThreads.all(), null);
    runner.run(RunnerTest.SILENCE);
    Runner counts = new Runner(two, RunnerTest.NOISE);
    counts.run(RunnerTest.SILENCE);
    Table end = counts.results().where(t -> t.intColumn("epoch").isEqualTo(1));
    Table rows = runner.results();
    assertThat(rows.rowCount()).isEqualTo(2 * 5);
    assertThat(rows.longColumn("seed").unique().asList()).containsExactly(1L);
    assertThat(rows.longColumn("order").asList()).startsWith(101L).endsWith(102L);
    assertThat(rows.doubleColumn("silent_end_pct").asList())
        .isEqualTo(end.doubleColumn("silent_on_probe_pct").asList());
    assertThat(rows.doubleColumn("dead_pct").asList())
        .isEqualTo(end.doubleColumn("dead_pct").asList());
    assertThat(rows.row(0).getDouble("loss_1")).isNotEqualTo(rows.row(5).getDouble("loss_1"));
    for (Row row : rows) {
      int[] order = training(row.getLong("order")).order(0);
      long[] digits = new long[10];
      for (int image : Arrays.copyOf(order, 5)) {
        digits[RunnerTest.NOISE.train().labels()[image]]++;
      }
      assertThat(row.getDouble("largest_class_1"))
          .isEqualTo(Arrays.stream(digits).max().getAsLong() / 5.0);
      // Adam's first step moves each parameter that has a gradient by the rate.
      assertThat(row.getDouble("step_1")).isBetween(0.1 * 0.005 * 683, 0.005 * 684);
      assertThat(row.getDouble("output_1")).isPositive();
    }
  }

  private static Training training(long order) {
    Experiment one = Studies.relu(1).get(0);
    return new Training(
        Network.create(one.architecture(), 1),
        one.recipe(),
        RunnerTest.NOISE.train().images(),
        RunnerTest.NOISE.train().labels(),
        order);
  }
}
