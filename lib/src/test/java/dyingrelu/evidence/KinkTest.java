package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.activation.Activation;
import dyingrelu.data.GeneratedDigits;
import dyingrelu.study.Experiment;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class KinkTest {
  @Test
  void cornersDifferInNothingButTheActivation() {
    List<Experiment> corners =
        Kink.experiments(1, 2).stream().filter(e -> e.task().equals("corner")).toList();
    assertThat(corners).hasSize(6 * 2 * 2);
    Experiment relu = corners.get(3);
    assertThat(relu.architecture().activation()).isEqualTo(new Activation.Relu());
    assertThat(corners)
        .filteredOn(e -> e.seed() == 1 && e.recipe().equals(relu.recipe()))
        .hasSize(6)
        .allSatisfy(
            e ->
                assertThat(e.architecture().with(new Activation.Relu()))
                    .isEqualTo(relu.architecture()));
    assertThat(corners)
        .extracting(e -> e.architecture().activation())
        .contains(new Activation.Softplus(10), new Activation.Relu(1));
  }

  @Test
  void costIsMeasuredOncePerRoundAndActivation() throws InterruptedException {
    Table cost = ActivationCost.of(GeneratedDigits.draw("tiny", 2_560, 1), 0, 2);
    assertThat(cost.rowCount()).isEqualTo(2 * 11);
    assertThat(cost.intColumn("round").asList()).containsOnly(1, 2);
    assertThat(cost.stringColumn("activation").countUnique()).isEqualTo(11);
    assertThat(cost.doubleColumn("element_ns").min()).isPositive();
    assertThat(cost.doubleColumn("step_ms").min()).isPositive();
  }
}
