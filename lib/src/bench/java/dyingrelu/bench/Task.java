package dyingrelu.bench;

import dyingrelu.activation.Activation;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What is trained on the 60,000 images; {@code peer.py} knows the same ones. */
// Its activations and lists do not change; they are only not marked as such.
@SuppressWarnings("ImmutableEnumChecker")
enum Task {
  /** The MNIST study's networks: 784, five times 256, 10; batches of 128. */
  RELU(new Activation.Relu(), Collections.nCopies(5, 256), 128, 0.005),
  LEAKY_RELU(new Activation.LeakyRelu(0.01), Collections.nCopies(5, 256), 128, 0.005),
  ELU(new Activation.Elu(1), Collections.nCopies(5, 256), 128, 0.005),

  /** As in studies of continual learning: 784, twice 100, 10; batches of 16. */
  SMALL(new Activation.Relu(), Collections.nCopies(2, 100), 16, 0.001);

  private final Activation activation;
  private final List<Integer> hidden;

  /** Images per step. */
  final int batch;

  /** Adam's learning rate. */
  final double rate;

  Task(Activation activation, List<Integer> hidden, int batch, double rate) {
    this.activation = activation;
    this.hidden = hidden;
    this.batch = batch;
    this.rate = rate;
  }

  /** The network, with Glorot-uniform weights and zero biases. */
  Architecture architecture() {
    return new Architecture(784, hidden, 10, activation, Initializer.GLOROT_UNIFORM);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
