package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.activation.Activation;
import dyingrelu.data.Digits;
import dyingrelu.data.Mnist;
import dyingrelu.network.Architecture;
import dyingrelu.network.Network;
import dyingrelu.network.Optimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.Table;

class MnistStudyTest {
  private static final MnistStudy.Listener SILENCE = (network, done, total, detail) -> {};
  static final Mnist NOISE = new Mnist(noise("train", 700), noise("test", 100), "noise");

  private static final List<Integer> FIVE = Collections.nCopies(5, 256);

  private static Digits noise(String name, int size) {
    Random random = new Random(size);
    float[] pixels = new float[size * Digits.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(4) == 0 ? random.nextFloat() : 0;
    }
    int[] labels = random.ints(size, 0, 10).toArray();
    return new Digits(name, Nd4j.create(pixels, new int[] {size, Digits.PIXELS}), labels, true);
  }

  private static MnistStudy.Configuration configuration(Activation... activations) {
    return new MnistStudy.Configuration(
        List.of(activations), FIVE, List.of(1L, 2L), 3, 64, Optimizer.Adam.keras(0.02), 200);
  }

  private static Table withoutSeconds(MnistStudy study) {
    return study.table().rejectColumns("seconds");
  }

  private static final Activation RELU = new Activation.Relu();
  private static final Activation ELU = new Activation.Elu(1);

  @Test
  void thePublishedConfigurationIsThePublishedOne() {
    MnistStudy.Configuration published = MnistStudy.Configuration.published(1L);
    assertThat(published.activations())
        .extracting(Activation::name)
        .containsExactly("relu", "leaky_relu", "elu");
    assertThat(published.epochs()).isEqualTo(12);
    assertThat(published.batchSize()).isEqualTo(128);
    assertThat(published.probe()).isEqualTo(1_000);
    assertThat(published.optimizer()).isEqualTo(new Optimizer.Adam(0.005, 0.9, 0.999, 1e-7));
  }

  @Test
  void theTableHasARowPerActivationSeedEpochAndLayer() throws Exception {
    MnistStudy study = new MnistStudy(configuration(RELU, ELU), NOISE);
    study.run(SILENCE);
    Table table = study.table();
    assertThat(table.columnNames())
        .containsExactly(
            "activation",
            "seed",
            "epoch",
            "layer",
            "silent_on_probe_pct",
            "silent_on_train_pct",
            "dead_pct",
            "dormant_pct",
            "revived",
            "train_loss",
            "test_accuracy",
            "seconds");
    assertThat(table.rowCount()).isEqualTo(2 * 2 * 3 * 5);
    assertThat(table.name()).contains("generated digits, not MNIST");
    table.forEach(
        row -> {
          assertThat(row.getDouble("silent_on_probe_pct"))
              .isGreaterThanOrEqualTo(row.getDouble("silent_on_train_pct"));
          assertThat(row.getDouble("dead_pct"))
              .isEqualTo(
                  row.getString("activation").equals("relu")
                      ? row.getDouble("silent_on_train_pct")
                      : 0);
        });
  }

  @Test
  void aNetworkGivesTheSameAloneAsBesideOthers() throws Exception {
    MnistStudy together = new MnistStudy(configuration(RELU, ELU), NOISE);
    together.run(SILENCE);
    MnistStudy alone = new MnistStudy(configuration(ELU), NOISE);
    alone.run(SILENCE);
    Table elu = withoutSeconds(together);
    elu = elu.where(elu.stringColumn("activation").isEqualTo("elu"));
    assertThat(elu.print(100)).isEqualTo(withoutSeconds(alone).print(100));
    assertThat(together.network("elu", 2).parameters().toFloatVector())
        .isEqualTo(alone.network("elu", 2).parameters().toFloatVector());
  }

