package dyingrelu.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Training that multiplies everything, for the benchmark; nobody else wants it. */
public final class Dense {
  private Dense() {}

  /** As {@link Training}'s constructor. */
  public static Training training(
      Network network, Recipe recipe, INDArray inputs, int[] labels, long seed) {
    return new Training(network, recipe, inputs, labels, seed, false);
  }
}
