package dyingrelu.study;

import dyingrelu.activation.Activation;
import dyingrelu.census.LayerCensus;
import dyingrelu.census.Rows;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import dyingrelu.network.Training;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

/**
 * Deaths in the training of the published ReLU network: what moved the units that died, whom death
 * strikes next, and whether the silence of some kills others. {@code data/README.md} says what the
 * columns mean.
 */
final class Deaths {
  private static final int BATCH = 128;
  private static final Optimizer ADAM = Optimizer.Adam.keras(0.005);

  /** When units are counted in the first epoch, besides after it; most deaths come early. */
  private static final List<Long> STEPS = List.of(0L, 47L, 94L, 188L);

  /** Ends of the shares of images, in percent, for which a living unit is active. */
  private static final double[] ACTIVE = {0, 0.1, 1, 5, 20, 50, 100};

  private static final int EPOCHS = 4;
  private static final int IMAGES = 10_000;

  /** A network at some step: its census on all training images, and the mean of these. */
  private record Moment(Network network, List<LayerCensus> layers, INDArray meanImage) {
    static Moment of(Network network, Digits train, INDArray meanImage)
        throws InterruptedException {
      return new Moment(network.copy(), LayerCensus.take(network, train.images()), meanImage);
    }

    /** The mean of what a layer is given; for ReLU the mean absolute output is the mean output. */
    INDArray below(int layer) {
      return layer == 1
          ? meanImage
          : Nd4j.create(new double[][] {layers.get(layer - 2).meanAbsolute()})
              .castTo(DataType.FLOAT);
    }

    BitSet dead(int layer) {
      return layers.get(layer - 1).dead();
    }
  }

  private Deaths() {}

  /**
   * What moved the units that died in the first epoch. Between two counts a unit's mean
   * pre-activation, over the training images, changes by what its bias, its weights and the layer
   * below changed; the three parts add up.
   */
  static Table moved(Mnist mnist, long[] seeds, Consumer<String> out) throws InterruptedException {
    Map<String, Optimizer> rules = new LinkedHashMap<>();
    rules.put("Adam", ADAM);
    rules.put("SGD", new Optimizer.Sgd(0.5));
    rules.put("Adam, β₂ 0.9", new Optimizer.Adam(0.005, 0.9, 0.9, 1e-7));
    Table rows =
        Rows.table(
            "deaths",
            "String rule, String inputs, long seed, int layer, int deaths, int dead_last, "
                + "double fall_by_bias, double fall_by_weights, double fall_by_below");
    for (Inputs inputs : List.of(new Inputs.Raw(), new Inputs.Centred())) {
      Mnist images = inputs.of(mnist);
      INDArray mean = Mnist.meanImage(images.train().images());
      for (Map.Entry<String, Optimizer> rule : rules.entrySet()) {
        for (long seed : seeds) {
          List<Moment> moments = moments(images.train(), rule.getValue(), seed, mean);
          Moment last = moments.get(moments.size() - 1);
          for (int layer = 1; layer <= last.layers.size(); layer++) {
            double[] falls = falls(moments, layer);
            Rows.add(
                rows,
                rule.getKey(),
                inputs.toString(),
                seed,
                layer,
                (int) falls[3],
                last.dead(layer).cardinality(),
                falls[0],
                falls[1],
                falls[2]);
          }
          out.accept(rule.getKey() + ", " + inputs + ", seed " + seed + ": done");
        }
      }
      rules.remove("Adam, β₂ 0.9"); // on raw images only
    }
    return rows;
  }

  private static List<Moment> moments(Digits train, Optimizer rule, long seed, INDArray mean)
      throws InterruptedException {
    List<Moment> moments = new ArrayList<>();
    Recipe recipe =
        Recipe.of(rule, BATCH)
            .with(
                (training, step) -> {
                  if (STEPS.contains(step)) {
                    moments.add(Moment.of(training.network(), train, mean));
                  }
                });
    Network network = Network.create(Architecture.published(new Activation.Relu()), seed);
    new Training(network, recipe, train.images(), train.labels(), seed)
        .epoch(ForkJoinPool.commonPool());
    moments.add(Moment.of(network, train, mean));
    return moments;
  }

