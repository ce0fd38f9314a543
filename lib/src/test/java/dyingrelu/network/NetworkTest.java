package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

class NetworkTest {
  static Stream<Activation> activations() {
    return Stream.of(new Activation.Relu(), new Activation.LeakyRelu(0.01), new Activation.Elu(1));
  }

  static Architecture small(Activation activation) {
    return new Architecture(6, List.of(5, 4), 3, activation, Initializer.GLOROT_UNIFORM);
  }

  /** float(sin(1.7 i + phase)), as golden.py makes them. */
  static float[] waves(int count, double phase) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(1.7 * i + phase);
    }
    return values;
  }

  static Network waveNetwork(Activation activation) {
    Network network = Network.create(small(activation), 1);
    network
        .parameters()
        .assign(Nd4j.create(waves(network.architecture().parameters(), 0.3), new int[] {1, 74}));
    return network;
  }

  static INDArray waveInputs() {
    return Nd4j.create(waves(7 * 6, 1.1), new int[] {7, 6});
  }

  static int[] waveLabels() {
    return IntStream.range(0, 7).map(i -> i % 3).toArray();
  }

  @ParameterizedTest
  @MethodSource("activations")
  void theGradientIsTheFiniteDifferenceOfTheLoss(Activation activation) {
    Network network = waveNetwork(activation);
    Backpropagation backpropagation = new Backpropagation(network, 7);
    backpropagation.run(waveInputs(), waveLabels());
    float[] gradient = backpropagation.gradient().dup().toFloatVector();
    assertThat(gradient).hasSize(74);
    float h = 2e-3f; // large enough for single precision, small enough to cross no kink here
    for (int i = 0; i < gradient.length; i++) {
      float at = network.parameters().getFloat(i);
      network.parameters().putScalar(i, at + h);
      double above = backpropagation.run(waveInputs(), waveLabels());
      network.parameters().putScalar(i, at - h);
      double below = backpropagation.run(waveInputs(), waveLabels());
      network.parameters().putScalar(i, at);
      assertThat((double) gradient[i])
          .as("∂loss/∂parameter %d", i)
          .isCloseTo((above - below) / (2 * h), within(2e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void fiveStepsOfAdamAgreeWithASecondImplementation(Activation activation) throws Exception {
    Table golden = Table.read().csv(NetworkTest.class.getResourceAsStream("golden.csv"));
    golden = golden.where(golden.stringColumn("activation").isEqualTo(activation.name()));
    Network network = waveNetwork(activation);
    Backpropagation backpropagation = new Backpropagation(network, 7);
    Optimizer.State state = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-7).start(small(activation));
    for (int step = 0; step < 5; step++) {
      double loss = backpropagation.run(waveInputs(), waveLabels());
      assertThat(loss)
          .as("loss before step %d", step + 1)
          .isCloseTo(golden.doubleColumn("value").get(step), within(2e-6));
      state.begin(1);
      state.step(
          Matrix.pointer(network.parameters()), List.of(backpropagation::read), 0, state.chunks());
    }
    for (int i = 0; i < 74; i++) {
      assertThat((double) network.parameters().getFloat(i))
          .as("parameter %d", i)
          .isCloseTo(golden.doubleColumn("value").get(5 + i), within(5e-6));
    }
  }

  @Test
  void thePublishedNetworkHasAsManyParametersAsPublished() {
    assertThat(Architecture.published(new Activation.Relu()).parameters()).isEqualTo(466_698);
  }

  @Test
  void glorotWeightsFillTheirRangeAndBiasesAreZero() {
    Network network = Network.create(Architecture.published(new Activation.Relu()), 3);
    double limit = Math.sqrt(6.0 / (784 + 256));
    INDArray weights = network.weights(1);
    assertThat(weights.maxNumber().doubleValue()).isBetween(0.999 * limit, limit);
    assertThat(weights.minNumber().doubleValue()).isBetween(-limit, -0.999 * limit);
    assertThat(weights.varNumber().doubleValue()).isCloseTo(limit * limit / 3, within(1e-5));
    for (int layer = 1; layer <= 6; layer++) {
      assertThat(network.biases(layer).amaxNumber().doubleValue()).isZero();
    }
  }

  @Test
  void heWeightsHaveVarianceTwoOverFanIn() {
    Architecture he =
        new Architecture(400, List.of(300), 2, new Activation.Relu(), Initializer.HE_NORMAL);
    assertThat(Network.create(he, 5).weights(1).varNumber().doubleValue())
        .isCloseTo(2.0 / 400, within(1e-4));
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    Architecture architecture = small(new Activation.Relu());
    INDArray one = Network.create(architecture, 7).parameters();
    assertThat(Network.create(architecture, 7).parameters()).isEqualTo(one);
    assertThat(Network.create(architecture, 8).parameters()).isNotEqualTo(one);
  }

  @Test
  void logitsOfManyInputsEqualThoseOfEachAlone() {
    Network network = waveNetwork(new Activation.Elu(1));
    INDArray inputs = Nd4j.create(waves(1203 * 6, 0.5), new int[] {1203, 6});
    INDArray all = network.logits(inputs);
    for (int row : new int[] {0, 499, 500, 1202}) {
      assertThat(
              network
                  .logits(inputs.getRow(row, true).dup())
                  .equalsWithEps(all.getRow(row, true), 1e-6))
          .as("row %d", row)
          .isTrue();
    }
  }

  @Test
  void viewsWriteThrough() {
    Network network = waveNetwork(new Activation.Relu());
    network.weights(2).assign(0);
    network.biases(2).assign(-1);
    ForwardPass pass = new ForwardPass(network, 7);
    pass.run(waveInputs());
    assertThat(java.util.Arrays.copyOf(pass.outputs(2), 7 * 4)).containsOnly(0);
    assertThat(java.util.Arrays.copyOf(pass.slopes(2), 7 * 4)).containsOnly(0);
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    ForwardPass pass = new ForwardPass(waveNetwork(new Activation.Relu()), 7);
    assertThatThrownBy(() -> pass.run(Nd4j.zeros(7, 5)))
        .hasMessage(
            "The batch is 7 × 5; this network takes at most 7 inputs of 6 numbers at a time.");
    assertThatThrownBy(() -> pass.run(Nd4j.zeros(6, 7).transpose()))
        .hasMessageContaining("row-major")
        .hasMessageContaining("dup('c')");
    assertThatThrownBy(
            () -> new Architecture(0, List.of(3), 2, new Activation.Relu(), Initializer.HE_NORMAL))
        .hasMessageContaining("0 inputs");
  }

  @Test
  void impossibleOptimisersAreRefused() {
    assertThatThrownBy(() -> Optimizer.Adam.keras(0)).hasMessageContaining("learning rate 0.0");
    assertThatThrownBy(() -> new Optimizer.Sgd(-1)).hasMessageContaining("-1.0");
  }

  @Test
  void aNetworkWithANumberThatIsNoneIsNotFinite() {
    Network network = waveNetwork(new Activation.Relu());
    assertThat(network.isFinite()).isTrue();
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      Network broken = network.copy();
      broken.biases(1).putScalar(0, bad);
      assertThat(broken.isFinite()).isFalse();
    }
  }
}
