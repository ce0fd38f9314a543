package dyingrelu.bench;

import java.util.List;

/**
 * One row of the benchmark: a peer and how it shares the processors.
 *
 * @param task what is trained; figures are compared within one
 * @param peer whose implementation, such as {@code PyTorch}
 * @param name how it runs, such as {@code 1 process, 2 threads}
 * @param trains whether it trains a network, so that its accuracy counts
 * @param slow whether an epoch takes so long that it gets fewer rounds and seeds
 * @param networks how many networks one process trains
 * @param commands the command line of each of its processes
 */
record Arrangement(
    Task task,
    String peer,
    String name,
    boolean trains,
    boolean slow,
    int networks,
    List<List<String>> commands) {

  static final String ENGINE = "ours";

  /** The same without leaving anything out. */
  static final String DENSE = "ours, dense";

  static final String PYTORCH = "PyTorch";
  static final String KERAS = "Keras on TensorFlow";
  static final String DL4J = "DL4J";
  static final String PRODUCTS = "sgemm alone, dense";

  @Override
  public String toString() {
    return (task == Task.RELU ? "" : task + ": ") + peer + ", " + name;
  }
}
