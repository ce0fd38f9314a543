package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.claim.Samples;
import dyingrelu.cure.Start;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import dyingrelu.study.Experiment;
import dyingrelu.study.Inputs;
import dyingrelu.study.Runner;
import dyingrelu.study.RunnerTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class BiasDriftTest {
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
            4,
            2);
    Table drift = BiasDrift.of(List.of(experiment), RunnerTest.NOISE, line -> {});
    Runner runner = new Runner(List.of(experiment), RunnerTest.NOISE);
    runner.run((name, done, total, detail) -> {});
    Network network = runner.network("ReLU", 4);
    assertThat(drift.rowCount()).isEqualTo(2 * 3);
    Table units = runner.units("ReLU", 4);
    for (Row row : drift) {
      double expected =
          row.getInt("epoch") == 0
              ? 0
              : network.biases(row.getInt("layer")).meanNumber().doubleValue();
      if (row.getInt("epoch") != 1) {
        assertThat(row.getDouble("bias")).isCloseTo(expected, within(1e-6));
      }
      assertThat(row.getString("optimizer")).isEqualTo("sgd");
      Table layer = Samples.rows(units, "layer", row.getInt("layer"), "epoch", row.getInt("epoch"));
      Table dead = layer.where(layer.stringColumn("end").isEqualTo("silent at the end"));
      assertThat(row.getInt("dead_at_end")).isEqualTo(dead.rowCount());
      assertThat(dead.isEmpty()).isEqualTo(row.isMissing("bias_of_dead"));
      if (!dead.isEmpty()) {
        assertThat(row.getDouble("bias_of_dead"))
            .isCloseTo(dead.doubleColumn("bias").mean(), within(1e-6));
      }
    }
  }
}
