package dyingrelu.cure;

import dyingrelu.network.Intervention;
import dyingrelu.network.Network;
import dyingrelu.network.Training;

/**
 * Bias warming: every hidden bias starts with γ added to it, which makes units speak for most
 * inputs; the addition is taken away again little by little, the same amount each step, while the
 * network learns. What the optimiser makes of the bias meanwhile stays.
 *
 * @param start γ before the first step, above 0
 * @param epochs after how many epochs nothing of it is left, at least 1
 */
public record BiasWarming(double start, int epochs) implements Intervention {
  /** Checks both. */
  public BiasWarming {
    if (!(start > 0 && start < Double.POSITIVE_INFINITY) || epochs < 1) {
      throw new IllegalArgumentException(
          ("Biases cannot be warmed by %s for %d epochs: "
                  + "give a number above 0 and at least 1 epoch, say 0.5 for 3.")
              .formatted(start, epochs));
    }
  }

  /**
   * What is added to each bias at some time.
   *
   * @param epoch how many epochs have been trained by then, and parts of one
   * @return γ, between {@link #start} and 0
   */
  public double gamma(double epoch) {
    return start * Math.max(0, 1 - epoch / epochs);
  }

  @Override
  public void beforeStep(Training training, long step) {
    double perEpoch = training.stepsPerEpoch();
    double before = step == 0 ? 0 : gamma((step - 1) / perEpoch);
    double change = gamma(step / perEpoch) - before;
    if (change != 0) {
      Network network = training.network();
      for (int layer = 1; layer < network.architecture().layers(); layer++) {
        network.biases(layer).addi(change);
      }
    }
  }
}
