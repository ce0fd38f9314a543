package dyingrelu.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayerCensusTest {
  /** Four units over one input x: z = x, −x, 0.01 x − 0.004, and −x − 1. */
  private static Network network(Activation activation) {
    Network network =
        Network.create(new Architecture(1, List.of(4), 2, activation, Initializer.HE_NORMAL), 1);
    network.weights(1).assign(Nd4j.create(new float[] {1, -1, 0.01f, -1}, new int[] {1, 4}));
    network.biases(1).assign(Nd4j.create(new float[] {0, 0, -0.004f, -1}, new int[] {1, 4}));
    return network;
  }

  /** x = 0, 1/1500, … , 1: more rows than one pass takes. */
  private static INDArray zeroToOne() {
    return Nd4j.linspace(DataType.FLOAT, 0, 1.0 / 1500, 1501).reshape(1501, 1);
  }

  private static LayerCensus take(Activation activation) throws InterruptedException {
    return LayerCensus.take(network(activation), zeroToOne()).get(0);
  }

  @Test
  void reluUnitsAreSilentWhereTheyAreDead() throws Exception {
    LayerCensus census = take(new Activation.Relu());
    assertThat(census.silent()).hasToString("{1, 3}");
    assertThat(census.dead()).hasToString("{1, 3}");
    assertThat(census.percent(census.dead())).isEqualTo(50);
    assertThat(census.greatest()).containsExactly(1, 0, 0.01f - 0.004f, 0);
  }

  @Test
  void twoHalvesAreTheWhole() throws Exception {
    Network network = network(new Activation.Relu());
    LayerCensus halves = LayerCensus.take(network, zeroToOne(), Runnable::run).get(0);
    LayerCensus whole = LayerCensus.take(network, zeroToOne()).get(0);
    assertThat(halves.inputs()).isEqualTo(1501);
    assertThat(halves.greatest()).containsExactly(whole.greatest());
    assertThat(halves.steepest()).containsExactly(whole.steepest());
    assertThat(halves.meanAbsolute()).containsExactly(whole.meanAbsolute(), within(1e-6));
  }

  @Test
  void leakyReluAndEluUnitsAreSilentButNeverDead() throws Exception {
    for (Activation activation : List.of(new Activation.LeakyRelu(0.01), new Activation.Elu(1))) {
      LayerCensus census = take(activation);
      assertThat(census.silent()).as("%s", activation).hasToString("{1, 3}");
      assertThat(census.dead().isEmpty()).as("%s", activation).isTrue();
    }
  }

  /** What a unit says decides whether it is silent; what it is taught by, whether it is dead. */
  @Test
  void theTwoSidesOfALeakDoDifferentThings() throws Exception {
    LayerCensus backward = take(new Activation.SplitLeak(0, 0.1));
    assertThat(backward.greatest()[3]).isZero();
    assertThat(backward.silent()).hasToString("{1, 3}");
    assertThat(backward.dead().isEmpty()).isTrue();
    LayerCensus forward = take(new Activation.SplitLeak(0.1, 0));
    assertThat(forward.greatest()[3]).isEqualTo(-0.1f);
    assertThat(forward.dead()).hasToString("{1, 3}");
  }

  @Test
  void aUnitThatHardlySpeaksIsDormantButNotSilent() throws Exception {
    LayerCensus census = take(new Activation.Relu());
    // Unit 2 says 0.0018 on average, of a layer mean of 0.1255.
    assertThat(census.dormant(0.025)).hasToString("{1, 2, 3}");
    assertThat(census.dormant(0.001)).hasToString("{1, 3}");
    assertThat(census.meanAbsolute()[0])
        .isCloseTo(0.5, org.assertj.core.api.Assertions.within(1e-5));
  }

  @Test
  void activeSharesAreCountedOverAllInputs() {
    double[] active = LayerCensus.activeShares(network(new Activation.Relu()), zeroToOne())[0];
    // x > 0 for all but the first input, and 0.01 x > 0.004 above 0.4.
    assertThat(active[0]).isEqualTo(1500 / 1501.0);
    assertThat(active[1]).isZero();
    assertThat(active[2]).isBetween(0.599, 0.601);
    assertThat(active[3]).isZero();
  }

  @Test
  void aUnitThatFiresOnTheVeryLastInputIsNotSilent() throws Exception {
    Network network = network(new Activation.Relu());
    network.biases(1).assign(Nd4j.create(new float[] {-0.9999f, 0, 0, -1}, new int[] {1, 4}));
    assertThat(LayerCensus.take(network, zeroToOne()).get(0).silent().get(0)).isFalse();
  }

  @Test
  void aStoppedCensusSaysSo() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> take(new Activation.Relu())).isInstanceOf(InterruptedException.class);
  }

  /**
   * Two positions of two images, three channels: the last fires nowhere, the first in one place.
   */
  @Test
  void aChannelIsDeadThatFiresAtNoPositionOfNoImage() {
    float[] outputs = {0, 1, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, /* behind them */ 9, 9, 9};
    float[] slopes = {0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1};
    LayerCensus census = LayerCensus.of(outputs, slopes, 4, 3);
    assertThat(census.dead().stream()).containsExactly(2);
    assertThat(census.meanAbsolute()).containsExactly(0.75, 0.75, 0);
    assertThatThrownBy(() -> LayerCensus.of(outputs, slopes, 6, 3))
        .hasMessage("A census of 6 inputs of 3 units needs 18 outputs and slopes; got 15 and 15.");
  }
}
