package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.activation.Activation;
import dyingrelu.claim.Samples;
import dyingrelu.cure.Cure;
import dyingrelu.cure.Start;
import dyingrelu.data.DataException;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Initializer;
import dyingrelu.network.Network;
import dyingrelu.network.NetworkModel;
import dyingrelu.network.Optimizer;
import dyingrelu.network.Recipe;
import dyingrelu.notebook.ProgressListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

public class RunnerTest {
  /** Hears nothing. */
  public static final ProgressListener SILENCE = (experiment, done, total, detail) -> {};

  private static final Activation RELU = new Activation.Relu();
  private static final Activation ELU = new Activation.Elu(1);

  /** Pixels and labels at random. */
  public static final Mnist NOISE = new Mnist(noise("train", 700), noise("test", 100), "noise");

  private static Digits noise(String name, int size) {
    Random random = new Random(size);
    float[] pixels = new float[size * Digits.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(4) == 0 ? random.nextFloat() : 0;
    }
    int[] labels = random.ints(size, 0, 10).toArray();
    return new Digits(name, Nd4j.create(pixels, new int[] {size, Digits.PIXELS}), labels, true);
  }

  private static Experiment experiment(Activation activation, Optimizer optimizer, long seed) {
    return new Experiment(
        "noise",
        activation.name(),
        new Architecture(784, List.of(32, 24, 16), 10, activation, Initializer.GLOROT_UNIFORM),
        Recipe.of(optimizer, 64),
        new Start.AsDrawn(),
        new Inputs.Raw(),
        seed,
        seed,
        3);
  }

  private static Experiment experiment(Activation activation, long seed) {
    return experiment(activation, Optimizer.Adam.keras(0.02), seed);
  }

  private static final List<Experiment> FOUR =
      List.of(experiment(RELU, 1), experiment(RELU, 2), experiment(ELU, 1), experiment(ELU, 2));

  private static String rows(Runner runner) {
    return runner.results().rejectColumns("seconds").setName("").printAll();
  }

  private static Runner run(List<Experiment> experiments) throws InterruptedException {
    Runner runner = new Runner(experiments, NOISE);
    runner.run(SILENCE);
    return runner;
  }

  @Test
  void aRowForEachNetworkEpochAndLayer() throws Exception {
    Table rows = run(FOUR).results();
    assertThat(rows.rowCount()).isEqualTo(4 * 4 * 3);
    assertThat(rows.name()).contains("generated digits, not MNIST");
    assertThat(rows.stringColumn("cure").unique().asList()).containsExactly("relu", "elu");
    for (Row row : rows) {
      boolean before = row.getInt("epoch") == 0;
      assertThat(row.isMissing("train_loss")).isEqualTo(before);
      assertThat(row.getDouble("silent_on_probe_pct"))
          .isGreaterThanOrEqualTo(row.getDouble("silent_on_train_pct"));
      double dead =
          row.getString("activation").equals("relu") ? row.getDouble("silent_on_train_pct") : 0;
      assertThat(row.getDouble("dead_pct")).isEqualTo(dead);
      assertThat(
              100.0
                  * Fates.units(row.getString("silent_units")).cardinality()
                  / row.getInt("units"))
          .isEqualTo(row.getDouble("silent_on_train_pct"));
      assertThat(row.getDouble("gradient_norm")).isPositive();
      assertThat(row.getInt("width")).isEqualTo(32);
      assertThat(row.getInt("hit")).isZero();
    }
  }

  @Test
  void anExperimentGivesTheSameAloneAsBesideOthersAndOnAnyNumberOfThreads() throws Exception {
    Runner together = run(FOUR);
    Runner alone = run(FOUR.subList(3, 4));
    Table elu = together.results().rejectColumns("seconds").setName("");
    elu =
        elu.where(
            elu.stringColumn("cure").isEqualTo("elu").and(elu.longColumn("seed").isEqualTo(2)));
    assertThat(elu.printAll()).isEqualTo(rows(alone));
    assertThat(together.network("elu", 2).parameters())
        .isEqualTo(alone.network("elu", 2).parameters());
    for (int threads : new int[] {1, 3, 8}) {
      Runner other = new Runner(FOUR, NOISE, Trial.COUNTS, new LocalThreads(threads), null);
      other.run(SILENCE);
      assertThat(rows(other)).isEqualTo(rows(together));
    }
  }

