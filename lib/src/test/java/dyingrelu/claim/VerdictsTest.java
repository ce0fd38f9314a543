package dyingrelu.claim;

import static dyingrelu.claim.Measurement.exact;
import static dyingrelu.claim.Measurement.mean;
import static dyingrelu.claim.Samples.differences;
import static dyingrelu.claim.Samples.divided;
import static dyingrelu.claim.Samples.minus;
import static dyingrelu.claim.Samples.perSeed;
import static dyingrelu.claim.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.census.CensusTables;
import dyingrelu.census.SyntheticCensus;
import dyingrelu.machine.Checkout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** The verdicts that the committed results give, and that they can turn. */
class VerdictsTest {
  private static final Claims CLAIMS = Claims.load();
  private static final List<String> OTHERS = List.of("leaky_relu", "elu");
  private static final String PROBE = "silent_on_probe_pct";
  private static final String DEAD = "dead_pct";

  private final Table study = trained(read("mnist-study.csv"));
  private final Table relu = rows(study, "activation", "relu");
  private final Table last = rows(study, "epoch", 12);
  private final Table reluLast = rows(last, "activation", "relu");

  private static Table read(String file) {
    return Table.read().csv(Checkout.results(file).toFile());
  }

  /** Without the networks as they were drawn. */
  private static Table trained(Table all) {
    return all.where(all.intColumn("epoch").isGreaterThan(0));
  }

  private Table last(String activation) {
    return rows(last, "activation", activation);
  }

  /** Of ReLU's rows, one layer's after one epoch minus another's after another, over the seeds. */
  private Measurement rise(String column, int epoch, int layer, int earlier, int lower) {
    return mean(
        differences(
            rows(relu, "epoch", epoch, "layer", layer),
            rows(relu, "epoch", earlier, "layer", lower),
            column));
  }

  private static Measurement epochs(Table networks, String column, int from, int to) {
    return mean(differences(rows(networks, "epoch", to), rows(networks, "epoch", from), column));
  }

  private static void check(String words, String id, Measurement... measurements) {
    assertThat(CLAIMS.judge(id, measurements).words())
        .as(() -> CLAIMS.judge(id, measurements).toString())
        .isEqualTo(words);
  }

  @Test
  void lossAndAccuracy() {
    List<Measurement> convergence = new ArrayList<>();
    for (String name : List.of("relu", "leaky_relu", "elu")) {
      convergence.add(epochs(rows(study, "activation", name), "train_loss", 1, 12));
    }
    for (String name : List.of("relu", "leaky_relu", "elu")) {
      Table losses = rows(study, "activation", name, "layer", 1);
      convergence.add(mean(perSeed(losses, "train_loss", Samples::greatestRatio)));
    }
    check(
        "◐ holds in part: ReLU falls; ELU falls; ReLU has no jump",
        "mnist-convergence",
        convergence.toArray(Measurement[]::new));
    check(
        "◐ holds in part: against ELU",
        "mnist-lowest-loss",
        mean(differences(reluLast, last("leaky_relu"), "train_loss")),
        mean(differences(reluLast, last("elu"), "train_loss")));
    check(
        "✔ holds",
        "mnist-slower",
        mean(differences(relu, rows(study, "activation", "leaky_relu"), "train_loss")),
        mean(differences(relu, rows(study, "activation", "elu"), "train_loss")));
    check(
        "✔ holds",
        "mnist-accuracy",
        mean(reluLast, "test_accuracy").times(100),
        mean(last("leaky_relu"), "test_accuracy").times(100),
        mean(last("elu"), "test_accuracy").times(100));
    check(
        "✔ holds",
        "mnist-invisible",
        mean(differences(reluLast, last("leaky_relu"), "test_accuracy")).times(100),
        mean(differences(reluLast, last("elu"), "test_accuracy")).times(100));
  }

