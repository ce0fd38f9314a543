package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.data.Digits;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.study.Experiment;
import dyingrelu.study.LocalThreads;
import dyingrelu.study.Runner;
import dyingrelu.study.RunnerTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class SilenceTest {
  private static Digits one(int row, int column) {
    INDArray image = Nd4j.zeros(1, Digits.PIXELS);
    image.putScalar(0, row * Digits.SIDE + column, 1);
    return new Digits("one pixel", image, new int[] {0}, true);
  }

  @Test
  void aQuarterTurnTakesAPixelOfTheTopToTheRight() {
    INDArray turned = Silence.turned(one(3, 10), 90);
    // Row 3 from the top becomes column 3 from the right.
    assertThat(turned.getDouble(0, 10 * Digits.SIDE + 24)).isCloseTo(1, within(1e-6));
    assertThat(turned.sumNumber().doubleValue()).isCloseTo(1, within(1e-6));
  }

  @Test
  void thereAndBackIsNearlyWhereItWas() {
    Digits digits = RunnerTest.NOISE.test();
    INDArray back = Silence.turned(one(14, 13), 15);
    assertThat(back.getDouble(0, 14 * Digits.SIDE + 13)).isBetween(0.5, 1.0);
    assertThat(Silence.turned(digits, 0)).isEqualTo(digits.images());
  }

  @Test
  void deadUnitsAndBlankPixelsAreTheOnesThatAreLeftOut() {
    INDArray images = Nd4j.rand(64, Digits.PIXELS).addi(0.1);
    for (int pixel = 0; pixel < Digits.PIXELS / 2; pixel++) {
      images.getColumn(pixel).assign(0);
    }
    Digits digits = new Digits("half blank", images, new int[64], true);
    Architecture shape =
        new Architecture(
            Digits.PIXELS, List.of(8, 8), 2, new Activation.Relu(), Initializer.HE_NORMAL);
    Network network = Network.create(shape, 1);
    network.biases(1).assign(1_000);
    network.biases(2).assign(10_000);
    network.biases(2).putScalar(0, -1e6);
    network.biases(2).putScalar(1, -1e6);
    double[] on = Silence.on(network, digits);
    assertThat(on[0]).isCloseTo(50, within(1e-9));
    assertThat(on[1]).isCloseTo(100 * 14 / 16.0, within(1e-9));
    double first = 784 * 8 * 0.5 * 2;
    double second = 8 * 8 * (1 + 2 * 0.75);
    double last = 8 * 2 * 0.75 * 3;
    double all = 784 * 8 * 2 + 8 * 8 * 3 + 8 * 2 * 3;
    assertThat(on[2]).isCloseTo(100 * (first + second + last) / all, within(1e-9));
  }

  @Test
  void everyEpochIsMeasuredAndTurnedImagesOnlyAfterTheLast() throws InterruptedException {
    List<Experiment> one = List.of(Silence.experiments(1).get(0).epochs(1));
    Runner runner = new Runner(one, RunnerTest.NOISE, Silence.QUESTION, new LocalThreads(1), null);
    runner.run(RunnerTest.SILENCE);
    Table table = runner.results();
    assertThat(table.intColumn("epoch").asObjectArray()).containsExactly(0, 1);
    assertThat(table.doubleColumn("accuracy_turned_15").isMissing().toArray()).containsExactly(0);
    for (Row row : table) {
      assertThat(row.getDouble("multiplications_pct")).isBetween(1.0, 100.0);
      assertThat(row.getDouble("seconds_dense")).isPositive();
      assertThat(row.getDouble("seconds_skipping")).isPositive();
    }
  }
}
