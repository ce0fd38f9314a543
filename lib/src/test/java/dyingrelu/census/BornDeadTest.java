package dyingrelu.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Normalization;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

class BornDeadTest {
  private static Architecture relu(int inputs, List<Integer> hidden) {
    return new Architecture(inputs, hidden, 2, new Activation.Relu(), Initializer.HE_NORMAL);
  }

  @Test
  void theFormulaByHand() {
    assertThat(BornDead.probability(List.of(1))).isEqualTo(0.5);
    assertThat(BornDead.probability(List.of(2, 2))).isEqualTo(1 - 0.75 * 0.75);
    assertThat(BornDead.probability(List.of(1, 3))).isEqualTo(1 - 0.5 * 0.875);
    assertThat(BornDead.probability(Collections.nCopies(1000, 3))).isCloseTo(1, within(1e-12));
  }

  /** Every pattern of signs once: of symmetric weights each is as likely as any other. */
  @ParameterizedTest
  @CsvSource({"1,1,1", "2,1,1", "2,2,1", "1,2,3", "3,1,2", "2,2,2", "3,3,1"})
  void theFormulaAgainstEveryPatternOfSigns(int first, int second, int third) {
    List<Integer> hidden = List.of(first, second, third);
    Architecture architecture = relu(1, hidden);
    Network network = Network.create(architecture, 7);
    int weights = first + first * second + second * third;
    float[] size = Network.create(architecture, 7).parameters().dup().data().asFloat();
    float[][] input = {{1.5f}};
    long dead = 0;
    for (int signs = 0; signs < 1 << weights; signs++) {
      float[] signed = size.clone();
      int bit = 0;
      int at = 0;
      for (int layer = 1; layer <= 3; layer++) {
        int count = architecture.fanIn(layer) * architecture.units(layer);
        for (int i = 0; i < count; i++, bit++) {
          signed[at + i] =
              (signs >> bit & 1) == 1 ? -Math.abs(size[at + i]) : Math.abs(size[at + i]);
        }
        at += count + architecture.units(layer);
      }
      network.parameters().assign(Nd4j.create(signed, 1, signed.length));
      dead += BornDead.firstDeadLayer(network, input) <= 3 ? 1 : 0;
    }
    assertThat((double) dead / (1 << weights)).isEqualTo(BornDead.probability(hidden));
  }

  @Test
  void simulatedNetworksFollowTheFormulaAtEveryDepth() {
    int networks = 4000;
    double[] share =
        BornDead.simulate(
            relu(3, Collections.nCopies(12, 3)), new float[][] {{1, -2, 0.5f}}, networks, 1);
    for (int depth = 1; depth <= 12; depth++) {
      double p = BornDead.probability(Collections.nCopies(depth, 3));
      assertThat(share[depth - 1])
          .as("depth %d", depth)
          .isCloseTo(p, within(4.5 * Math.sqrt(p * (1 - p) / networks)));
    }
  }

  @Test
  void moreInputsKeepMoreNetworksAlive() {
    Architecture architecture = relu(1, Collections.nCopies(10, 2));
    double[] one = BornDead.simulate(architecture, new float[][] {{1}}, 500, 1);
    double[] two = BornDead.simulate(architecture, new float[][] {{1}, {-1}}, 500, 1);
    for (int layer = 0; layer < 10; layer++) {
      assertThat(two[layer]).isLessThanOrEqualTo(one[layer]);
    }
    assertThat(two[9]).isLessThan(one[9]);
  }

  @Test
  void itAgreesWithTheCensus() throws InterruptedException {
    Architecture architecture = relu(4, Collections.nCopies(6, 3));
    float[][] inputs = {{1, 0, -1, 2}, {-1, 3, 0.5f, 0}, {0, 0, 1, -1}};
    for (int seed = 0; seed < 200; seed++) {
      Network network = Network.create(architecture, seed);
      int first =
          LayerCensus.take(network, Nd4j.create(inputs)).stream()
              .filter(layer -> layer.dead().cardinality() == 3)
              .mapToInt(LayerCensus::layer)
              .findFirst()
              .orElse(7);
      assertThat(BornDead.firstDeadLayer(network, inputs)).as("seed %d", seed).isEqualTo(first);
    }
  }

  @Test
  void aLeakIsNeverBornDead() {
    var leaky =
        new Architecture(
            1,
            Collections.nCopies(20, 1),
            2,
            new Activation.LeakyRelu(0.01),
            Initializer.HE_NORMAL);
    assertThat(BornDead.simulate(leaky, new float[][] {{1}}, 50, 1)).containsOnly(0);
  }

  /** Its slopes lie between the layers' biases and the next weights. */
  @Test
  void learnedSlopesThatStartAtZeroAreBornDeadAsReluIs() {
    List<Integer> hidden = Collections.nCopies(6, 2);
    Architecture relu = relu(3, hidden);
    float[][] inputs = {{1, -2, 0.5f}};
    double[] share = BornDead.simulate(relu, inputs, 500, 1);
    assertThat(BornDead.simulate(relu.with(new Activation.PRelu(0)), inputs, 500, 1))
        .containsExactly(share);
    assertThat(share[5]).as("a test of something").isBetween(0.5, 0.99);
  }

  @Test
  void layersThatAreNotPlainAreRefused() {
    Architecture plain = relu(2, List.of(2, 2));
    for (Architecture other :
        List.of(
            plain.withResidual(),
            plain.with(Normalization.BEFORE_ACTIVATION),
            plain.with(Normalization.AFTER_ACTIVATION))) {
      assertThatThrownBy(() -> BornDead.simulate(other, new float[][] {{1, 1}}, 1, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Networks with shortcuts or normalisation are not born dead");
    }
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> BornDead.simulate(relu(2, List.of(1)), new float[][] {{1}}, 1, 1))
        .hasMessageContaining("take inputs of 2 numbers");
    assertThatThrownBy(() -> BornDead.simulate(relu(2, List.of(1)), new float[0][], 1, 1))
        .hasMessageContaining("0 of none");
  }
}
