package dyingrelu.bench;

import dyingrelu.data.Mnist;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import dyingrelu.network.Training;
import java.util.concurrent.Executor;

/** The library's own engine. */
final class Engine implements Trainee {
  private final Mnist mnist;
  private final Executor helper;
  private final Training training;

  /** A network in training; the helper takes half of each batch. */
  Engine(Mnist mnist, long seed, Executor helper, Task task, boolean skipping) {
    this.mnist = mnist;
    this.helper = helper;
    Network network = Network.create(task.architecture(), seed);
    Recipe recipe = Recipe.of(new Optimizer.Adam(task.rate, BETA1, BETA2, EPSILON), task.batch);
    training =
        new Training(
            network, recipe, mnist.train().images(), mnist.train().labels(), seed, skipping);
  }

  @Override
  public double epoch() throws InterruptedException {
    return training.epoch(helper);
  }

  @Override
  public double accuracy() {
    return training.network().accuracy(mnist.test().images(), mnist.test().labels());
  }
}