  /** How far bias, weights and the layer below moved those that died, their means; and how many. */
  private static double[] falls(List<Moment> moments, int layer) {
    double[] falls = new double[4];
    for (int i = 1; i < moments.size(); i++) {
      Moment was = moments.get(i - 1);
      Moment is = moments.get(i);
      BitSet died = is.dead(layer);
      died.andNot(was.dead(layer));
      INDArray weights = was.network.weights(layer);
      INDArray below = was.below(layer);
      INDArray[] parts = {
        was.network.biases(layer).sub(is.network.biases(layer)),
        middle(below, is.below(layer)).mmul(weights.sub(is.network.weights(layer))),
        below.sub(is.below(layer)).mmul(middle(weights, is.network.weights(layer)))
      };
      for (int part = 0; part < 3; part++) {
        falls[part] += died.stream().mapToDouble(parts[part]::getDouble).sum();
      }
      falls[3] += died.cardinality();
    }
    for (int part = 0; part < 3; part++) {
      falls[part] = Results.rounded(falls[part] / falls[3], 6); // NaN if nobody died
    }
    return falls;
  }

  private static INDArray middle(INDArray a, INDArray b) {
    return a.add(b).div(2);
  }

  /** How many living units die in an epoch, by the share of images that fired them before it. */
  static Table next(Mnist mnist, long[] seeds, Consumer<String> out) throws InterruptedException {
    Table rows =
        Rows.table(
            "active shares",
            "long seed, int epoch, int layer, double active_from_pct, double active_to_pct, "
                + "int units, int dead_next");
    Digits train = mnist.train();
    Digits some = train.first(Math.min(IMAGES, train.size()));
    for (long seed : seeds) {
      Network network = Network.create(Architecture.published(new Activation.Relu()), seed);
      Training training = new Training(network, ADAM, BATCH, train.images(), train.labels(), seed);
      List<LayerCensus> before = LayerCensus.take(network, train.images());
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        double[][] active = LayerCensus.activeShares(network, some.images());
        training.epoch(ForkJoinPool.commonPool());
        List<LayerCensus> after = LayerCensus.take(network, train.images());
        for (int layer = 1; layer <= after.size(); layer++) {
          BitSet wasDead = before.get(layer - 1).dead();
          BitSet isDead = after.get(layer - 1).dead();
          double[] shares = active[layer - 1];
          for (int range = 1; range < ACTIVE.length; range++) {
            double from = range == 1 ? -1 : ACTIVE[range - 1] / 100;
            double to = ACTIVE[range] / 100;
            int[] units =
                IntStream.range(0, shares.length)
                    .filter(u -> !wasDead.get(u) && shares[u] > from && shares[u] <= to)
                    .toArray();
            int died = (int) IntStream.of(units).filter(isDead::get).count();
            Rows.add(
                rows, seed, epoch, layer, ACTIVE[range - 1], ACTIVE[range], units.length, died);
          }
        }
        before = after;
      }
      out.accept("active shares, seed " + seed + ": done");
    }
    return rows;
  }

  /**
   * The dead after two epochs with half of layer 2 silenced for good before one of them, and
   * without.
   */
  static Table cascade(Mnist mnist, long[] seeds, Consumer<String> out)
      throws InterruptedException {
    Table rows =
        Rows.table(
            "half silenced", "String silenced, long seed, int layer, int dead, double accuracy");
    Digits train = mnist.train();
    List<String> when = List.of("before training", "after epoch 1", "never");
    for (long seed : seeds) {
      for (String silenced : when) {
        Network network = Network.create(Architecture.published(new Activation.Relu()), seed);
        Training training =
            new Training(network, ADAM, BATCH, train.images(), train.labels(), seed);
        INDArray biases = network.biases(2);
        for (int epoch = 0; epoch < 2; epoch++) {
          int half = when.indexOf(silenced) == epoch ? (int) biases.length() / 2 : 0;
          for (int unit = 0; unit < half; unit++) {
            biases.putScalar(unit, -1e6);
          }
          training.epoch(ForkJoinPool.commonPool());
        }
        double accuracy = network.accuracy(mnist.test().images(), mnist.test().labels());
        for (LayerCensus layer : LayerCensus.take(network, train.images())) {
          Rows.add(rows, silenced, seed, layer.layer(), layer.dead().cardinality(), accuracy);
        }
      }
      out.accept("half silenced, seed " + seed + ": done");
    }
    return rows;
  }
}
