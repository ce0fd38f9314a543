package dyingrelu.cure;

import dyingrelu.network.Network;
import java.io.Serializable;

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
}
