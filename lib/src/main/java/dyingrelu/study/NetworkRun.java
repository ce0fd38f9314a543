package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.Training;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One network of a study on its way through the epochs; used by one thread at a time. */
final class NetworkRun {

  /**
   * What was found after an epoch; epoch 0 is before training.
   *
   * @param loss mean training loss of the epoch, in nats
   * @param accuracy on the test images, in [0, 1]
   * @param seconds the epoch's training alone
   */
  record Epoch(int epoch, double loss, double accuracy, double seconds, List<Layer> layers) {}

  /**
   * One hidden layer after an epoch; shares are in percent of its units.
   *
   * @param silent on all training images
   * @param revived how many were silent after the epoch before
   */
  record Layer(
      int layer,
      double silentOnProbe,
      BitSet silent,
      double dead,
      double dormant,
      int revived,
      float[] bias,
      float[] weightNorm) {
    double percent(BitSet units) {
      return 100.0 * units.cardinality() / bias.length;
    }
  }

  /** How many units of a layer share a fate; the epoch is that of falling silent for good, or 0. */
  record Fate(int layer, String fate, int epoch, int units) {}

  private final MnistStudy.Configuration configuration;
  private final Activation activation;
  private final long seed;
  private final Mnist mnist;

  /** The start and the epochs so far; read by other threads while this one trains. */
  private final List<Epoch> epochs = new ArrayList<>();

  private Network network;
  private Training training;
  private double loss;
  private double seconds;

  NetworkRun(
      MnistStudy.Configuration configuration, Activation activation, long seed, Mnist mnist) {
    this.configuration = configuration;
    this.activation = activation;
    this.seed = seed;
    this.mnist = mnist;
  }

  Activation activation() {
    return activation;
  }

  long seed() {
    return seed;
  }

  /** The network, or null before the first epoch. */
  synchronized Network network() {
    return network;
  }

  /** How many epochs are counted. */
  synchronized int counted() {
    return Math.max(0, epochs.size() - 1);
  }

  synchronized List<Epoch> epochsAndStart() {
    return List.copyOf(epochs);
  }

  List<Epoch> epochs() {
    List<Epoch> all = epochsAndStart();
    return all.isEmpty() ? all : all.subList(1, all.size());
  }

  /** Trains and counts one epoch; if only the counting was interrupted, it is made up for. */
  void epoch(Executor helper, MnistStudy.Listener listener) throws InterruptedException {
    if (training == null) {
      begin();
    }
    if (training.epochs() == counted()) {
      long start = System.nanoTime();
      loss = training.epoch(helper);
      seconds = (System.nanoTime() - start) / 1e9;
    }
    count(network, loss, seconds);
    if (counted() == configuration.epochs()) {
      training = null; // Its buffers and the optimiser's memory are not needed any more.
    }
    Epoch last = epochs.get(epochs.size() - 1);
    listener.update(
        toString(),
        counted(),
        configuration.epochs(),
        String.format(Locale.ROOT, "loss %.4f, test accuracy %.2f %%", loss, 100 * last.accuracy));
  }

  private void begin() throws InterruptedException {
    Architecture architecture =
        new Architecture(
            mnist.train().images().columns(),
            configuration.hidden(),
            10,
            activation,
            Initializer.GLOROT_UNIFORM);
    Network fresh = Network.create(architecture, seed);
    count(fresh, Double.NaN, 0);
    training =
        new Training(
            fresh,
            configuration.optimizer(),
            configuration.batchSize(),
            mnist.train().images(),
            mnist.train().labels(),
            seed);
    synchronized (this) {
      network = fresh;
    }
  }

  private void count(Network network, double loss, double seconds) throws InterruptedException {
    List<LayerCensus> onProbe =
        LayerCensus.take(network, mnist.train().first(configuration.probe()).images());
    List<LayerCensus> onTrain = LayerCensus.take(network, mnist.train().images());
    double accuracy = network.accuracy(mnist.test().images(), mnist.test().labels());
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < onTrain.size(); i++) {
      LayerCensus train = onTrain.get(i);
      BitSet silent = train.silent();
      BitSet revived = new BitSet();
      if (!epochs.isEmpty()) {
        revived.or(epochs.get(epochs.size() - 1).layers.get(i).silent);
        revived.andNot(silent);
      }
      INDArray weights = network.weights(train.layer());
      layers.add(
          new Layer(
              train.layer(),
              onProbe.get(i).percent(onProbe.get(i).silent()),
              silent,
              train.percent(train.dead()),
              train.percent(train.dormant(LayerCensus.TAU)),
              revived.cardinality(),
              network.biases(train.layer()).dup().toFloatVector(),
              weights.norm2(0).toFloatVector()));
    }
    synchronized (this) {
      epochs.add(new Epoch(epochs.size(), loss, accuracy, seconds, layers));
    }
  }

  /** What became of the units of each layer, by what is counted so far. */
  List<Fate> fates() {
    List<Epoch> all = epochsAndStart();
    List<Fate> fates = new ArrayList<>();
    if (all.isEmpty()) {
      return fates;
    }
    for (int layer = 0; layer < configuration.hidden().size(); layer++) {
      int units = configuration.hidden().get(layer);
      int never = 0;
      int back = 0;
      Map<Integer, Integer> forGood = new TreeMap<>();
      for (int unit = 0; unit < units; unit++) {
        int spoke = all.size() - 1; // the last epoch after which the unit was not silent, or −1
        while (spoke >= 0 && all.get(spoke).layers.get(layer).silent.get(unit)) {
          spoke--;
        }
        if (spoke < all.size() - 1) {
          forGood.merge(spoke + 1, 1, Integer::sum);
        } else if (everSilent(all, layer, unit)) {
          back++;
        } else {
          never++;
        }
      }
      fates.add(new Fate(layer + 1, "never silent", 0, never));
      fates.add(new Fate(layer + 1, "came back", 0, back));
      for (Map.Entry<Integer, Integer> since : forGood.entrySet()) {
        fates.add(new Fate(layer + 1, "silent for good", since.getKey(), since.getValue()));
      }
    }
    return fates;
  }

  private static boolean everSilent(List<Epoch> all, int layer, int unit) {
    return all.stream().anyMatch(epoch -> epoch.layers.get(layer).silent.get(unit));
  }

  @Override
  public String toString() {
    return activation.name() + ", seed " + seed;
  }
}
