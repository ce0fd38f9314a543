package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NormalizationTest {
  private static Architecture architecture(Normalization normalization, Activation activation) {
    return new Architecture(6, List.of(5, 5, 4), 3, activation, Initializer.HE_NORMAL)
        .with(normalization);
  }

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (Normalization normalization : Normalization.values()) {
      for (Activation activation :
          List.of(new Activation.Relu(), new Activation.Elu(1), new Activation.PRelu(0.25))) {
        // Without shortcuts, differences of this layer norm's PReLU cross a kink.
        if (normalization != Normalization.LAYER || !(activation instanceof Activation.PRelu)) {
          all.add(Arguments.of(normalization, activation, false));
        }
        all.add(Arguments.of(normalization, activation, true));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientIsTheFiniteDifferenceOfTheLoss(
      Normalization normalization, Activation activation, boolean residual) {
    Architecture architecture = architecture(normalization, activation);
    GradientCheck.check(
        GradientCheck.waves(residual ? architecture.withResidual() : architecture),
        NetworkTest.waveInputs(),
        NetworkTest.waveLabels());
  }

  @Test
  void eachUnitSeesMeanZeroAndVarianceOneInTraining() {
    Network network =
        Network.create(
            architecture(Normalization.BEFORE_ACTIVATION, new Activation.LeakyRelu(0.5)), 3);
    Backpropagation backpropagation = new Backpropagation(network, 7);
    backpropagation.run(NetworkTest.waveInputs(), NetworkTest.waveLabels());
    float[] outputs = backpropagation.forward().outputs(2);
    for (int unit = 0; unit < 5; unit++) {
      assertMeanZeroAndVarianceOne(outputs, unit, 5, 7);
    }
  }

  @Test
  void eachInputSeesMeanZeroAndVarianceOneInALayerWhetherItLearnsOrNot() {
    Network network =
        Network.create(architecture(Normalization.LAYER, new Activation.LeakyRelu(0.5)), 3);
    Backpropagation backpropagation = new Backpropagation(network, 7);
    backpropagation.run(NetworkTest.waveInputs(), NetworkTest.waveLabels());
    float[] learning = backpropagation.forward().outputs(2).clone();
    ForwardPass pass = new ForwardPass(network, 7);
    pass.run(NetworkTest.waveInputs());
    assertThat(pass.outputs(2)).isEqualTo(learning);
    for (int row = 0; row < 7; row++) {
      assertMeanZeroAndVarianceOne(learning, row * 5, 1, 5);
    }
  }

  /** Of the pre-activations that a leak of ½ made these outputs of. */
  private static void assertMeanZeroAndVarianceOne(float[] outputs, int from, int by, int count) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double h = outputs[from + i * by];
      double z = h > 0 ? h : 2 * h;
      sum += z;
      squares += z * z;
    }
    assertThat(sum / count).isCloseTo(0, within(1e-6));
    assertThat(squares / count).isCloseTo(1, within(1e-3));
  }

  @Test
  void aBiasBeforeNormalisationHasNoGradientAtAll() {
    Network network =
        GradientCheck.waves(architecture(Normalization.BEFORE_ACTIVATION, new Activation.Relu()));
    Backpropagation backpropagation = new Backpropagation(network, 7);
    backpropagation.run(NetworkTest.waveInputs(), NetworkTest.waveLabels());
    for (int layer = 1; layer <= 3; layer++) {
      int at = network.architecture().biasesAt(layer);
      for (int unit = 0; unit < network.architecture().units(layer); unit++) {
        assertThat(backpropagation.gradient().getFloat(at + unit)).isZero();
      }
    }
  }

  @Test
  void outsideTrainingRunningMeansAndVariancesAreUsed() {
    Network network =
        Network.create(architecture(Normalization.AFTER_ACTIVATION, new Activation.Relu()), 3);
    network.scales(1).assign(2);
    network.shifts(1).assign(0.5);
    network.runningMeans(1).assign(3);
    network.runningVariances(1).assign(4);
    network.weights(1).assign(0);
    network.biases(1).assign(7);
    // Each unit of layer 1 says 7 and passes on 2 (7 − 3) / 2 + 0.5 = 4.5.
    network.weights(2).assign(0.1);
    network.biases(2).assign(0);
    ForwardPass pass = new ForwardPass(network, 7);
    pass.run(NetworkTest.waveInputs());
    assertThat(pass.outputs(1)[0]).isEqualTo(7);
    assertThat(pass.outputs(2)[0]).isCloseTo(5 * 0.1f * 4.5f, within(1e-4f));
  }

  /** One batch of two halves, whose inputs the seed decides; the running numbers by hand. */
  @Test
  void runningMeansAndVariancesFollowEachHalf() throws Exception {
    Network network =
        Network.create(
            new Architecture(1, List.of(1), 2, new Activation.Relu(), Initializer.HE_NORMAL)
                .with(Normalization.BEFORE_ACTIVATION),
            1);
    network.weights(1).assign(1);
    INDArray inputs = Nd4j.createFromArray(new float[][] {{1}, {4}, {1}, {4}});
    Training training =
        new Training(network, new Optimizer.Sgd(1e-30), 8, inputs, new int[] {0, 1, 0, 1}, 1);
    training.epoch();
    double mean = network.runningMeans(1).getDouble(0);
    double variance = network.runningVariances(1).getDouble(0);
    // Halves are {1, 4} twice, or {1, 1} and {4, 4} in either order.
    double[][] possible = {
      {0.9 * 0.25 + 0.25, 0.9 * (0.9 + 0.45) + 0.45},
      {0.9 * 0.1 + 0.4, 0.9 * 0.9},
      {0.9 * 0.4 + 0.1, 0.9 * 0.9}
    };
    assertThat(Stream.of(possible))
        .anyMatch(p -> Math.abs(p[0] - mean) < 1e-6 && Math.abs(p[1] - variance) < 1e-6);
  }

  @ParameterizedTest
  @EnumSource(
      value = Normalization.class,
      names = {"BEFORE_ACTIVATION", "AFTER_ACTIVATION", "LAYER"})
  void aNormalisedNetworkLearnsAndItsCopyIsItsEqual(Normalization normalization) throws Exception {
    Network network =
        Network.create(
            new Architecture(4, List.of(16, 16), 3, new Activation.Relu(), Initializer.HE_NORMAL)
                .with(normalization),
            2);
    Training training =
        new Training(
            network, Optimizer.Adam.keras(0.01), 32, TrainingTest.INPUTS, TrainingTest.LABELS, 2);
    for (int epoch = 0; epoch < 40; epoch++) {
      training.epoch();
    }
    assertThat(network.accuracy(TrainingTest.INPUTS, TrainingTest.LABELS)).isGreaterThan(0.85);
    Network copy = network.copy();
    assertThat(copy.logits(TrainingTest.INPUTS)).isEqualTo(network.logits(TrainingTest.INPUTS));
    copy.shifts(1).addi(1);
    assertThat(copy.logits(TrainingTest.INPUTS)).isNotEqualTo(network.logits(TrainingTest.INPUTS));
  }

  @Test
  void plainNetworksKeepTheirLayoutAndSayThatTheyDoNotNormalise() {
    Architecture plain = Architecture.published(new Activation.Relu());
    assertThat(plain.parameters()).isEqualTo(466_698);
    assertThat(plain.with(Normalization.BEFORE_ACTIVATION).parameters())
        .isEqualTo(466_698 + 2 * 5 * 256);
    assertThat(Architecture.published(new Activation.PRelu(0.25)).parameters())
        .isEqualTo(466_698 + 5 * 256);
    Network network = Network.create(NetworkTest.small(new Activation.Relu()), 1);
    assertThatThrownBy(() -> network.scales(1))
        .hasMessage("This network has no scales: give its architecture a Normalization.");
    assertThatThrownBy(() -> network.learnedSlopes(1))
        .hasMessage("This network has no learned slopes: give its architecture Activation.PRelu.");
  }
}
