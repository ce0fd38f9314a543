package dyingrelu.evidence;

import dyingrelu.activation.Activation;
import dyingrelu.census.Rows;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Silencing;
import dyingrelu.network.Training;
import java.util.List;
import java.util.Random;
import tech.tablesaw.api.Table;

/**
 * How much a small ReLU network can learn by heart when some of its units are dead from the start:
 * labels at random (Zhang et al. 2017, arXiv 1611.03530), and for comparison the digits' own.
 * {@code data/README.md} says what its columns mean.
 */
public final class Capacity {
  private static final int IMAGES = 1_000;
  private static final int UNITS = 32;
  private static final int EPOCHS = 60;

  private Capacity() {}

  /** Trains every share of dead units, with both kinds of labels, for each seed. */
  static Table of(Mnist mnist, long... seeds) throws InterruptedException {
    Table table =
        Rows.table(
            "capacity",
            """
            long seed
            String labels
            int silenced_pct
            double learned test_accuracy
            """);
    for (long seed : seeds) {
      for (int percent : new int[] {0, 25, 50, 75}) {
        for (boolean random : new boolean[] {true, false}) {
          double[] accuracy = accuracy(mnist, seed, percent, random);
          String labels = random ? "at random" : "the digits";
          Rows.add(table, seed, labels, percent, accuracy[0], accuracy[1]);
        }
      }
    }
    return table;
  }

  /**
   * Trains one network of two hidden layers of 32 units on the first 1,000 images.
   *
   * @param seed of weights, order and random labels
   * @param percent of each hidden layer's units that are dead from the start
   * @param random whether the labels are drawn, evenly and once, or the digits' own
   * @return the share of the labels that it gives after 60 epochs, and its test accuracy, 0 to 1
   * @throws InterruptedException if the thread is interrupted
   */
  public static double[] accuracy(Mnist mnist, long seed, int percent, boolean random)
      throws InterruptedException {
    Digits some = mnist.train().first(Math.min(IMAGES, mnist.train().size()));
    int[] labels = random ? new Random(seed).ints(some.size(), 0, 10).toArray() : some.labels();
    Network network =
        Network.create(
            new Architecture(
                Digits.PIXELS,
                List.of(UNITS, UNITS),
                10,
                new Activation.Relu(),
                Initializer.HE_NORMAL),
            seed);
    Silencing.hiddenUnits(network, percent);
    Training training =
        new Training(network, Optimizer.Adam.keras(0.003), 128, some.images(), labels, seed);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      training.epoch();
    }
    Digits test = mnist.test();
    return new double[] {
      network.accuracy(some.images(), labels), network.accuracy(test.images(), test.labels())
    };
  }
}
