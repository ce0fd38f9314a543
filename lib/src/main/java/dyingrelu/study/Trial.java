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
 * <p>A study that asks something else of its networks extends it: it looks at them by {@link
 * #beforeStep} and {@link #counted}, and says what it found by {@link #answer}.
 */
public class Trial {
  /** What is counted after each epoch. */
  public static final Question COUNTS = new Question(Results.COUNTED, Trial::new);

  /** How many of the first training images the published study counts silence on. */
  private static final int PROBE = 1_000;

  /**
   * A layer after an epoch.
   *
   * @param census on all training images
   * @param silent who is silent on them
   * @param biases one a unit
   * @param weightNorms of each unit's incoming weights
   */
  protected record Layer(LayerCensus census, BitSet silent, float[] biases, float[] weightNorms) {
    /** Who is dead on all training images. */
    public BitSet dead() {
      return census.dead();
    }

    /** Who is not. */
    public BitSet alive() {
      BitSet alive = dead();
      alive.flip(0, census.units());
      return alive;
    }
  }

  /** What is at work. */
  protected final Experiment experiment;

  /** In the variant that the experiment asks for. */
  protected final Mnist mnist;

  /** What is counted so far; see {@link Results}. */
  protected final Table rows = Results.empty("rows");

  /** By epoch, 0 being before training, the hidden layers; none once it has diverged. */
  protected final List<List<Layer>> history = new ArrayList<>();

  /** As it is now, or null before its first epoch. */
  protected Network network;

  /** Whether it is no longer finite. */
  protected boolean diverged;

  private Training training;
  private double loss = Double.NaN;
  private double seconds = Double.NaN;

  /**
   * Nothing is done yet.
   *
   * @param mnist in the variant that the experiment asks for
   */
  protected Trial(Experiment experiment, Mnist mnist) {
    this.experiment = experiment;
    this.mnist = mnist;
  }

  /** How many epochs are trained and counted. */
  protected final int epochs() {
    return Math.max(0, history.size() - 1);
  }

  /** Whether all its epochs are. */
  protected final boolean finished() {
    return epochs() == experiment.epochs();
  }

  /** A hidden layer after an epoch, layers from 1. */
  protected final Layer layer(int layer, int epoch) {
    return history.get(epoch).get(layer - 1);
  }

  /** The network as it was before training. */
  protected final Network fresh() {
    Network fresh = Network.create(experiment.architecture(), experiment.seed());
    experiment.start().prepare(fresh);
    return fresh;
  }

  /**
   * Trains and counts one epoch; before the first it also counts the network as it was drawn.
   *
   * @param helper for half of each batch, and of the census
   * @throws InterruptedException if the thread is interrupted; the trial can then go on
   */
  protected final void epoch(Executor helper) throws InterruptedException {
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
      count(helper);
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
    count(helper);
    if (finished()) {
      training = null; // Its buffers and the optimiser's memory are not needed any more.
    }
  }

  /**
   * Looks at the network before a step.
   *
   * @param now the training, whose network is not to be changed
   * @param step from 0; those of an epoch that was interrupted come by again
   * @throws InterruptedException if the thread is interrupted; the epoch is then undone
   */
  protected void beforeStep(Training now, long step) throws InterruptedException {}

  /**
   * Looks at the network after an epoch, 0 being before training, unless it has diverged.
   *
   * @param epoch it comes by again if this look is interrupted
   * @param layers on all training images
   * @throws InterruptedException if the thread is interrupted
   */
  protected void counted(int epoch, List<LayerCensus> layers) throws InterruptedException {}

  /** The mean of something over some units, with seven digits behind the point; NaN of none. */
  protected static double mean(BitSet units, IntToDoubleFunction value) {
    return Results.rounded(units.stream().mapToDouble(value).average().orElse(Double.NaN), 7);
  }

  /**
   * Says what the study asks, once the trial is finished and unless the network has diverged.
   *
   * @param answers to which it {@linkplain #add adds} its rows
   * @param helper for half of each batch, if more is trained
   * @throws InterruptedException if the thread is interrupted; it can be asked again
   */
  protected void answer(Table answers, Executor helper) throws InterruptedException {
    answers.append(rows);
  }

  /** Adds a row of this experiment; what is not given is missing. */
  protected final void add(Table answers, Object... measured) {
    Results.append(answers, experiment, measured);
  }

  /** What the study is told of a finished network; one that diverged has only a name. */
  final Table answers(Question question, Executor helper) throws InterruptedException {
    Table answers = Results.empty("rows", question.columns());
    if (diverged && !question.equals(COUNTS)) {
      add(answers);
    } else {
      answer(answers, helper);
    }
    return answers;
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
  protected final Digits probe() {
    return mnist.train().first(Math.min(PROBE, mnist.train().size()));
  }

  private void count(Executor helper) throws InterruptedException {
    int epoch = history.size();
    int parameters = experiment.architecture().parameters();
    if (diverged) {
      for (int layer = 1; layer < experiment.architecture().layers(); layer++) {
        int units = experiment.architecture().units(layer);
        add(rows, parameters, epoch, layer, units, true);
      }
      history.add(List.of());
      return;
    }
    Digits train = mnist.train();
    List<LayerCensus> onProbe = LayerCensus.take(network, probe().images());
    List<LayerCensus> onTrain = LayerCensus.take(network, train.images(), helper);
    double accuracy = network.accuracy(mnist.test().images(), mnist.test().labels());
    Digits some = train.first(Math.min(ForwardPass.ROWS, train.size()));
    Backpropagation probe = new Backpropagation(network, some.size());
    probe.run(some.images(), some.labels());
    counted(epoch, onTrain); // Before anything is kept: interrupted, all of it is done again.
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
      add(
          rows,
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
