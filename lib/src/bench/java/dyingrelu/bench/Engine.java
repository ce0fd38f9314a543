package dyingrelu.bench;

import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import dyingrelu.network.Training;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Executor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The library's own engine. */
final class Engine implements Trainee {
  private final Mnist mnist;
  private final Executor helper;
  private final Training training;

  private Engine(Mnist mnist, Executor helper, Training training) {
    this.mnist = mnist;
    this.helper = helper;
    this.training = training;
  }

  /** A network in training; the helper takes half of each batch. */
  static Engine onMnist(Mnist mnist, long seed, Executor helper, Task task, boolean skipping) {
    INDArray images = mnist.train().images();
    int[] labels = mnist.train().labels();
    Network network = Network.create(task.architecture(), seed);
    return new Engine(
        mnist,
        helper,
        new Training(network, recipe(task, task.batch), images, labels, seed, skipping));
  }

  /**
   * The task's network and recipe in another shape, for some steps of noise, which has no accuracy.
   */
  static Engine onNoise(Task task, int width, int depth, int batch, int steps, boolean skipping) {
    Architecture like = task.architecture();
    Architecture architecture =
        new Architecture(
            like.inputs(),
            Collections.nCopies(depth, width),
            like.outputs(),
            like.activation(),
            like.initializer());
    INDArray images = Nd4j.rand(DataType.FLOAT, batch * steps, like.inputs());
    int[] labels = new Random(1).ints(batch * steps, 0, like.outputs()).toArray();
    Network network = Network.create(architecture, 1);
    return new Engine(
        null,
        Runnable::run,
        new Training(network, recipe(task, batch), images, labels, 1, skipping));
  }

  private static Recipe recipe(Task task, int batch) {
    return Recipe.of(new Optimizer.Adam(task.rate, BETA1, BETA2, EPSILON), batch);
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
