package dyingrelu.cure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Intervention;
import dyingrelu.network.Network;
import dyingrelu.network.Normalization;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import dyingrelu.network.Training;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CureTest {
  private static final INDArray INPUTS = inputs();
  private static final int[] LABELS = new Random(2).ints(40, 0, 3).toArray();

  /** Steps too small to change a float but 0: whatever else moves was moved by the cure. */
  private static final Optimizer STILL = new Optimizer.Sgd(1e-30);

  private static final float NOTHING = 1e-20f;

  private static INDArray inputs() {
    Random random = new Random(1);
    float[] values = new float[40 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Nd4j.create(values, new int[] {40, 4});
  }

  /** Two hidden layers of six units, of which units 1 and 4 of each are dead. */
  private static Network network() {
    Network network =
        Network.create(
            new Architecture(
                4, List.of(6, 6), 3, new Activation.Relu(), Initializer.GLOROT_UNIFORM),
            7);
    for (int layer = 1; layer <= 2; layer++) {
      network.biases(layer).assign(layer == 1 ? 3 : 20); // large enough for all to speak
      network.biases(layer).putScalar(1, -100);
      network.biases(layer).putScalar(4, -100);
    }
    return network;
  }

  /** One batch an epoch, so one epoch is one step. */
  private static Training training(Network network, Intervention cure) {
    return new Training(network, Recipe.of(STILL, 40).with(cure), INPUTS, LABELS, 5);
  }

  private static BitSet units(int... units) {
    BitSet set = new BitSet();
    for (int unit : units) {
      set.set(unit);
    }
    return set;
  }

  @Test
  void warmedBiasesComeBackToWhereTheyWere() throws Exception {
    Network network = network();
    Network before = network.copy();
    BiasWarming warming = new BiasWarming(0.5, 4);
    Training training = training(network, warming);
    double[] gammas = {0.5, 0.375, 0.25, 0.125, 0, 0};
    for (int step = 0; step < 6; step++) {
      training.epoch();
      assertThat(warming.gamma(step)).isEqualTo(gammas[step]);
      for (int layer = 1; layer <= 3; layer++) {
        double expected = layer == 3 ? 0 : gammas[step];
        INDArray change = network.biases(layer).sub(before.biases(layer));
        assertThat(change.maxNumber().doubleValue()).isCloseTo(expected, within(1e-5));
        assertThat(change.minNumber().doubleValue()).isCloseTo(expected, within(1e-5));
      }
    }
    assertThat(network.weights(1)).isEqualTo(before.weights(1));
  }

  @Test
  void startsDoWhatTheySay() {
    Network wide =
        Network.create(
            new Architecture(
                400, List.of(300, 300), 3, new Activation.Relu(), Initializer.GLOROT_UNIFORM),
            7);
    Network before = wide.copy();
    new Start.ShiftedWeights(-0.1).prepare(wide);
    double deviation = before.weights(2).stdNumber().doubleValue();
    assertThat(wide.weights(2).sub(before.weights(2)).maxNumber().doubleValue())
        .isCloseTo(-0.1 * deviation, within(1e-6));
    assertThat(wide.weights(3)).isEqualTo(before.weights(3));
    assertThatThrownBy(() -> new Start.ShiftedWeights(Double.NaN))
        .hasMessageContaining("shifted by NaN");
  }

  @Test
  void curesCombine() {
    Cure both = Cure.of("batch norm before").and(Cure.of("rate / 5"));
    assertThat(both.name()).isEqualTo("batch norm before + rate / 5");
    assertThat(both.architecture().apply(network().architecture()).normalization())
        .isEqualTo(Normalization.BEFORE_ACTIVATION);
    assertThat(both.recipe().apply(Recipe.of(new Optimizer.Sgd(1), 4)).optimizer())
        .isEqualTo(new Optimizer.Sgd(0.2));
    assertThat(Cure.combinations()).hasSize(4);
  }

  @Test
  void aKickMovesTheIncomingWeightsAndBiasesOfDeadUnitsAndNothingElse() throws Exception {
    Network network = network();
    Network before = network.copy();
    ThermalKick kick = new ThermalKick(0.5, 2, 40);
    Training training = training(network, kick);
    training.epoch();
    training.epoch();
    assertThat(network.parameters()).isEqualTo(before.parameters());
    assertThat(training.events()).isEmpty();
    training.epoch();
    assertThat(training.events())
        .containsExactly(
            new Intervention.Event(kick, 2, 1, units(1, 4)),
            new Intervention.Event(kick, 2, 2, units(1, 4)));
    List<Integer> moved = new ArrayList<>();
    for (int i = 0; i < network.parameters().length(); i++) {
      float difference = network.parameters().getFloat(i) - before.parameters().getFloat(i);
      if (Math.abs(difference) > NOTHING) {
        moved.add(i);
      }
    }
    // Layer 1 has 4 × 6 weights and 6 biases; layer 2 6 × 6 and 6.
    List<Integer> expected = new ArrayList<>();
    for (int at : new int[] {0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 66}) {
      expected.add(at + 1);
      expected.add(at + 4);
    }
    assertThat(moved).isEqualTo(expected);
  }

  @Test
  void aKicksNoiseHasTheSizeThatWasAskedFor() throws Exception {
    Network network =
        Network.create(
            new Architecture(
                4, List.of(3000), 3, new Activation.Relu(), Initializer.GLOROT_UNIFORM),
            7);
    network.weights(1).assign(-2); // every unit is dead
    network.biases(1).assign(-8);
    Training training = training(network, new ThermalKick(0.5, 1, 40));
    training.epoch();
    training.epoch();
    INDArray noise = network.weights(1).add(2);
    assertThat(noise.meanNumber().doubleValue()).isCloseTo(0, within(0.05));
    assertThat(noise.stdNumber().doubleValue()).isCloseTo(1, within(0.05));
    assertThat(network.biases(1).stdNumber().doubleValue()).isCloseTo(4, within(0.2));
  }

  @Test
  void recyclingUnitsThatSaidNothingChangesNothingOfWhatTheNetworkSays() throws Exception {
    Network network = network();
    Network before = network.copy();
    ReDo reDo = new ReDo(0, 1, 40);
    Training training = training(network, reDo);
    training.epoch();
    assertThat(network.parameters()).isEqualTo(before.parameters());
    training.epoch();
    assertThat(training.events())
        .containsExactly(
            new Intervention.Event(reDo, 1, 1, units(1, 4)),
            new Intervention.Event(reDo, 1, 2, units(1, 4)));
    assertThat(network.logits(INPUTS).equalsWithEps(before.logits(INPUTS), 1e-5)).isTrue();
    for (int layer = 1; layer <= 2; layer++) {
      for (int unit : new int[] {1, 4}) {
        assertThat(Math.abs(network.biases(layer).getFloat(unit))).isLessThan(NOTHING);
        assertThat(network.weights(layer + 1).getRow(unit).amaxNumber().doubleValue())
            .isLessThan(NOTHING);
        assertThat(network.weights(layer).getColumn(unit).amaxNumber().doubleValue())
            .isBetween(1e-3, Math.sqrt(6.0 / 10));
      }
      assertThat(network.weights(layer).getColumn(0).getFloat(0))
          .isEqualTo(before.weights(layer).getColumn(0).getFloat(0));
    }
    // Fresh units with biases of 0 speak for about half the inputs, so fewer are dead than before.
    assertThat(LayerCensus.take(network, INPUTS).get(0).dead().cardinality()).isLessThan(2);
  }

  /**
   * All units are recycled, so no gradient reaches layer 1, and only Adam's memory could move it.
   */
  @Test
  void recycledUnitsDoNotMoveOnWhatAdamRemembersOfTheOldOnes() throws Exception {
    Network network = network();
    Training training =
        new Training(
            network,
            Recipe.of(Optimizer.Adam.keras(0.01), 40).with(new ReDo(1e9, 1, 40)),
            INPUTS,
            LABELS,
            5);
    training.epoch();
    training.epoch();
    Network fresh = Network.create(network.architecture(), training.random(1).nextLong());
    assertThat(network.weights(1)).isEqualTo(fresh.weights(1));
    assertThat(network.biases(1)).isEqualTo(fresh.biases(1));
    assertThat(network.weights(2).amaxNumber().doubleValue()).isZero();
  }

  @Test
  void recycledUnitsLearn() throws Exception {
    Network network = network();
    Training training =
        new Training(
            network,
            Recipe.of(Optimizer.Adam.keras(0.01), 40).with(new ReDo(0, 3, 40)),
            INPUTS,
            LABELS,
            5);
    for (int epoch = 0; epoch < 8; epoch++) {
      training.epoch();
    }
    BitSet hit = training.events().get(0).units();
    BitSet alive = LayerCensus.take(network, INPUTS).get(0).dead();
    alive.flip(0, 6);
    alive.and(hit);
    assertThat(alive.isEmpty()).isFalse();
    int unit = alive.nextSetBit(0);
    assertThat(network.weights(2).getRow(unit).amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  @Test
  void theSameSeedDoesTheSameAndAnotherSeedOther() throws Exception {
    INDArray[] after = new INDArray[3];
    for (int i = 0; i < 3; i++) {
      Network network = network();
      Training training =
          new Training(
              network,
              Recipe.of(STILL, 40).with(new ThermalKick(1, 1, 40)).with(new ReDo(0.1, 1, 20)),
              INPUTS,
              LABELS,
              i == 2 ? 6 : 5);
      training.epoch();
      training.epoch();
      after[i] = network.parameters();
    }
    assertThat(after[1]).isEqualTo(after[0]);
    assertThat(after[2]).isNotEqualTo(after[0]);
  }

  @Test
  void whatCannotBeIsSaid() {
    assertThatThrownBy(() -> new BiasWarming(0, 10)).hasMessageContaining("warmed by 0.0");
    assertThatThrownBy(() -> new ThermalKick(-1, 1, 1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new ThermalKick(1, 0, 1)).hasMessageContaining("every 0 epochs");
    assertThatThrownBy(() -> new ReDo(-1, 1, 1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new ReDo(0, 1, 0)).hasMessageContaining("on 0 inputs");
    Network residual =
        Network.create(
            new Architecture(4, List.of(4), 3, new Activation.Relu(), Initializer.HE_NORMAL)
                .withResidual(),
            1);
    assertThatThrownBy(() -> training(residual, new ReDo(0, 1, 1)).epoch())
        .hasMessageContaining("cut the shortcuts");
  }
}
