package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import dyingrelu.notebook.ProgressListener;
import dyingrelu.study.Experiment;
import dyingrelu.study.Inputs;
import dyingrelu.study.LocalThreads;
import dyingrelu.study.Runner;
import dyingrelu.study.RunnerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class CausesTest {
  /** Two networks on batches of 10, so that an epoch of noise has 70 steps. */
  private static List<Experiment> small(int epochs) {
    return Causes.experiments(1).stream()
        .limit(2)
        .map(e -> e.epochs(epochs))
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
  }

  private static Runner run(List<Experiment> experiments, Path file, ProgressListener listener)
      throws InterruptedException {
    Runner runner =
        new Runner(experiments, RunnerTest.NOISE, Causes.QUESTION, new LocalThreads(1), file);
    runner.run(listener);
    return runner;
  }

  @Test
  void countsAndFallsAgreeWithTheStudyOfTheSameNetworks() throws InterruptedException {
    List<Experiment> one = small(1).subList(0, 1);
    Table causes = run(one, null, RunnerTest.SILENCE).results();
    Runner runner = new Runner(one, RunnerTest.NOISE);
    runner.run(RunnerTest.SILENCE);
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

  /** The first version lost all its networks, also when only the last of them was missing. */
  @Test
  void interruptedItGoesOnFromItsFileToTheSameEnd(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("causes.csv");
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                run(
                    small(2),
                    file,
                    (experiment, done, total, detail) -> {
                      if (done == 1 && Files.exists(file)) {
                        caller.interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    Thread.interrupted();
    List<Integer> done = new ArrayList<>();
    Runner resumed = run(small(2), file, (experiment, epochs, total, detail) -> done.add(epochs));
    assertThat(done).containsExactly(0, 1, 2); // The first network is not trained again.
    assertThat(resumed.results().printAll())
        .isEqualTo(run(small(2), null, RunnerTest.SILENCE).results().printAll());
  }

  /** The first version failed as a whole. */
  @Test
  void aNetworkThatDivergesIsOneRowWithoutValuesAndTheOthersGoOn() throws Exception {
    Experiment wild = small(2).get(0);
    wild = wild.with(wild.recipe().with(new Optimizer.Sgd(1e30)));
    Table rows = run(List.of(wild, small(2).get(1)), null, RunnerTest.SILENCE).results();
    assertThat(rows.rowCount()).isEqualTo(1 + 5);
    assertThat(rows.row(0).isMissing("dead_last")).isTrue();
    assertThat(rows.row(1).isMissing("dead_last")).isFalse();
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

  @Test
  void theCausesAreAskedOfFourNetworksASeed() {
    List<Experiment> experiments = Causes.experiments(1, 2);
    assertThat(experiments).hasSize(8).doesNotHaveDuplicates();
    assertThat(experiments).filteredOn(e -> e.inputs() instanceof Inputs.Centred).hasSize(2);
    assertThat(experiments)
        .filteredOn(e -> e.recipe().optimizer().learningRate() == 0.0005)
        .hasSize(2);
  }
}
