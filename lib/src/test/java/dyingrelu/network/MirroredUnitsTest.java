package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** CReLU: the second half of each layer is the mirror image of the first. */
class MirroredUnitsTest {
  private static Network network(boolean residual) {
    Architecture plain =
        new Architecture(6, List.of(6, 6, 4), 3, new Activation.CRelu(), Initializer.HE_NORMAL);
    Network network = Network.create(residual ? plain.withResidual() : plain, 4);
    for (int layer = 1; layer <= 3; layer++) {
      int half = network.biases(layer).columns() / 2;
      for (int unit = 0; unit < half; unit++) {
        network.biases(layer).putScalar(unit, 0.1 + 0.1 * unit);
        network.biases(layer).putScalar(unit + half, -0.1 - 0.1 * unit);
      }
    }
    return network;
  }

  private static void assertMirrored(Network network, double within) {
    for (int layer = 1; layer <= 3; layer++) {
      for (INDArray columns : List.of(network.weights(layer), network.biases(layer))) {
        int half = columns.columns() / 2;
        for (int row = 0; row < columns.rows(); row++) {
          for (int unit = 0; unit < half; unit++) {
            assertThat(columns.getDouble(row, unit + half))
                .isCloseTo(-columns.getDouble(row, unit), within(within));
          }
        }
      }
    }
  }

  /** A pair moves together; the gradient shares what the pair does to the loss between the two. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theGradientIsTheFiniteDifferenceOfTheLossAsPairsMove(boolean residual) {
    Network network = network(residual);
    assertMirrored(network, 0);
    Backpropagation backpropagation = new Backpropagation(network, 7);
    backpropagation.run(NetworkTest.waveInputs(), NetworkTest.waveLabels());
    INDArray gradient = backpropagation.gradient().dup();
    float h = 2e-3f;
    for (int layer = 1; layer <= 3; layer++) {
      int units = network.architecture().units(layer);
      int rows = network.architecture().fanIn(layer) + 1; // biases follow the weights
      for (int at = 0; at < rows * units; at++) {
        if (at % units < units / 2) {
          int one = network.architecture().weightsAt(layer) + at;
          double above = moved(backpropagation, network, one, units / 2, h);
          double below = moved(backpropagation, network, one, units / 2, -h);
          double ofPair = (above - below) / (2 * h);
          assertThat(gradient.getDouble(one)).isCloseTo(ofPair / 2, within(3e-4));
          assertThat(gradient.getDouble(one + units / 2))
              .isCloseTo(-gradient.getDouble(one), within(1e-6));
        }
      }
    }
  }

  private static double moved(
      Backpropagation backpropagation, Network network, int one, int half, float by) {
    INDArray parameters = network.parameters();
    float before = parameters.getFloat(one);
    float image = parameters.getFloat(one + half);
    parameters.putScalar(one, before + by);
    parameters.putScalar(one + half, image - by);
    double loss = backpropagation.run(NetworkTest.waveInputs(), NetworkTest.waveLabels());
    parameters.putScalar(one, before);
    parameters.putScalar(one + half, image);
    return loss;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pairsStayPairsAndAreNeverDead(boolean residual) throws Exception {
    Network network = network(residual);
    Training training =
        new Training(
            network,
            Optimizer.Adam.keras(0.05),
            4,
            NetworkTest.waveInputs(),
            NetworkTest.waveLabels(),
            1);
    for (int epoch = 0; epoch < 20; epoch++) {
      training.epoch();
    }
    assertMirrored(network, 1e-5);
    network.biases(1).assign(-100);
    network.biases(1).putScalar(3, 100);
    LayerCensus census = LayerCensus.take(network, NetworkTest.waveInputs()).get(0);
    assertThat(census.silent()).hasToString("{0, 1, 2, 4, 5}");
    assertThat(census.dead()).hasToString("{1, 2, 4, 5}"); // unit 0 is taught by its image, unit 3
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7})
  void anOddLayerIsRefused(int units) {
    assertThatThrownBy(
            () ->
                new Architecture(
                    6, List.of(units), 3, new Activation.CRelu(), Initializer.HE_NORMAL))
        .hasMessageStartingWith("CReLU pairs the units of a layer");
  }
}
