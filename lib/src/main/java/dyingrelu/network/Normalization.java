package dyingrelu.network;

/**
 * Whether and how hidden layers are normalised: numbers get mean 0 and variance 1, each unit's over
 * a batch (batch normalisation, Ioffe and Szegedy 2015) or each input's over the layer's units
 * (layer normalisation, Ba, Kiros and Hinton 2016), and then a scale γ and a shift β that every
 * unit learns.
 *
 * <p>In training, a batch's mean and variance are those of the inputs that are worked on together.
 * {@link Training} works on each batch in two halves and normalises each half by itself, so that
 * the result does not depend on threads: "ghost batch normalisation" with half a batch as the ghost
 * batch, Hoffer, Hubara and Soudry 2017, algorithm 1. Everywhere else, running means and variances
 * are used, which {@link Training} keeps in the network.
 */
public enum Normalization {
  /** Not at all. */
  NONE,

  /**
   * f(BN(z)), as Ioffe and Szegedy did it. The layer's biases are without effect, since the mean is
   * taken away; they stay where they are, and β takes their place.
   */
  BEFORE_ACTIVATION,

  /** BN(f(z)): what a layer passes on is normalised. */
  AFTER_ACTIVATION,

  /** f(LN(z)): Ba et al. 2016, eq. 4. It needs no running numbers. */
  LAYER;

  /** Whether it is z that is normalised. */
  boolean beforeActivation() {
    return this == BEFORE_ACTIVATION || this == LAYER;
  }
}
