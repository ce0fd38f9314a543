package dyingrelu.network;

import dyingrelu.activation.Activation;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * The shape of a fully connected classifier: hidden layers with one activation, then a linear layer
 * whose outputs go to a softmax.
 *
 * @param inputs how many numbers an input has, at least 1
 * @param hidden units of each hidden layer, first to last, at least one layer
 * @param outputs how many classes, or numbers of another kind ({@link Learner}), at least 1
 * @param activation of every hidden unit
 * @param initializer of every weight and bias
 * @param residual whether hidden layers of as many units as inputs pass on f(z) plus what they were
 *     given, a shortcut as in He et al. 2016, eq. 1; see {@link #residual(int)}
 * @param normalization of hidden layers
 */
public record Architecture(
    int inputs,
    List<Integer> hidden,
    int outputs,
    Activation activation,
    Initializer initializer,
    boolean residual,
    Normalization normalization)
    implements Serializable {

  /** Checks the sizes. */
  public Architecture {
    hidden = List.copyOf(hidden);
    if (inputs < 1 || outputs < 1 || hidden.isEmpty() || Collections.min(hidden) < 1) {
      throw new IllegalArgumentException(
          ("A network of %d inputs, hidden layers %s and %d outputs cannot be built: "
                  + "give at least 1 input, 1 hidden layer of 1 unit and 1 output.")
              .formatted(inputs, hidden, outputs));
    }
    if (activation instanceof Activation.CRelu
        && (normalization != Normalization.NONE || hidden.stream().anyMatch(u -> u % 2 != 0))) {
      throw new IllegalArgumentException(
          ("CReLU pairs the units of a layer: give hidden layers of an even number of units and no "
                  + "normalisation, got %s and %s.")
              .formatted(hidden, normalization));
    }
  }

  /** A plain network, without shortcuts and normalisation. */
  public Architecture(
      int inputs,
      List<Integer> hidden,
      int outputs,
      Activation activation,
      Initializer initializer) {
    this(inputs, hidden, outputs, activation, initializer, false, Normalization.NONE);
  }

  /**
   * The network of the published MNIST study: 784 inputs, five hidden layers of 256 units, ten
   * classes, Glorot-uniform weights.
   */
  public static Architecture published(Activation activation) {
    return new Architecture(
        784, Collections.nCopies(5, 256), 10, activation, Initializer.GLOROT_UNIFORM);
  }

  /** The same with another activation. */
  public Architecture with(Activation other) {
    return new Architecture(inputs, hidden, outputs, other, initializer, residual, normalization);
  }

  /** The same with parameters drawn otherwise. */
  public Architecture with(Initializer other) {
    return new Architecture(inputs, hidden, outputs, activation, other, residual, normalization);
  }

  /** The same with residual connections. */
  public Architecture withResidual() {
    return new Architecture(inputs, hidden, outputs, activation, initializer, true, normalization);
  }

  /** The same with hidden layers normalised otherwise. */
  public Architecture with(Normalization other) {
    return new Architecture(inputs, hidden, outputs, activation, initializer, residual, other);
  }

  /**
   * Whether a layer passes on f(z) plus what it was given: with {@link #residual()}, a hidden layer
   * with as many units as inputs.
   */
  public boolean residual(int layer) {
    return residual && layer < layers() && fanIn(layer) == units(layer);
  }

  /** How many layers have weights: the hidden ones and the output layer. */
  public int layers() {
    return hidden.size() + 1;
  }

  /** Inputs of a layer; layers count from 1, the output layer is the last. */
  public int fanIn(int layer) {
    return layer == 1 ? inputs : hidden.get(layer - 2);
  }

  /** Units of a layer; layers count from 1, the output layer is the last. */
  public int units(int layer) {
    return layer == layers() ? outputs : hidden.get(layer - 1);
  }

  /**
   * How many parameters there are in all: weights and biases, with {@link Activation.PRelu} a slope
   * for each hidden unit, and with normalisation a scale and a shift for each.
   */
  public int parameters() {
    return weightsAt(layers() + 1);
  }

  /** Whether each hidden unit learns its slope left of zero. */
  boolean learnsSlopes() {
    return activation instanceof Activation.PRelu;
  }

  /** Whether half of each hidden layer is the mirror image of the other half. */
  boolean mirrors() {
    return activation instanceof Activation.CRelu;
  }

  /** Whether hidden layers are normalised. */
  boolean normalizes() {
    return normalization != Normalization.NONE;
  }

  /**
   * Where a layer's weights begin in the flat vector of parameters; its biases follow them, then
   * learned slopes, scales and shifts, if there are any.
   */
  public int weightsAt(int layer) {
    int ofUnit = 1 + (learnsSlopes() ? 1 : 0) + (normalizes() ? 2 : 0);
    int at = 0;
    for (int l = 1; l < layer; l++) {
      at += (fanIn(l) + (l < layers() ? ofUnit : 1)) * units(l);
    }
    return at;
  }

  /** Where a layer's biases begin in the flat vector of parameters. */
  public int biasesAt(int layer) {
    return weightsAt(layer) + fanIn(layer) * units(layer);
  }

  /** Where a hidden layer's learned slopes begin in the flat vector of parameters. */
  int slopesAt(int layer) {
    return biasesAt(layer) + units(layer);
  }

  /** Where a hidden layer's scales begin in the flat vector of parameters; its shifts follow. */
  int scalesAt(int layer) {
    return slopesAt(layer) + (learnsSlopes() ? units(layer) : 0);
  }
}
