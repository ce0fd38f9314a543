package dyingrelu.study;

import dyingrelu.census.LayerCensus;
import dyingrelu.census.Rows;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Backpropagation;
import dyingrelu.network.ForwardPass;
import dyingrelu.network.Intervention;
import dyingrelu.network.Network;
import dyingrelu.network.Training;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.IntToDoubleFunction;
import tech.tablesaw.api.Table;

/**
 * An experiment at work: its network, trained and counted epoch by epoch. Stopped in an epoch it
 * keeps those it has counted and goes on from there, to the same end. One thread at a time.
 *
 * <p>A study that asks something else of its networks extends it.
 */
class Trial {
  /** What is counted after each epoch. */
  static final Question COUNTS = new Question(Results.COUNTED, Trial::new);

  /** How many of the first training images the published study counts silence on. */
  private static final int PROBE = 1_000;

  /** A layer after an epoch, on all training images. */
  record Layer(LayerCensus census, BitSet silent, float[] biases, float[] weightNorms) {
    BitSet dead() {
      return census.dead();
    }

    BitSet alive() {
      BitSet alive = dead();
      alive.flip(0, census.units());
      return alive;
    }
  }

  final Experiment experiment;

  /** In the variant that the experiment asks for. */
  final Mnist mnist;

  /** What is counted so far; see {@link Results}. */
  final Table rows = Results.empty("rows");

  /** By epoch, 0 being before training, the hidden layers; none once it has diverged. */
  final List<List<Layer>> history = new ArrayList<>();

  /** As it is now, or null before its first epoch. */
  Network network;

  boolean diverged;
  private Training training;
  private double loss = Double.NaN;
  private double seconds = Double.NaN;

  /**
   * Nothing is done yet.
   *
   * @param mnist in the variant that the experiment asks for
   */
  Trial(Experiment experiment, Mnist mnist) {
    this.experiment = experiment;
    this.mnist = mnist;
  }

  /** How many epochs are trained and counted. */
  int epochs() {
    return Math.max(0, history.size() - 1);
  }

  boolean finished() {
    return epochs() == experiment.epochs();
  }

  /** A hidden layer after an epoch, layers from 1. */
  Layer layer(int layer, int epoch) {
    return history.get(epoch).get(layer - 1);
  }

  /** The network as it was before training. */
  Network fresh() {
    Network fresh = Network.create(experiment.architecture(), experiment.seed());
    experiment.start().prepare(fresh);
    return fresh;
  }

  /**
   * Trains and counts one epoch; before the first it also counts the network as it was drawn.
   *
   * @param helper for half of each batch
   * @throws InterruptedException if the thread is interrupted; the trial can then go on
   */
  void epoch(Executor helper) throws InterruptedException {
    if (training == null) {
      Digits train = mnist.train();
      network = fresh();
      training =
          new Training(
              network,
              experiment.recipe().with(this::beforeStep),
              train.images(),
              train.labels(),
              experiment.order());
    }
    if (history.isEmpty()) {
      count();
    }
    if (!diverged && training.epochs() == epochs()) {
      long start = System.nanoTime();
      try {
        loss = training.epoch(helper);
      } catch (ArithmeticException explained) {
        diverged = true;
      }
      seconds = (System.nanoTime() - start) / 1e9;
    }
    count();
    if (finished()) {
      training = null; // Its buffers and the optimiser's memory are not needed any more.
    }
  }

  /** Looks at the network before a step, from 0; an epoch that failed comes by again. */
  void beforeStep(Training now, long step) throws InterruptedException {}

  /** Looks at the network after an epoch is counted, 0 being before training. */
  void counted(int epoch) {}

  /** The mean of something over some units, with seven digits behind the point; NaN of none. */
  static double mean(BitSet units, IntToDoubleFunction value) {
    return Results.rounded(units.stream().mapToDouble(value).average().orElse(Double.NaN), 7);
  }

  /**
   * What the study asks, once the trial is finished.
   *
   * @return its rows
   * @throws InterruptedException if the thread is interrupted; it can be asked again
   */
  Table answer(Executor helper) throws InterruptedException {
    return rows;
  }

  /** A few words on the last epoch. */
  String detail() {
    if (history.isEmpty()) {
      return "waiting";
    }
    if (diverged) {
      return "diverged";
    }
    double accuracy = rows.doubleColumn("test_accuracy").get(rows.rowCount() - 1);
    return String.format(Locale.ROOT, "loss %.4f, test accuracy %.2f %%", loss, 100 * accuracy);
  }

