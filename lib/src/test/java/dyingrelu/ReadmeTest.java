package dyingrelu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.bench.Work;
import dyingrelu.claim.Samples;
import dyingrelu.cure.Cure;
import dyingrelu.machine.Checkout;
import dyingrelu.study.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * The README's findings, and what notebook 07 says of all seeds, are what {@code data/results}
 * says.
 */
class ReadmeTest {
  private static final Table STUDY = Results.of("mnist-study");
  private static final Table CURES = Results.of("cures");

  private static Table read(String name) {
    return Table.read().csv(Checkout.results(name).toFile());
  }

  /** Median over seeds of the mean over layers, after the last epoch. */
  private static double last(String activation, String column) {
    return median(Samples.rows(STUDY, "activation", activation, "epoch", 12), column);
  }

  /** How often a unit of some layers came back in a ReLU network: the median over the seeds. */
  private static double revived(int... layers) {
    Table relu = Samples.rows(STUDY, "activation", "relu");
    relu = relu.where(relu.intColumn("layer").isIn(layers));
    return StatUtils.percentile(Samples.perSeed(relu, "revived", StatUtils::sum), 50);
  }

  private static double median(Table table, String column) {
    return StatUtils.percentile(Samples.perSeed(table, column), 50);
  }

  /** A column's values in the rows of the ReLU networks, or another activation's. */
  private static double[] values(Table table, String column, Object... rows) {
    return Samples.rows(table, rows).numberColumn(column).asDoubleArray();
  }

  private static double deepest(String column) {
    return median(Samples.rows(STUDY, "activation", "relu", "epoch", 12, "layer", 5), column);
  }

  /** What one row of the benchmark says; the core type tells which machine. */
  private static double ratio(
      String coreType, String task, String peer, String arrangement, String column) {
    return values(
        read("benchmark.csv"),
        column,
        "core_type",
        coreType,
        "task",
        task,
        "peer",
        peer,
        "arrangement",
        arrangement)[0];
  }

  private static double besideBest(String coreType, String task, String peer) {
    return ratio(coreType, task, peer, "3 networks on 2 threads", "ratio_to_pytorch_best");
  }

  /** How a step's seconds grow with its multiplications, in our engine and in PyTorch. */
  private static String slopes(String format, String column) {
    Table work = read("benchmark-work.csv");
    return format(
        format,
        Stream.of("ours", "PyTorch")
            .flatMap(
                peer ->
                    Stream.of("width", "depth", "batch")
                        .map(varied -> Samples.rows(work, "varied", varied, "peer", peer)))
            .map(rows -> Work.slope(rows, column))
            .toArray());
  }

  /** Median over the networks after the last epoch; one that diverged guesses. */
  private static double cure(String task, String cure, String column) {
    Table cures = CURES;
    DoubleColumn values =
        cures
            .where(
                cures
                    .stringColumn("task")
                    .isEqualTo(task)
                    .and(cures.stringColumn("cure").isIn(cure, cure + " again"))
                    .and(cures.intColumn("epoch").isEqualTo(Cure.EPOCHS)))
            .numberColumn(column)
            .asDoubleColumn();
    return values.set(values.isMissing(), 0.1).median();
  }

  private static double accuracy(String task, String cure) {
    return 100 * cure(task, cure, "test_accuracy");
  }

