package dyingrelu.claim;

import static dyingrelu.claim.Measurement.mean;
import static dyingrelu.claim.Samples.differences;
import static dyingrelu.claim.Samples.minus;
import static dyingrelu.claim.Samples.perSeed;
import static dyingrelu.claim.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.study.Results;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** The verdicts that the committed study of deep networks gives, and that they can turn. */
class DepthVerdictsTest {
  private static final Claims CLAIMS = Claims.load();
  private static final String ACCURACY = "test_accuracy";

  private final Table last = last(Results.of("depth"));

  private static Table last(Table depth) {
    return depth.where(depth.intColumn("epoch").isEqualTo(depth.intColumn("epochs")));
  }

  private static Measurement accuracy(Table networks) {
    return mean(networks, ACCURACY).times(100);
  }

  private static Measurement gain(Table with, Table without) {
    return mean(differences(with, without, ACCURACY)).times(100);
  }

  private static void check(String words, String id, Measurement... measurements) {
    assertThat(CLAIMS.judge(id, measurements).words())
        .as(() -> CLAIMS.judge(id, measurements).toString())
        .isEqualTo(words);
  }

  private void sigmoids(String words, String better) {
    Table plain = rows(last, "task", "gain", "cure", "gain 1");
    Table deep = rows(last, "task", "shortcut", "activation", "sigmoid");
    check(
        words,
        "sigmoid-untrainable",
        accuracy(plain),
        gain(rows(last, "task", "gain", "cure", better), plain),
        gain(rows(deep, "cure", "shortcut"), rows(deep, "cure", "plain")),
        accuracy(rows(last, "task", "epsilon", "activation", "sigmoid", "cure", "ε = 1.0E-15")));
  }

  /** Had the larger weights brought nothing, the verdict would turn. */
  @Test
  void largerWeightsMakeTheSigmoidLearn() {
    sigmoids("◐ holds in part: as drawn; larger weights; shortcuts", "gain 10");
    sigmoids("◐ holds in part: as drawn; shortcuts", "gain 1");
  }

  private double[] best(String activation) {
    return perSeed(rows(last, "task", "depth", "activation", activation), ACCURACY, StatUtils::max);
  }

  @Test
  void tanhTrainsThirtyLayersAsReluDoes() {
    Measurement lead = mean(minus(best("relu"), best("tanh"))).times(100);
    check("? not decided", "relu-deeper", lead, lead);
    check("✔ holds", "selu-deep", mean(best("selu")).times(100));
    check(
        "✘ refuted",
        "deep-needs-tails",
        mean(best("tanh")).times(100),
        accuracy(rows(last, "task", "gain", "cure", "gain 10")));
  }

  @Test
  void aSmallGradientStopsGradientDescentAndNotAdam() {
    Table small =
        rows(last, "task", "ten layers", "activation", "relu", "initializer", "pytorch_default");
    check(
        "◐ holds in part: gradient descent",
        "tiny-gradient",
        accuracy(rows(small, "optimizer", "sgd")),
        accuracy(rows(small, "optimizer", "adam")));
  }
}
