package dyingrelu.census;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.activation.Activation;
import dyingrelu.network.Optimizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class DriftedNetworkTest {
  private static final SyntheticCensus PUBLISHED = SyntheticCensus.published();
  private static final Activation RELU = new Activation.Relu();
  private static final Activation LEAKY = new Activation.LeakyRelu(0.01);

  @Test
  void hasTheSilentUnitsOfTheCensus() throws Exception {
    for (double rate : new double[] {0.001, 0.1, 1}) {
      var units = PUBLISHED.draw(42).count(rate, 0).layers();
      var silent = new DriftedNetwork(PUBLISHED, 42, rate, RELU).silent();
      for (int layer = 0; layer < 5; layer++) {
        for (int unit = 0; unit < 20; unit++) {
          assertThat(silent.get(layer).get(unit)).isEqualTo(units.get(layer).get(unit).silent());
        }
      }
    }
  }

  @Test
  void noGradientReachesASilentReluUnitAndALeakLetsOneThrough() throws Exception {
    assertThat(new DriftedNetwork(PUBLISHED, 42, 0.1, RELU).greatestGradientOfSilent()).isZero();
    assertThat(new DriftedNetwork(PUBLISHED, 42, 0.1, LEAKY).greatestGradientOfSilent())
        .isPositive();
  }

  @Test
  void countsEveryFifthStepFromBeforeTheFirstAndLearns() throws Exception {
    Table rows =
        DriftedNetwork.train(
            PUBLISHED, List.of(42L, 1L), 0.1, RELU, List.of(new Optimizer.Sgd(0.1)), 30);
    assertThat(rows.rowCount()).isEqualTo(2 * 7);
    assertThat(rows.intColumn("silent").get(0)).isEqualTo(14);
    assertThat(rows.intColumn("woken").get(0)).isZero();
    assertThat(rows.doubleColumn("loss").isMissing(0)).isTrue();
    assertThat(rows.doubleColumn("loss").get(6)).isLessThan(rows.doubleColumn("loss").get(1));
    assertThat(rows.stringColumn("optimizer").get(0)).isEqualTo("SGD 0.1");
  }
}
