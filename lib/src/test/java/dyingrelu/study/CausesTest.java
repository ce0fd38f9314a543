package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.network.Network;
import dyingrelu.network.Recipe;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class CausesTest {
  /** One epoch of noise, which has fewer steps than count as early: more of it, repeated. */
  @Test
  void countsAndFallsAgreeWithTheStudyOfTheSameNetworks() throws InterruptedException {
    List<Experiment> one =
        Causes.experiments(1).stream()
            .filter(e -> !(e.inputs() instanceof Inputs.Centred))
            .limit(1)
            .map(e -> e.epochs(1))
            .map(
                e ->
                    e.with(
                        new Recipe(
                            e.recipe().optimizer(),
                            10,
                            e.recipe().schedule(),
                            e.recipe().decay(),
                            0,
                            List.of())))
            .toList();
    Table causes = Causes.of(RunnerTest.NOISE, one, line -> {});
    Runner runner = new Runner(one, RunnerTest.NOISE);
    runner.run((experiment, done, total, detail) -> {});
    Table results = runner.results();
    assertThat(causes.rowCount()).isEqualTo(5);
    for (Row row : causes) {
      int layer = row.getInt("layer");
      Row last = results.row(5 + layer - 1);
      assertThat(100.0 * row.getInt("dead_last") / 256).isEqualTo(last.getDouble("dead_pct"));
      assertThat(row.getDouble("accuracy")).isEqualTo(last.getDouble("test_accuracy"));
      // One epoch is the first and the last.
      assertThat(row.getInt("dead_first")).isEqualTo(row.getInt("dead_last"));
      assertThat(row.getInt("dead_first_early")).isBetween(0, row.getInt("dead_early"));
      assertThat(row.getInt("dead_last")).isPositive();
      assertThat(row.getDouble("fall_first")).isEqualTo(row.getDouble("fall_last")).isPositive();
      assertThat(row.getDouble("fall_last_by_bias"))
          .isCloseTo(-row.getDouble("bias_dead"), within(1e-9));
      // What was not dead before fires again with the weights it had.
      assertThat(row.getInt("woken_by_weights")).isBetween(1, row.getInt("dead_last"));
      assertThat(row.getDouble("participation_ratio")).isBetween(1.0, 256.0);
      assertThat(row.getDouble("linear_accuracy")).isBetween(0.0, 1.0);
    }
  }

  /** The last layer's ten units are copies of one another, so they fill one dimension. */
  @Test
  void copiesOfOneUnitFillOneDimension() {
    Network network = Network.create(Causes.experiments(1).get(0).architecture(), 1);
    network.weights(5).assign(network.weights(5).getColumn(0).dup().reshape(256, 1).repeat(1, 256));
    assertThat(Worth.of(network, RunnerTest.NOISE, 1)[0]).isCloseTo(1, within(1e-3));
    Network drawn = Network.create(Causes.experiments(1).get(0).architecture(), 1);
    assertThat(Worth.of(drawn, RunnerTest.NOISE, 1)[0]).isGreaterThan(1.5);
  }
}