  @Test
  void unitsOfTheReluNetworks() {
    Table layer1 = rows(reluLast, "layer", 1);
    Table layer5 = rows(reluLast, "layer", 5);
    check(
        "? not decided",
        "mnist-layer-1",
        mean(layer1, PROBE),
        mean(layer1, DEAD),
        rise(PROBE, 12, 1, 4, 1));
    check(
        "◐ holds in part: first to last; 2 to 3; 3 to 4; 4 to 5; first to last by dead",
        "mnist-depth",
        rise(PROBE, 12, 5, 12, 1),
        rise(PROBE, 12, 2, 12, 1),
        rise(PROBE, 12, 3, 12, 2),
        rise(PROBE, 12, 4, 12, 3),
        rise(PROBE, 12, 5, 12, 4),
        rise(DEAD, 12, 5, 12, 1));
    check(
        "◐ holds in part: silent on 1,000",
        "mnist-deepest-layer",
        mean(layer5, PROBE),
        mean(layer5, DEAD));
    check("✘ refuted", "mnist-no-recovery", mean(perSeed(relu, "revived", StatUtils::sum)));
    Table first = rows(relu, "epoch", 1);
    check("✔ holds", "mnist-first-epoch", mean(first, PROBE), mean(first, DEAD));
    check("✔ holds", "mnist-heat-map", mean(layer1, PROBE).times(2.56));
    check(
        "◐ holds in part: silent on 1,000; epochs 1 to 4; epochs 4 to 8; epochs 8 to 12",
        "mnist-forty",
        mean(reluLast, PROBE),
        mean(reluLast, DEAD),
        epochs(relu, PROBE, 1, 4),
        epochs(relu, PROBE, 4, 8),
        epochs(relu, PROBE, 8, 12));
    check(
        "✔ holds",
        "mnist-accumulates",
        epochs(relu, PROBE, 1, 12),
        mean(deeper(PROBE)),
        epochs(relu, DEAD, 1, 12),
        mean(deeper(DEAD)));
  }

  /** The rise of layer 5 from epoch 1 to 12 minus that of layer 1, for each seed. */
  private double[] deeper(String column) {
    return minus(
        differences(rows(reluLast, "layer", 5), rows(relu, "epoch", 1, "layer", 5), column),
        differences(rows(reluLast, "layer", 1), rows(relu, "epoch", 1, "layer", 1), column));
  }

  @Test
  void threeActivations() {
    List<Measurement> steady = new ArrayList<>();
    List<Measurement> only = new ArrayList<>();
    for (String name : OTHERS) {
      steady.add(mean(last(name), PROBE));
      steady.add(epochs(rows(study, "activation", name), PROBE, 1, 12));
      steady.add(mean(last(name), DEAD));
    }
    for (String column : List.of(PROBE, DEAD)) {
      for (String name : OTHERS) {
        only.add(mean(differences(reluLast, last(name), column)));
      }
    }
    check(
        "◐ holds in part: leaky ReLU dead; ELU dead",
        "mnist-low-and-steady",
        steady.toArray(Measurement[]::new));
    check(
        "◐ holds in part: silent on 1,000 against ELU; dead against leaky ReLU; dead against ELU",
        "mnist-only-relu",
        only.toArray(Measurement[]::new));
    check(
        "? not decided",
        "mnist-zero-gradient",
        mean(differences(reluLast, last("leaky_relu"), "silent_on_train_pct")),
        mean(differences(reluLast, last("elu"), "silent_on_train_pct")));
  }

  @Test
  void capacityIsLostWithDeadUnits() {
    Table random =
        rows(Table.read().csv(Checkout.results("capacity.csv").toFile()), "labels", "at random");
    Table none = rows(random, "silenced_pct", 0);
    Table quarter = rows(random, "silenced_pct", 25);
    Table half = rows(random, "silenced_pct", 50);
    check(
        "✔ holds",
        "cost-capacity",
        mean(differences(quarter, none, "learned")).times(100),
        mean(differences(half, none, "learned")).times(100));
    check(
        "✘ refuted",
        "cost-capacity",
        mean(differences(none, quarter, "learned")).times(100),
        mean(differences(none, half, "learned")).times(100));
  }

