package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.cure.Start;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class BiasDriftTest {
  @Test
  void theMeansArePartedByWhoIsDead() {
    Table layer =
        Table.create(IntColumn.create("unit", 1, 2, 3), DoubleColumn.create("bias", -3, 1, 2));
    Table into = Table.create();
    for (String name : List.of("bias", "absolute_bias", "bias_of_dead", "bias_of_living")) {
      into.addColumns(DoubleColumn.create(name));
    }
    BiasDrift.fill(into.appendRow(), layer, Set.of(1));
    BiasDrift.fill(into.appendRow(), layer, Set.of());
    assertThat(into.doubleColumn("bias").asDoubleArray()).containsExactly(0, 0);
    assertThat(into.doubleColumn("absolute_bias").asDoubleArray()).containsExactly(2, 2);
    assertThat(into.doubleColumn("bias_of_dead").get(0)).isEqualTo(-3);
    assertThat(into.doubleColumn("bias_of_dead").isMissing(1)).isTrue();
    assertThat(into.doubleColumn("bias_of_living").asDoubleArray()).containsExactly(1.5, 0);
  }

  @Test
  void theBiasesAreThoseOfTheTrainedNetwork() throws Exception {
    Experiment experiment =
        new Experiment(
            "noise",
            "ReLU",
            new Architecture(784, List.of(8, 6), 10, new Activation.Relu(), Initializer.HE_NORMAL),
            Recipe.of(new Optimizer.Sgd(0.1), 64),
            new Start.AsDrawn(),
            new Inputs.Raw(),
            4,
            2);
    Table drift = BiasDrift.of(List.of(experiment), RunnerTest.NOISE, line -> {});
    Runner runner = new Runner(List.of(experiment), RunnerTest.NOISE);
    runner.run((name, done, total, detail) -> {});
    Network network = runner.network("ReLU", 4);
    assertThat(drift.rowCount()).isEqualTo(2 * 3);
    for (Row row : drift) {
      double expected =
          row.getInt("epoch") == 0
              ? 0
              : network.biases(row.getInt("layer")).meanNumber().doubleValue();
      if (row.getInt("epoch") != 1) {
        assertThat(row.getDouble("bias")).isCloseTo(expected, within(1e-6));
      }
      assertThat(row.getString("optimizer")).isEqualTo("sgd");
    }
  }
}
