package dyingrelu.bench;

import dyingrelu.data.Mnist;

/** One network in training, as a peer of the benchmark sees it. */
interface Trainee {
  int BATCH = 128;
  double RATE = 0.005;
  double BETA1 = 0.9;
  double BETA2 = 0.999;
  double EPSILON = 1e-7;

  /** Makes a network of the published shape with Glorot-uniform weights and zero biases. */
  @FunctionalInterface
  interface Maker {
    /**
     * A network that is not trained yet.
     *
     * @param seed of the weights and of the order of images
     */
    Trainee start(Mnist mnist, long seed);
  }

  /**
   * Trains one epoch on all training images.
   *
   * @return the mean loss, in nats
   */
  double epoch() throws InterruptedException;

  /** The share of test images that are classified as labelled. */
  double accuracy();
}