  /** The first training images, on which the published study counts silence. */
  Digits probe() {
    return mnist.train().first(Math.min(PROBE, mnist.train().size()));
  }

  private void count() throws InterruptedException {
    int epoch = history.size();
    int parameters = experiment.architecture().parameters();
    if (diverged) {
      for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
        int units = experiment.architecture().units(layer);
        Results.append(rows, experiment, parameters, epoch, layer, units, true);
      }
      history.add(List.of());
      return;
    }
    Digits train = mnist.train();
    List<LayerCensus> onProbe = LayerCensus.take(network, probe().images());
    List<LayerCensus> onTrain = LayerCensus.take(network, train.images());
    double accuracy = network.accuracy(mnist.test().images(), mnist.test().labels());
    Digits some = train.first(Math.min(ForwardPass.ROWS, train.size()));
    Backpropagation probe = new Backpropagation(network, some.size());
    probe.run(some.images(), some.labels());
    List<Layer> layers = new ArrayList<>();
    history.add(layers);
    for (LayerCensus census : onTrain) {
      int layer = census.layer();
      BitSet silent = census.silent();
      BitSet back = new BitSet();
      if (epoch > 0) {
        back.or(layer(layer, epoch - 1).silent);
        back.andNot(silent);
      }
      layers.add(
          new Layer(
              census,
              silent,
              network.biases(layer).toFloatVector(),
              network.weights(layer).norm2(0).toFloatVector()));
      int[] hits = hits(layer, epoch);
      Results.append(
          rows,
          experiment,
          parameters,
          epoch,
          layer,
          census.units(),
          false,
          onProbe.get(layer - 1).percent(onProbe.get(layer - 1).silent()),
          census.percent(silent),
          census.percent(census.dead()),
          census.percent(census.dormant(LayerCensus.TAU)),
          back.cardinality(),
          Fates.hex(silent),
          Results.rounded(loss, 6),
          accuracy,
          Results.rounded(probe.weightGradient(layer).norm2Number().doubleValue(), 9),
          hits[0],
          hits[1],
          hits[2],
          Results.rounded(seconds, 3));
    }
    counted(epoch);
  }

  /**
   * How many units of a layer were kicked or recycled in this epoch, how many were so first, and
   * how many of those were dead at no census since.
   */
  private int[] hits(int layer, int epoch) {
    int now = 0;
    BitSet first = new BitSet();
    List<Intervention.Event> events = training.events();
    for (Intervention.Event event : events) {
      if (event.layer() == layer) {
        now += after(event) == epoch ? event.units().cardinality() : 0;
        if (event.step() == events.get(0).step()) {
          first.or(event.units());
        }
      }
    }
    int count = first.cardinality();
    int from = events.isEmpty() ? epoch + 1 : after(events.get(0));
    for (int since = from; since <= epoch; since++) {
      first.andNot(layer(layer, since).dead());
    }
    return new int[] {now, count, first.cardinality()};
  }

  /** The first epoch that is counted after an event. */
  private int after(Intervention.Event event) {
    return (int) (event.step() / training.stepsPerEpoch()) + 1;
  }

  /**
   * Every unit after every epoch: columns {@code epoch}, from 0; {@code layer} and {@code unit},
   * from 1; {@code silent} on all training images; {@code end}, "silent at the end" or "speaks at
   * the end"; {@code bias}; {@code weight_norm}, the Euclidean norm of its incoming weights.
   */
  Table units() {
    Table table =
        Rows.table(
            experiment.toString(),
            """
            int epoch layer unit
            boolean silent
            String end
            double bias weight_norm
            """);
    List<List<Layer>> epochs = history.stream().filter(layers -> !layers.isEmpty()).toList();
    for (int epoch = 0; epoch < epochs.size(); epoch++) {
      for (Layer layer : epochs.get(epoch)) {
        int number = layer.census.layer();
        BitSet end = epochs.get(epochs.size() - 1).get(number - 1).silent;
        for (int unit = 0; unit < layer.biases.length; unit++) {
          Rows.add(
              table,
              epoch,
              number,
              unit + 1,
              layer.silent.get(unit),
              end.get(unit) ? "silent at the end" : "speaks at the end",
              (double) layer.biases[unit],
              (double) layer.weightNorms[unit]);
        }
      }
    }
    return table;
  }
}
