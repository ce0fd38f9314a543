package dyingrelu.study;

import dyingrelu.cure.Start;
import dyingrelu.network.Architecture;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import java.io.Serializable;

/**
 * One network to train and to count: all that decides what comes of it. Two runs of an experiment
 * on one machine give the same rows to the last bit.
 *
 * @param task the setting it belongs to, such as {@code published}
 * @param cure what it does against death, such as {@code ReLU} for nothing; see {@link
 *     dyingrelu.cure.Cure}
 * @param architecture the network's shape
 * @param recipe how it is trained
 * @param start what is done to it before training
 * @param inputs what it is shown
 * @param seed of its weights
 * @param order seed of the order of its training images, and of whatever a cure draws
 * @param epochs how often it sees all training images, at least 1
 */
public record Experiment(
    String task,
    String cure,
    Architecture architecture,
    Recipe recipe,
    Start start,
    Inputs inputs,
    long seed,
    long order,
    int epochs)
    implements Serializable {
  /** Checks the epochs and the names. */
  public Experiment {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "An experiment of %d epochs trains nothing: give at least 1.".formatted(epochs));
    }
    if (task.isBlank() || cure.isBlank()) {
      throw new IllegalArgumentException(
          "An experiment needs a task and a cure by name, got '%s' and '%s': say 'published' and 'ReLU'."
              .formatted(task, cure));
    }
  }

  /**
   * The plainest: one epoch on batches of 128 raw images, weights as they are drawn, one seed for
   * everything; what differs is said after it.
   */
  public static Experiment of(
      String task, String cure, Architecture architecture, Optimizer optimizer, long seed) {
    return new Experiment(
        task,
        cure,
        architecture,
        Recipe.of(optimizer, 128),
        new Start.AsDrawn(),
        new Inputs.Raw(),
        seed,
        seed,
        1);
  }

  /** The same on other data. */
  public Experiment with(Inputs other) {
    return new Experiment(task, cure, architecture, recipe, start, other, seed, order, epochs);
  }

  /** The same with something else done to the network before training. */
  public Experiment with(Start other) {
    return new Experiment(task, cure, architecture, recipe, other, inputs, seed, order, epochs);
  }

  /** The same with a network of another shape. */
  public Experiment with(Architecture other) {
    return new Experiment(task, cure, other, recipe, start, inputs, seed, order, epochs);
  }

  /** The same trained in another way. */
  public Experiment with(Recipe other) {
    return new Experiment(task, cure, architecture, other, start, inputs, seed, order, epochs);
  }

  /** The same under another name for what is changed. */
  public Experiment named(String other) {
    return new Experiment(task, other, architecture, recipe, start, inputs, seed, order, epochs);
  }

  /** The same weights at the start, and the images in another order. */
  public Experiment order(long other) {
    return new Experiment(task, cure, architecture, recipe, start, inputs, seed, other, epochs);
  }

  /** The same for so many epochs; a schedule keeps the length it was made for. */
  public Experiment epochs(int other) {
    return new Experiment(task, cure, architecture, recipe, start, inputs, seed, order, other);
  }

  /** What it is shown, and in whose order if not its own, as tables say it. */
  String shown() {
    return order == seed ? inputs.toString() : inputs + ", order " + order;
  }

  @Override
  public String toString() {
    return "%s, %s, seed %d%s".formatted(task, cure, seed, order == seed ? "" : ", order " + order);
  }
}