  @Test
  void anInterruptedStudyKeepsItsEpochsAndGoesOnToTheSameEnd() throws Exception {
    MnistStudy straight = new MnistStudy(configuration(RELU), NOISE);
    straight.run(SILENCE);
    MnistStudy stopped = new MnistStudy(configuration(RELU), NOISE);
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                stopped.run(
                    (network, done, total, detail) -> {
                      if (done > 0) {
                        caller.interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    int kept = stopped.table().rowCount();
    assertThat(kept).isGreaterThanOrEqualTo(5).isLessThan(2 * 3 * 5);
    Thread.interrupted();
    stopped.run(SILENCE);
    assertThat(withoutSeconds(stopped).print(100)).isEqualTo(withoutSeconds(straight).print(100));
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("study-worker"));
  }

  @Test
  void aFailingNetworkDoesNotTakeTheOthersWithIt() {
    MnistStudy study =
        new MnistStudy(
            new MnistStudy.Configuration(
                List.of(RELU), FIVE, List.of(1L, 2L), 3, 64, new Optimizer.Sgd(1e30), 200),
            NOISE);
    assertThatThrownBy(() -> study.run(SILENCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("relu, seed 1 stopped: The loss became")
        .hasMessageContaining("relu, seed 2 stopped");
    assertThat(study.table().rowCount()).isZero();
  }

  @Test
  void unitsAndFatesAgreeWithTheTable() throws Exception {
    MnistStudy study = new MnistStudy(configuration(RELU), NOISE);
    study.run(SILENCE);
    Table units = study.units();
    assertThat(units.rowCount()).isEqualTo(2 * 4 * 5 * 256);
    study
        .table()
        .forEach(
            row -> {
              Table layer =
                  units.where(
                      units
                          .longColumn("seed")
                          .isEqualTo(row.getLong("seed"))
                          .and(units.intColumn("epoch").isEqualTo(row.getInt("epoch")))
                          .and(units.intColumn("layer").isEqualTo(row.getInt("layer"))));
              assertThat(100.0 * layer.booleanColumn("silent").countTrue() / 256)
                  .isEqualTo(row.getDouble("silent_on_train_pct"));
            });
    Table fates = study.fates();
    assertThat(fates.intColumn("units").sum()).isEqualTo(2 * 5 * 256);
    Table last = study.table().where(study.table().intColumn("epoch").isEqualTo(3));
    Table forGood = fates.where(fates.stringColumn("fate").isEqualTo("silent for good"));
    assertThat(forGood.intColumn("units").sum())
        .isEqualTo(last.doubleColumn("silent_on_train_pct").sum() * 256 / 100);
    Network fresh = Network.create(Architecture.published(RELU), 1);
    assertThat(units.doubleColumn("weight_norm").get(0))
        .isCloseTo(
            fresh.weights(1).getColumn(0).norm2Number().doubleValue(),
            org.assertj.core.api.Assertions.within(1e-6));
  }

  @Test
  void savingKeepsTheRowsOfOtherSeeds() throws Exception {
    MnistStudy one = new MnistStudy(configuration(RELU), NOISE);
    one.run(SILENCE);
    MnistStudy.Configuration three =
        new MnistStudy.Configuration(
            List.of(ELU, RELU), FIVE, List.of(3L), 3, 64, Optimizer.Adam.keras(0.02), 200);
    MnistStudy other = new MnistStudy(three, NOISE);
    other.run(SILENCE);
    Path file = one.save();
    try {
      assertThat(file.getFileName()).hasToString("mnist-study (generated digits, not MNIST).csv");
      other.save();
      one.save();
      Table all = Table.read().csv(file.toFile());
      assertThat(all.rowCount()).isEqualTo(4 * 3 * 5);
      assertThat(all.stringColumn("activation").unique().asList()).containsExactly("relu", "elu");
      Table relu = all.where(all.stringColumn("activation").isEqualTo("relu"));
      assertThat(relu.intColumn("seed").unique().size()).isEqualTo(3);
      Table firstTwo = relu.where(relu.intColumn("seed").isLessThan(3));
      assertThat(firstTwo.doubleColumn("silent_on_train_pct").asDoubleArray())
          .isEqualTo(one.table().doubleColumn("silent_on_train_pct").asDoubleArray());
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void badQuestionsGetAnAnswer() {
    assertThatThrownBy(() -> MnistStudy.Configuration.published()).hasMessageContaining("0 seeds");
    assertThatThrownBy(() -> MnistStudy.Configuration.published(1L, 1L))
        .hasMessageContaining("name each once");
    assertThatThrownBy(() -> new MnistStudy(configuration(RELU), NOISE).network("tanh", 1))
        .hasMessageContaining("tanh, seed 1")
        .hasMessageContaining("relu, seed 2");
  }
}
