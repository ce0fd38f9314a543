package dyingrelu.bench;

import dyingrelu.activation.Activation;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Training;
import java.util.concurrent.Executor;

/** The library's own engine. */
final class Engine implements Trainee {
  private final Mnist mnist;
  private final Executor helper;
  private final Training training;

  /** A network in training; the helper takes half of each batch. */
  Engine(Mnist mnist, long seed, Executor helper) {
    this.mnist = mnist;
    this.helper = helper;
    Architecture architecture = Architecture.published(new Activation.Relu());
    training =
        new Training(
            Network.create(architecture, seed),
            new Optimizer.Adam(RATE, BETA1, BETA2, EPSILON),
            BATCH,
            mnist.train().images(),
            mnist.train().labels(),
            seed);
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
