package dyingrelu.bench;

import java.util.List;

/**
 * One row of the benchmark: a peer and how it shares the processors.
 *
 * @param peer whose implementation, such as {@code PyTorch}
 * @param name how it runs, such as {@code 1 process, 2 threads}
 * @param trains whether it trains a network, so that its accuracy counts
 * @param slow whether an epoch takes so long that it gets fewer rounds and seeds
 * @param networks how many networks one process trains
 * @param commands the command line of each of its processes
 */
record Arrangement(
    String peer,
    String name,
    boolean trains,
    boolean slow,
    int networks,
    List<List<String>> commands) {

  static final String ENGINE = "ours";
  static final String PYTORCH = "PyTorch";
  static final String KERAS = "Keras on TensorFlow";
  static final String PRODUCTS = "sgemm alone";

  @Override
  public String toString() {
    return peer + ", " + name;
  }
}