  @Test
  void aThreadWithoutANetworkHelpsAnother() throws Exception {
    Set<Thread> halves = ConcurrentHashMap.newKeySet();
    List<Experiment> three = FOUR.subList(0, 3);
    new LocalThreads(2)
        .run(
            three,
            (experiment, helper) -> {
              if (experiment.equals(three.get(2))) {
                for (int i = 0; i < 200; i++) { // Until the other thread has nothing left to do.
                  helper.execute(() -> halves.add(Thread.currentThread()));
                  Thread.sleep(1);
                }
                halves.remove(Thread.currentThread());
              }
              return Results.empty("");
            },
            keeper(new ArrayList<>()));
    assertThat(halves).isNotEmpty();
  }

  private static Backend.Keeper<Experiment> keeper(List<Experiment> failed) {
    return new Backend.Keeper<>() {
      @Override
      public void keep(Experiment experiment, Table rows) {}

      @Override
      public void failed(Experiment experiment, RuntimeException reason) {
        failed.add(experiment);
      }
    };
  }

  @Test
  void interruptedItKeepsItsEpochsAndGoesOnToTheSameEnd() throws Exception {
    Runner stopped = new Runner(FOUR, NOISE);
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                stopped.run(
                    (experiment, done, total, detail) -> {
                      if (done > 0) {
                        caller.interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    Thread.interrupted();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("experiment")) {
        thread.join(5_000); // It has nothing to do any more and is about to end.
        assertThat(thread.isAlive()).isFalse();
      }
    }
    assertThatThrownBy(stopped::results)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The study is not finished: 'noise, ")
        .hasMessageContaining(" of 3 epochs. Run its cell again");
    assertThatThrownBy(() -> stopped.network("relu", 1)).hasMessageContaining("not finished");
    List<Integer> again = new ArrayList<>();
    stopped.run((experiment, done, total, detail) -> again.add(done));
    assertThat(again).contains(1, 2, 3).hasSizeLessThan(4 * 4); // Some epochs were kept.
    assertThat(rows(stopped)).isEqualTo(rows(run(FOUR)));
  }

  @Test
  void fromItsFileItGoesOnToTheSameEnd(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("with space").resolve("rows.csv");
    Thread caller = Thread.currentThread();
    Runner killed = new Runner(FOUR, NOISE, Trial.COUNTS, new LocalThreads(1), file);
    assertThatThrownBy(
            () ->
                killed.run(
                    (experiment, done, total, detail) -> {
                      if (done == 1 && experiment.contains(", elu")) {
                        caller.interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    Thread.interrupted();
    assertThat(Results.read(file).rowCount()).isEqualTo(2 * 4 * 3);
    List<String> ran = new ArrayList<>();
    Runner resumed = new Runner(FOUR, NOISE, Trial.COUNTS, new LocalThreads(1), file);
    resumed.run((experiment, done, total, detail) -> ran.add(experiment));
    assertThat(ran)
        .noneMatch(name -> name.contains("relu"))
        .anyMatch(name -> name.contains(", elu"));
    assertThat(rows(resumed)).isEqualTo(rows(run(FOUR)));
    assertThat(Results.read(file).rejectColumns("seconds").setName("").printAll())
        .isEqualTo(rows(resumed));
  }

  @Test
  void aNetworkThatDivergesIsCountedAsSuchAndTheOthersGoOn() throws Exception {
    Runner runner = run(List.of(experiment(RELU, new Optimizer.Sgd(1e30), 1), FOUR.get(1)));
    Table rows = runner.results();
    assertThat(rows.rowCount()).isEqualTo(2 * 4 * 3);
    for (Row row : rows) {
      boolean diverged = row.getLong("seed") == 1 && row.getInt("epoch") > 0;
      assertThat(row.getBoolean("diverged")).isEqualTo(diverged);
      for (String column : List.of("dead_pct", "dormant_pct", "test_accuracy", "silent_units")) {
        assertThat(row.isMissing(column)).as(column).isEqualTo(diverged);
      }
    }
  }

  /** The first edition counted its units as not dead: NaN is neither 0 nor below. */
  @Test
  void aNetworkThatDivergesInItsVeryLastStepHasDivergedToo() throws Exception {
    // One batch an epoch: the loss is finite before the only step, the weights are not after it.
    Experiment last =
        new Experiment(
            "noise",
            "one step",
            new Architecture(784, List.of(8), 10, RELU, Initializer.GLOROT_UNIFORM),
            Recipe.of(new Optimizer.Sgd(3e38), 700),
            new Start.RaisedBiases(1e3),
            new Inputs.Raw(),
            1,
            1,
            1);
    Table rows = run(List.of(last)).results();
    assertThat(rows.booleanColumn("diverged").asObjectArray()).containsExactly(false, true);
    assertThat(rows.column("dead_pct").isMissing(1)).isTrue();
  }

  @Test
  void aFailingExperimentIsNamedAndTheOthersKept(@TempDir Path folder) throws Exception {
    Experiment wrong =
        new Experiment(
            "noise",
            "wrong",
            new Architecture(7, List.of(8), 10, RELU, Initializer.HE_NORMAL),
            Recipe.of(new Optimizer.Sgd(0.1), 64),
            new Start.AsDrawn(),
            new Inputs.Raw(),
            1,
            1,
            1);
    Path file = folder.resolve("rows.csv");
    Runner runner =
        new Runner(List.of(wrong, FOUR.get(0)), NOISE, Trial.COUNTS, LocalThreads.all(), file);
    assertThatThrownBy(() -> runner.run(SILENCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("noise, wrong, seed 1 failed (")
        .hasMessageEndingWith("The other networks are counted.");
    assertThat(Results.read(file).rowCount()).isEqualTo(4 * 3);
  }

  /** The first edition took it for a network's. */
  @Test
  void aListenersFailureIsToldAndNoNetworkIsLost() {
    Runner runner = new Runner(FOUR.subList(0, 2), NOISE);
    assertThatThrownBy(
            () ->
                runner.run(
                    (experiment, done, total, detail) -> {
                      throw new IllegalStateException("no display");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Progress could not be shown (no display). The other networks are counted.");
    assertThat(runner.results().rowCount()).isEqualTo(2 * 4 * 3);
  }

  @Test
  void kicksAreCountedWhereTheyHit() throws Exception {
    Experiment kicked =
        new Experiment(
            "noise",
            "kick 3",
            new Architecture(784, List.of(32, 24), 10, RELU, Initializer.GLOROT_UNIFORM),
            Cure.of("kick 3").recipe().apply(Recipe.of(Optimizer.Adam.keras(0.1), 64)),
            new Start.AsDrawn(),
            new Inputs.Raw(),
            1,
            1,
            4);
    Table rows = run(List.of(kicked)).results();
    int deadBefore = 0;
    int first = 0;
    for (Row row : rows.where(rows.intColumn("layer").isEqualTo(1))) {
      if (row.getInt("epoch") < 2) {
        assertThat(row.getInt("hit")).isZero();
      } else {
        // All who were dead after the epoch before were kicked at its end.
        assertThat(row.getInt("hit")).isEqualTo(deadBefore);
        first = row.getInt("epoch") == 2 ? deadBefore : first;
        assertThat(row.getInt("first_hit")).isEqualTo(first);
        assertThat(row.getInt("first_hit_alive")).isBetween(0, first);
      }
      deadBefore = Fates.units(row.getString("silent_units")).cardinality();
    }
    assertThat(first).isPositive();
  }

  @Test
  void unitsAgreeWithTheRows() throws Exception {
    Runner runner = run(FOUR.subList(0, 1));
    Table units = runner.units("relu", 1);
    assertThat(units.rowCount()).isEqualTo(4 * (32 + 24 + 16));
    for (Row row : runner.results()) {
      Table layer = Samples.rows(units, "epoch", row.getInt("epoch"), "layer", row.getInt("layer"));
      assertThat(100.0 * layer.booleanColumn("silent").countTrue() / row.getInt("units"))
          .isEqualTo(row.getDouble("silent_on_train_pct"));
    }
    Table end = units.where(units.intColumn("epoch").isEqualTo(3));
    assertThat(end.where(end.booleanColumn("silent").isTrue()).stringColumn("end").asSet())
        .containsOnly("silent at the end");
    assertThat(end.stringColumn("end").isEqualTo("speaks at the end").size())
        .isEqualTo(end.booleanColumn("silent").countFalse());
    Network fresh = Network.create(FOUR.get(0).architecture(), 1);
    assertThat(units.doubleColumn("weight_norm").get(0))
        .isCloseTo(fresh.weights(1).getColumn(0).norm2Number().doubleValue(), within(1e-6));
  }

  @Test
  void centredImagesAreCentredAndAPartIsAPart() throws Exception {
    Mnist centred = new Inputs.Centred().of(NOISE);
    assertThat(centred.train().images().mean(0).amaxNumber().doubleValue()).isLessThan(1e-5);
    assertThat(new Inputs.First(50).of(NOISE).train().size()).isEqualTo(50);
    Table raw = run(FOUR.subList(0, 1)).results();
    Table other = run(List.of(FOUR.get(0).with(new Inputs.Centred()))).results();
    assertThat(other.stringColumn("inputs").unique().asList()).containsExactly("centred");
    assertThat(other.doubleColumn("train_loss").get(5))
        .isNotEqualTo(raw.doubleColumn("train_loss").get(5));
  }

  /** The same weights, and another order of the images: a second control of the same seed. */
  @Test
  void anotherOrderOfTheImagesKeepsTheWeights() throws Exception {
    Experiment one = FOUR.get(0);
    Runner runner = run(List.of(one, one.order(99)));
    Table rows = runner.results();
    assertThat(rows.stringColumn("inputs").unique().asList())
        .containsExactlyInAnyOrder("raw", "raw, order 99");
    Table start = rows.where(rows.intColumn("epoch").isEqualTo(0));
    assertThat(start.stringColumn("silent_units").asList().subList(0, 3))
        .isEqualTo(start.stringColumn("silent_units").asList().subList(3, 6));
    assertThat(rows.doubleColumn("train_loss").get(5))
        .isNotEqualTo(rows.doubleColumn("train_loss").get(17));
    assertThat(one.order(1)).isEqualTo(one);
    assertThat(one.order(99)).hasToString("noise, relu, seed 1, order 99");
  }

  @Test
  void tribuosEvaluatorCountsAsWeDo() throws Exception {
    Network network = run(FOUR.subList(0, 1)).network("relu", 1);
    assertThat(NetworkModel.evaluate(network, NOISE.test()).accuracy())
        .isEqualTo(network.accuracy(NOISE.test().images(), NOISE.test().labels()));
  }

  @Test
  void anExperimentTravels() throws Exception {
    for (Experiment experiment : Studies.cures(1)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(experiment);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).isEqualTo(experiment);
      }
    }
  }

  @Test
  void whatCannotBeIsSaid(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> new Runner(List.of(), NOISE))
        .hasMessageContaining("at least one seed");
    assertThatThrownBy(() -> new Runner(List.of(FOUR.get(0), FOUR.get(0)), NOISE))
        .hasMessageContaining("Two experiments")
        .hasMessageContaining("seed 1");
    assertThatThrownBy(() -> FOUR.get(0).epochs(0)).hasMessageContaining("0 epochs");
    assertThatThrownBy(() -> new Inputs.First(0)).hasMessageContaining("0 images");
    assertThatThrownBy(() -> new LocalThreads(0)).hasMessageContaining("0 threads");
    assertThatThrownBy(() -> Optimizer.Adam.keras(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Activation.named("rellu"))
        .hasMessageStartingWith(
            "There is no activation 'rellu': ask for one of [sigmoid, tanh, relu");
    Path file = folder.resolve("old.csv");
    Files.writeString(file, "activation,seed,layer\nrelu,1,1\n");
    assertThatThrownBy(() -> new Runner(FOUR, NOISE, Trial.COUNTS, LocalThreads.all(), file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "old.csv is of another version of the workbook (columns missing: [task,")
        .hasMessageEndingWith("delete it and run its command again, which data/README.md names.");
    assertThatThrownBy(() -> run(FOUR.subList(0, 1)).network("tanh", 1))
        .hasMessageContaining("no network 'tanh, seed 1'")
        .hasMessageContaining("relu, seed 1");
  }

  @Test
  void theMeansArePartedByWhoIsDead() {
    float[] biases = {-3, 1, 2};
    BitSet dead = new BitSet();
    assertThat(Trial.mean(dead, unit -> biases[unit])).isNaN();
    dead.set(0);
    assertThat(Trial.mean(dead, unit -> biases[unit])).isEqualTo(-3);
    dead.flip(0, 3);
    assertThat(Trial.mean(dead, unit -> biases[unit])).isEqualTo(1.5);
  }
}
