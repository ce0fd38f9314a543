package dyingrelu.network;

import dyingrelu.activation.Activation;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Death on purpose: ReLU units whose bias no input, and no number of steps, makes up for. */
public final class Silencing {
  private static final double NEVER = -1e6;

  private Silencing() {}

  /** Makes the first units of a layer dead for good. */
  public static void units(Network network, int layer, int count) {
    if (count > 0) {
      network.biases(layer).get(NDArrayIndex.all(), NDArrayIndex.interval(0, count)).assign(NEVER);
    }
  }

  /** Makes the first units of each hidden layer dead for good. */
  public static void hiddenUnits(Network network, int percent) {
    Architecture architecture = network.architecture();
    for (int layer = 1; layer < architecture.layers(); layer++) {
      units(network, layer, architecture.units(layer) * percent / 100);
    }
  }

  /** Answers a share of the units of an activation that cannot be silenced. */
  public static void check(int percent, Activation activation) {
    check(percent, activation.name(), activation instanceof Activation.Relu);
  }

  /** Answers a share of something's units that cannot be silenced. */
  public static void check(int percent, String whose, boolean isRelu) {
    if (percent < 0 || percent > (isRelu ? 100 : 0)) {
      throw new IllegalArgumentException(
          "%d %% of the units of '%s' cannot be silenced: give 0 to 100 of ReLU's, and 0 of others."
              .formatted(percent, whose));
    }
  }
}
