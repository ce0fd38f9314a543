package dyingrelu.network;

import java.io.Serializable;

/**
 * Decay of parameters before each step, p ← (1 − ηλ) p with the step's learning rate η: decoupled
 * from the gradient, Loshchilov and Hutter 2019, in the form in which η is the whole rate, not only
 * the schedule's factor. For gradient descent it is the same as a penalty λ/2 · p² on the loss
 * (L2); for Adam it is not, since a penalty's gradient would be rescaled with the rest.
 *
 * <p>Slopes that are learned (He et al. 2015 say why not) and the scales and shifts of batch
 * normalisation never decay.
 *
 * @param lambda λ, at least 0
 * @param biases whether biases decay too, or weights only
 */
public record WeightDecay(double lambda, boolean biases) implements Serializable {
  /** No decay. */
  public static final WeightDecay NONE = new WeightDecay(0, false);

  /** Checks the rate. */
  public WeightDecay {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The weight decay was " + lambda + "; give a number from 0, say 0.01.");
    }
  }
}
