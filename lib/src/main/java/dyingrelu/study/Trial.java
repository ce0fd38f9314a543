package dyingrelu.study;

import dyingrelu.census.LayerCensus;
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
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * An experiment at work: its network, trained and counted epoch by epoch. Stopped in an epoch it
 * keeps those it has counted and goes on from there, to the same end. One thread at a time.
 */
final class Trial {
  /** The units of a layer after an epoch. */
  private record Units(BitSet silent, float[] biases, float[] weightNorms) {}

  private final Experiment experiment;
  private final Mnist mnist;
  private final Table rows = Results.empty("rows");
  private final List<List<Units>> history = new ArrayList<>();

  /** Of each layer: the units that were hit first, and those of them that were alive ever since. */
  private final List<BitSet> firstHit = new ArrayList<>();

  private final List<BitSet> aliveSince = new ArrayList<>();
  private int eventsCounted;

  private Network network;
  private Training training;
  private double loss = Double.NaN;
  private double seconds;
  private boolean diverged;

  /**
   * Nothing is done yet.
   *
   * @param mnist in the variant that the experiment asks for
   */
  Trial(Experiment experiment, Mnist mnist) {
    this.experiment = experiment;
    this.mnist = mnist;
  }

  Experiment experiment() {
    return experiment;
  }

  /** How many epochs are trained and counted. */
  int epochs() {
    return Math.max(0, history.size() - 1);
  }

  boolean finished() {
    return epochs() == experiment.epochs();
  }

  /** What is counted so far; see {@link Results}. */
  Table rows() {
    return rows;
  }

  /** The network as it is now, or null before its first epoch. */
  Network network() {
    return network;
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
      Network fresh = Network.create(experiment.architecture(), experiment.seed());
      experiment.start().prepare(fresh);
      network = fresh;
      training =
          new Training(
              fresh, experiment.recipe(), train.images(), train.labels(), experiment.seed());
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

  /** A few words on the last epoch. */
  String detail() {
    if (history.isEmpty()) {
      return "waiting";
    }
    Row last = rows.row(rows.rowCount() - 1);
    return diverged
        ? "diverged"
        : String.format(
            Locale.ROOT,
            "loss %.4f, test accuracy %.2f %%",
            loss,
            100 * last.getDouble("test_accuracy"));
  }

  private void count() throws InterruptedException {
    int epoch = history.size();
    if (diverged) {
      for (int layer = 1; layer <= experiment.architecture().hidden().size(); layer++) {
        Results.append(rows, experiment, epoch, layer).setBoolean("diverged", true);
      }
      history.add(List.of());
      return;
    }
    List<LayerCensus> onProbe =
        LayerCensus.take(
            network,
            mnist.train().first(Math.min(Experiment.PROBE, mnist.train().size())).images());
    List<LayerCensus> onTrain = LayerCensus.take(network, mnist.train().images());
    Digits test = mnist.test();
    double accuracy = network.accuracy(test.images(), test.labels());
    Digits some = mnist.train().first(Math.min(ForwardPass.ROWS, mnist.train().size()));
    Backpropagation probe = new Backpropagation(network, some.size());
    probe.run(some.images(), some.labels());
    List<Intervention.Event> events = training.events();
    List<Units> units = new ArrayList<>();
    for (LayerCensus census : onTrain) {
      int layer = census.layer();
      BitSet silent = census.silent();
      Row row = Results.append(rows, experiment, epoch, layer);
      row.setBoolean("diverged", false);
      LayerCensus seen = onProbe.get(layer - 1);
      row.setDouble("silent_on_probe_pct", seen.percent(seen.silent()));
      row.setDouble("silent_on_train_pct", census.percent(silent));
      row.setDouble("dead_pct", census.percent(census.dead()));
      row.setDouble("dormant_pct", census.percent(census.dormant(LayerCensus.TAU)));
      row.setInt("revived", revived(layer, silent));
      row.setString("silent_units", Fates.hex(silent));
      if (epoch > 0) {
        row.setDouble("train_loss", rounded(loss, 6));
        row.setDouble("seconds", rounded(seconds, 3));
      }
      row.setDouble("test_accuracy", accuracy);
      row.setDouble(
          "gradient_norm", rounded(probe.weightGradient(layer).norm2Number().doubleValue(), 9));
      countHits(row, events.subList(eventsCounted, events.size()), layer, census.dead());
      INDArray weights = network.weights(layer);
      units.add(
          new Units(
              silent,
              network.biases(layer).dup().toFloatVector(),
              weights.norm2(0).toFloatVector()));
    }
    eventsCounted = events.size();
    history.add(units);
  }

  private int revived(int layer, BitSet silent) {
    if (history.isEmpty()) {
      return 0;
    }
    BitSet back = (BitSet) history.get(history.size() - 1).get(layer - 1).silent.clone();
    back.andNot(silent);
    return back.cardinality();
  }

  /** Who was kicked or recycled in this epoch, and what became of those who were so first. */
  private void countHits(Row row, List<Intervention.Event> events, int layer, BitSet dead) {
    if (firstHit.size() < layer) {
      firstHit.add(new BitSet());
      aliveSince.add(new BitSet());
    }
    BitSet first = firstHit.get(layer - 1);
    boolean none = eventsCounted == 0;
    int hit = 0;
    for (Intervention.Event event : events) {
      if (event.layer() == layer) {
        hit += event.units().cardinality();
        if (none) {
          first.or(event.units());
          aliveSince.get(layer - 1).or(event.units());
        }
      }
    }
    aliveSince.get(layer - 1).andNot(dead);
    row.setInt("hit", hit);
    row.setInt("first_hit", first.cardinality());
    row.setInt("first_hit_alive", aliveSince.get(layer - 1).cardinality());
  }

  /**
   * Every unit after every epoch: columns {@code epoch}, from 0; {@code layer} and {@code unit},
   * from 1; {@code silent} on all training images; {@code end}, "silent at the end" or "speaks at
   * the end"; {@code bias}; {@code weight_norm}, the Euclidean norm of its incoming weights.
   */
  Table units() {
    Table table =
        Table.create(
            experiment.toString(),
            IntColumn.create("epoch"),
            IntColumn.create("layer"),
            IntColumn.create("unit"),
            BooleanColumn.create("silent"),
            StringColumn.create("end"),
            DoubleColumn.create("bias"),
            DoubleColumn.create("weight_norm"));
    for (int epoch = 0; epoch < history.size(); epoch++) {
      List<Units> layers = history.get(epoch);
      for (int layer = 1; layer <= layers.size(); layer++) {
        Units units = layers.get(layer - 1);
        for (int unit = 0; unit < units.biases.length; unit++) {
          table.intColumn("epoch").append(epoch);
          table.intColumn("layer").append(layer);
          table.intColumn("unit").append(unit + 1);
          table.booleanColumn("silent").append(units.silent.get(unit));
          boolean end = history.get(history.size() - 1).get(layer - 1).silent.get(unit);
          table.stringColumn("end").append(end ? "silent at the end" : "speaks at the end");
          table.doubleColumn("bias").append(units.biases[unit]);
          table.doubleColumn("weight_norm").append(units.weightNorms[unit]);
        }
      }
    }
    return table;
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
