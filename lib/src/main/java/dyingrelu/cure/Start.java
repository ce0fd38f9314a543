package dyingrelu.cure;

import dyingrelu.network.Network;
import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is done to a fresh network before it is trained. */
public sealed interface Start extends Serializable {
  /** Changes the network. */
  void prepare(Network network);

  /** Nothing: the network starts as it was drawn. */
  record AsDrawn() implements Start {
    @Override
    public void prepare(Network network) {}
  }

  /**
   * All hidden weights shifted, so that their mean is not 0.
   *
   * @param by how much, in standard deviations of the layer's weights, a finite number
   */
  record ShiftedWeights(double by) implements Start {
    /** Checks the number. */
    public ShiftedWeights {
      if (!Double.isFinite(by)) {
        throw new IllegalArgumentException(
            "Weights cannot be shifted by " + by + ": give a finite number, say -0.1.");
      }
    }

    @Override
    public void prepare(Network network) {
      for (int layer = 1; layer < network.architecture().layers(); layer++) {
        INDArray weights = network.weights(layer);
        weights.addi(by * weights.stdNumber().doubleValue());
      }
    }
  }

  /**
   * All hidden biases raised, so that more units speak at the start.
   *
   * @param by how much, a finite number
   */
  record RaisedBiases(double by) implements Start {
    /** Checks the number. */
    public RaisedBiases {
      if (!Double.isFinite(by)) {
        throw new IllegalArgumentException(
            "Biases cannot be raised by " + by + ": give a finite number, say 0.1.");
      }
    }

    @Override
    public void prepare(Network network) {
      for (int layer = 1; layer < network.architecture().layers(); layer++) {
        network.biases(layer).addi(by);
      }
    }
  }

  /**
   * The weights between hidden layers made larger or smaller; those of the first and of the output
   * layer stay.
   *
   * @param by the factor, a finite number above 0
   */
  record ScaledWeights(double by) implements Start {
    /** Checks the number. */
    public ScaledWeights {
      if (!(by > 0 && by < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Weights cannot be scaled by " + by + ": give a finite number above 0, say 2.");
      }
    }

    @Override
    public void prepare(Network network) {
      for (int layer = 2; layer < network.architecture().layers(); layer++) {
        network.weights(layer).muli(by);
      }
    }
  }
}
