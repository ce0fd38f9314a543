package dyingrelu.beyond;

import dyingrelu.network.Network;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Death on purpose. */
final class Silence {
  /** A bias that no input, and no number of steps here, makes up for. */
  private static final double NEVER = -1e6;

  private Silence() {}

  /** Makes the first units of each hidden ReLU layer dead for good. */
  static void hiddenUnits(Network network, int percent) {
    for (int layer = 1; layer < network.architecture().layers(); layer++) {
      INDArray biases = network.biases(layer);
      long silent = biases.length() * percent / 100;
      if (silent > 0) {
        biases.get(NDArrayIndex.all(), NDArrayIndex.interval(0, silent)).assign(NEVER);
      }
    }
  }
}