  @Test
  void otherResults() {
    Table cost = read("mnist-dead-cost.csv");
    check(
        "✔ holds",
        "mnist-capacity",
        mean(points(cost, "accuracy_without_dead")).times(100),
        mean(points(cost, "accuracy_narrower")).times(100));
    Table published = Table.read().csv(Checkout.published("mnist-study.csv").toFile());
    Table others = published.where(published.stringColumn("activation").isIn(OTHERS));
    double silent = others.numberColumn(PROBE).isEqualTo(0).size();
    check(
        "✘ refuted",
        "mnist-criterion",
        mean(
            IntStream.rangeClosed(1, 10)
                .mapToDouble(s -> ratio(rows(reluLast, "seed", s), "silent_on_train_pct", PROBE))
                .toArray()),
        exact(silent));
  }

  private static double[] points(Table cost, String column) {
    return cost.doubleColumn(column).subtract(cost.doubleColumn("accuracy")).asDoubleArray();
  }

  private static double ratio(Table rows, String part, String whole) {
    return 100 * rows.numberColumn(part).sum() / rows.numberColumn(whole).sum();
  }

  private static void biasKills(String words, String woken) {
    Table causes = Table.read().csv(Checkout.results("mnist-causes.csv").toFile());
    Table raw =
        rows(causes, "activation", "relu", "inputs", "raw", "learning_rate", 0.005).sortOn("seed");
    Table centred =
        rows(causes, "inputs", "centred").where(t -> t.intColumn("dead_last").isGreaterThan(0));
    Table layer1 = rows(raw, "layer", 1);
    check(
        words,
        "bias-kills",
        mean(divided(perSeed(layer1, "fall_last_by_bias"), perSeed(layer1, "fall_last")))
            .times(100),
        mean(divided(perSeed(centred, "fall_last_by_bias"), perSeed(centred, "fall_last")))
            .times(100),
        mean(divided(perSeed(raw, woken), perSeed(raw, "dead_last"))).times(100));
  }

  /**
   * Had giving back the biases woken as many as giving back the weights, the verdict would turn.
   */
  @Test
  void notTheBiasesButTheWeights() {
    biasKills("✘ refuted", "woken_by_bias");
    biasKills("◐ holds in part: undone", "woken_by_weights");
  }

  @Test
  void theCensusOfSeed42() {
    Table ours = Table.read().csv(Checkout.results("census.csv").toFile());
    Table published = Table.read().csv(Checkout.published("census.csv").toFile());
    double[] relu = rows(ours, "rule", "relu").numberColumn(DEAD).asDoubleArray();
    double[] theirs = published.numberColumn("relu_dead_pct").asDoubleArray();
    check(
        "✔ holds",
        "census-relu-column",
        exact(IntStream.range(0, 20).filter(i -> relu[i] == theirs[i]).count()));
    check(
        "◐ holds in part: with recovery",
        "census-leaky-column",
        exact(rows(ours, "rule", "leaky as printed").numberColumn(DEAD).isEqualTo(0).size()),
        exact(rows(ours, "rule", "leaky recovered").numberColumn(DEAD).isEqualTo(0).size()));
    check(
        "◐ holds in part: layer 4; layer 5",
        "census-wiped-out",
        IntStream.rangeClosed(2, 5)
            .mapToObj(
                l ->
                    exact(
                        rows(ours, "rule", "relu", "learning_rate", 1.0, "layer", l)
                            .numberColumn(DEAD)
                            .mean()))
            .toArray(Measurement[]::new));
  }

  @Test
  void theCensusOfManySeeds() {
    Table all = CensusTables.overSeeds(SyntheticCensus.published(), 100, List.of(0.001, 0.1, 1.0));
    check(
        "◐ holds in part: seed 42",
        "census-last-layer",
        exact(40),
        mean(rows(all, "learning_rate", 0.1, "layer", 5), DEAD));
  }

  @Test
  void aMutatedResultTurnsItsVerdict() {
    Table layer5 = rows(reluLast, "layer", 5);
    Table mutated = layer5.copy();
    mutated.replaceColumn(DEAD, layer5.doubleColumn(DEAD).add(40).setName(DEAD));
    check("✔ holds", "mnist-deepest-layer", mean(layer5, PROBE), mean(mutated, DEAD));

    Table none = relu.copy();
    none.replaceColumn("revived", DoubleColumn.create("revived", new double[none.rowCount()]));
    check("✔ holds", "mnist-no-recovery", mean(perSeed(none, "revived", StatUtils::sum)));
  }
}
