package dyingrelu.census;

import dyingrelu.network.Architecture;
import dyingrelu.network.Network;
import dyingrelu.network.Normalization;
import java.util.Arrays;
import java.util.List;

/**
 * Networks that are dead before training: with a layer whose every unit is dead on every input, so
 * that all inputs give one output and no gradient passes (L. Lu, Y. Shin, Y. Su and G. E.
 * Karniadakis 2019, "Dying ReLU and initialization", arXiv 1903.06733).
 */
public final class BornDead {
  private BornDead() {}

  /**
   * The probability 1 − ∏(1 − 2^−N) over the widths N of the hidden layers.
   *
   * <p>For one non-zero input, biases of zero and weights that are drawn independently and as
   * likely positive as negative, this is exact: if the layer below is not all silent, each unit is
   * silent with probability ½, and all N of them with 2^−N. For several inputs together it is an
   * upper bound, since a layer that is silent on all of them is silent on each.
   *
   * @param hidden the width of each hidden layer, at least 1 each
   */
  public static double probability(List<Integer> hidden) {
    double alive = 1;
    for (int width : hidden) {
      alive *= 1 - Math.pow(2, -width);
    }
    return 1 - alive;
  }

  /**
   * Draws networks and counts how many are born dead, for every depth at once: cut off after layer
   * l, a network is a draw of the network with l hidden layers.
   *
   * @param architecture shape, activation and initialiser of plain layers, without shortcuts and
   *     normalisation
   * @param inputs the inputs × their numbers; at least one
   * @param networks how many to draw
   * @param seed of the first network; the following ones take the following seeds
   * @return for each hidden layer the share of networks, 0 to 1, that have an all dead layer among
   *     the layers up to this one
   * @throws IllegalArgumentException if the inputs do not fit, or the layers are not plain ones: a
   *     shortcut passes on what it was given when every unit is dead, and normalisation by batches
   *     centres what a unit sees
   */
  public static double[] simulate(
      Architecture architecture, float[][] inputs, int networks, long seed) {
    if (inputs.length == 0 || inputs[0].length != architecture.inputs()) {
      throw new IllegalArgumentException(
          "The networks take inputs of %d numbers; give at least one such input, not %d of %s."
              .formatted(
                  architecture.inputs(),
                  inputs.length,
                  inputs.length == 0 ? "none" : inputs[0].length));
    }
    if (architecture.residual() || architecture.normalization() != Normalization.NONE) {
      throw new IllegalArgumentException(
          "Networks with shortcuts or normalisation are not born dead in this sense: give an"
              + " architecture of plain layers, without residual and with Normalization.NONE.");
    }
    int[] dead = new int[architecture.hidden().size()];
    for (int i = 0; i < networks; i++) {
      int first = firstDeadLayer(Network.create(architecture, seed + i), inputs);
      for (int layer = first; layer <= dead.length; layer++) {
        dead[layer - 1]++;
      }
    }
    return Arrays.stream(dead).mapToDouble(count -> (double) count / networks).toArray();
  }

  /** The first hidden layer that is all dead on the inputs; beyond the last one if none is. */
  static int firstDeadLayer(Network network, float[][] inputs) {
    Architecture architecture = network.architecture();
    // Plain loops: a call into OpenBLAS costs more than a product as small as these.
    float[] parameters = network.parameters().data().asFloat();
    float[][] below = inputs;
    for (int layer = 1; layer < architecture.layers(); layer++) {
      int fanIn = architecture.fanIn(layer);
      int units = architecture.units(layer);
      int weights = architecture.weightsAt(layer);
      int biases = architecture.biasesAt(layer);
      float[][] outputs = new float[inputs.length][units];
      float[] slopes = new float[units];
      boolean alive = false;
      for (int input = 0; input < inputs.length; input++) {
        float[] h = outputs[input];
        System.arraycopy(parameters, biases, h, 0, units);
        for (int k = 0; k < fanIn; k++) {
          for (int j = 0; j < units; j++) {
            h[j] += below[input][k] * parameters[weights + k * units + j];
          }
        }
        architecture.activation().apply(h, h, slopes, units);
        for (float slope : slopes) {
          alive |= slope != 0;
        }
      }
      if (!alive) {
        return layer;
      }
      below = outputs;
    }
    return architecture.layers();
  }
}
