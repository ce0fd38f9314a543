package dyingrelu.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Holds what backpropagation says of every parameter to what the loss does when it moves. */
final class GradientCheck {
  private GradientCheck() {}

  /** The network with parameters sin(1.7 i + 0.3), which are of every size and sign. */
  static Network waves(Architecture architecture) {
    Network network = Network.create(architecture, 1);
    int parameters = architecture.parameters();
    network
        .parameters()
        .assign(Nd4j.create(NetworkTest.waves(parameters, 0.3), new int[] {1, parameters}));
    return network;
  }

  /** Central differences for every parameter. */
  static void check(Network network, INDArray inputs, int[] labels) {
    Backpropagation backpropagation = new Backpropagation(network, inputs.rows());
    backpropagation.run(inputs, labels);
    float[] gradient = backpropagation.gradient().dup().toFloatVector();
    assertThat(gradient).hasSize(network.architecture().parameters());
    assertThat(backpropagation.gradient().norm2Number().doubleValue()).isGreaterThan(0.1);
    check(network, gradient, () -> backpropagation.run(inputs, labels), 3e-4);
  }

  /**
   * The same for a loss of one's own.
   *
   * @param gradient of the loss by each parameter, where they are now
   * @param loss of the network as its parameters are when it is asked
   */
  static void check(Network network, float[] gradient, DoubleSupplier loss, double tolerance) {
    float h = 2e-3f; // large enough for single precision, small enough to cross no kink here
    for (int i = 0; i < gradient.length; i++) {
      float at = network.parameters().getFloat(i);
      network.parameters().putScalar(i, at + h);
      double above = loss.getAsDouble();
      network.parameters().putScalar(i, at - h);
      double below = loss.getAsDouble();
      network.parameters().putScalar(i, at);
      assertThat((double) gradient[i])
          .as("∂loss/∂parameter %d", i)
          .isCloseTo((above - below) / (2 * h), within(tolerance));
    }
  }
}