  private static String matchingCensusRows() {
    Table published = Table.read().csv(Checkout.published("census.csv").toFile());
    Table ours = Samples.rows(read("census.csv"), "rule", "relu");
    int same = 0;
    for (int row = 0; row < published.rowCount(); row++) {
      double theirs = published.numberColumn("relu_dead_pct").getDouble(row);
      same += theirs == ours.numberColumn("dead_pct").getDouble(row) ? 1 : 0;
    }
    return same + " of the " + published.rowCount() + " published ReLU rows";
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  @TestFactory
  Stream<DynamicTest> everyFindingIsComputed() throws IOException {
    String readme = Files.readString(Checkout.root().resolve("README.md")).replaceAll("\\s+", " ");
    return Stream.of(
            matchingCensusRows(),
            format(
                "%.0f %% of its hidden units are silent on 1,000 images and %.0f %% are dead",
                last("relu", "silent_on_probe_pct"), last("relu", "dead_pct")),
            format(
                "in the deepest layer %.0f %% and %.0f %%",
                deepest("silent_on_probe_pct"), deepest("dead_pct")),
            format(
                "%.0f %% of Leaky ReLU's units and %.0f %% of ELU's are silent on 1,000 images;"
                    + " %.0f %% and %.0f %% are dead",
                last("leaky_relu", "silent_on_probe_pct"),
                last("elu", "silent_on_probe_pct"),
                last("leaky_relu", "dead_pct"),
                last("elu", "dead_pct")),
            format(
                "%.0f times in layers 2 to 5 and %.0f times in layer 1",
                revived(2, 3, 4, 5), revived(1)),
            format(
                "%.1f %% (ReLU), %.1f %% (Leaky ReLU) and %.1f %% (ELU)",
                100 * last("relu", "test_accuracy"),
                100 * last("leaky_relu", "test_accuracy"),
                100 * last("elu", "test_accuracy")),
            format(
                "plain ReLU ends with %.0f %% dead and %.1f %% right, batch norm before the"
                    + " activation with %.0f %% and %.1f %%, a cosine schedule with %.0f %% and"
                    + " %.1f %%",
                cure("published", Cure.CONTROL, "dead_pct"),
                accuracy("published", Cure.CONTROL),
                cure("published", "batch norm before", "dead_pct"),
                accuracy("published", "batch norm before"),
                cure("published", "cosine schedule", "dead_pct"),
                accuracy("published", "cosine schedule")),
            format(
                "ReLU ends at %.0f %%, batch norm before the activation at %.0f %%, a fifth of the"
                    + " rate at %.0f %%, PReLU at %.0f %%, and Leaky ReLU 0.01, without a dead"
                    + " unit, at %.0f %%",
                accuracy("harsh", Cure.CONTROL),
                accuracy("harsh", "batch norm before"),
                accuracy("harsh", "rate / 5"),
                accuracy("harsh", "PReLU"),
                accuracy("harsh", "Leaky ReLU 0.01")),
            format(
                "%.2f of PyTorch's time with one network on two threads, and %.2f of that of"
                    + " PyTorch's better arrangement with three networks side by side. The latter"
                    + " is %.2f with nothing left out, and was %.2f on two cores with AVX-512",
                ratio("Haswell", "relu", "ours", "1 network, 2 threads", "ratio_to_pytorch"),
                besideBest("Haswell", "relu", "ours"),
                besideBest("Haswell", "relu", "ours, dense"),
                besideBest("SkylakeX", "relu", "ours, dense")),
            format(
                "all of them, take %.2f. Leaky ReLU takes %.2f and ELU %.2f",
                ratio(
                    "Haswell",
                    "relu",
                    "sgemm alone, dense",
                    "2 at a time, 1 thread each",
                    "ratio_to_pytorch_best"),
                besideBest("Haswell", "leaky_relu", "ours"),
                besideBest("Haswell", "elu", "ours")),
            format(
                "one thread %.2f of PyTorch's time with two; leaving out costs more than it saves"
                    + " there (%.2f with all)",
                ratio("Haswell", "small", "ours", "1 network, 1 thread", "ratio_to_pytorch"),
                ratio(
                    "Haswell", "small", "ours, dense", "1 network, 1 thread", "ratio_to_pytorch")),
            slopes(
                "By medians, the seconds of a step grow as the multiplications to the power %.2f"
                    + " (width), %.2f (depth) and %.2f (batch), PyTorch's %.2f, %.2f and %.2f;",
                "seconds_median"),
            slopes(
                "by the least seconds, which other work on the machine disturbs least, %.2f, %.2f"
                    + " and %.2f, PyTorch's %.2f, %.2f and %.2f.",
                "seconds_min"))
        .map(
            finding ->
                DynamicTest.dynamicTest(finding, () -> assertThat(readme).contains(finding)));
  }

  @Test
  void whatNotebook05SaysOfLayerOneHoldsForEverySeed() {
    double[] one = values(STUDY, "silent_on_probe_pct", "activation", "relu", "layer", 1);
    double[] two = values(STUDY, "silent_on_probe_pct", "activation", "relu", "layer", 2);
    double[] epoch = values(STUDY, "epoch", "activation", "relu", "layer", 1);
    for (int row = 0; row < one.length; row++) {
      if (epoch[row] > 0) {
        assertThat(two[row]).isLessThan(one[row]);
      }
    }
    assertThat(values(STUDY, "revived", "activation", "relu", "layer", 1)).containsOnly(0);
    assertThat(values(Results.of("mnist-study-centred"), "dead_pct", "layer", 1)).containsOnly(0);
  }

  @Test
  void whatNotebook05SaysOfTheDeadHoldsForEverySeed() {
    for (int layer = 3; layer <= 5; layer++) {
      Table relu = Samples.rows(STUDY, "activation", "relu", "layer", layer);
      double[] revived =
          relu.where(relu.intColumn("epoch").isGreaterThan(1))
              .numberColumn("revived")
              .asDoubleArray();
      assertThat(Arrays.stream(revived).min().orElseThrow()).isPositive();
    }
    for (String activation : List.of("leaky_relu", "elu")) {
      assertThat(values(STUDY, "dead_pct", "activation", activation)).containsOnly(0);
    }
    Table cost = read("mnist-dead-cost.csv");
    assertThat(cost.doubleColumn("accuracy_without_dead").asDoubleArray())
        .containsExactly(cost.doubleColumn("accuracy").asDoubleArray(), within(5e-4));
  }

  /** What is true of every network of notebook 09's file, if it was made as it should be. */
  @Test
  void theComparisonOfCuresIsConsistent() {
    for (Row row : CURES) {
      String cure = row.getString("cure");
      boolean intervenes = cure.startsWith("kick") || cure.equals("ReDo");
      if (!row.isMissing("hit")) { // It is where the network diverged.
        assertThat(row.getInt("hit") > 0 && !intervenes).as("hits of %s", cure).isFalse();
        assertThat(row.getInt("first_hit_alive")).isBetween(0, row.getInt("first_hit"));
      }
      if (row.getInt("epoch") > 0 && !row.isMissing("dead_pct")) {
        boolean canDie =
            !cure.matches("Leaky.*|leak backward|CReLU|PReLU.*|ELU|SELU.*|GELU|softplus")
                || row.getDouble("dead_pct") == 0;
        assertThat(canDie).as("%s has no slope of 0", cure).isTrue();
      }
    }
  }
}
