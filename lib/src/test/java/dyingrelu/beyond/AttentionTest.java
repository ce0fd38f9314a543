package dyingrelu.beyond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.beyond.Attention.Scorer;
import dyingrelu.claim.Samples;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.tablesaw.api.Table;

class AttentionTest {
  private static Attention shortly(Scorer scorer) {
    return new Attention(scorer, false, false, 0, 0, 300);
  }

  @Test
  void theErrorsOfScoresAreFiniteDifferences() {
    Attention.Tasks tasks = shortly(Scorer.ADDITIVE).tasks(new Random(1), 6, 0.5);
    float[] scores = new float[6 * Attention.TOKENS];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.sin(1.7 * i);
    }
    float[] gradient = scores.clone();
    assertThat(Attention.loss(gradient, tasks)[0]).isGreaterThan(1);
    for (int i = 0; i < scores.length; i++) {
      double slope = (moved(scores, i, 1e-2f, tasks) - moved(scores, i, -1e-2f, tasks)) / 2e-2;
      assertThat((double) gradient[i]).isCloseTo(slope, within(1e-4));
    }
  }

  private static double moved(float[] scores, int i, float by, Attention.Tasks tasks) {
    float[] at = scores.clone();
    at[i] += by;
    return Attention.loss(at, tasks)[0];
  }

  /** Whoever looks at the right token alone is right, and whoever looks at all alike is not. */
  @Test
  void theAnswerIsKnown() {
    Attention.Tasks tasks = shortly(Scorer.ADDITIVE).tasks(new Random(2), 500, 1);
    float[] looking = new float[500 * Attention.TOKENS];
    for (int token = 0; token < looking.length; token++) {
      int at = token * 2 * Attention.FEATURES;
      for (int i = at; i < at + Attention.FEATURES; i++) {
        double difference = tasks.tokens()[i] - tasks.tokens()[i + Attention.FEATURES];
        looking[token] -= (float) (100 * difference * difference);
      }
    }
    assertThat(Attention.loss(looking, tasks)[1]).isGreaterThan(0.99);
    assertThat(Attention.loss(new float[looking.length], tasks)[1]).isBetween(0.1, 0.6);
  }

  @ParameterizedTest
  @EnumSource(Scorer.class)
  void aScorerLearnsAndARunRepeats(Scorer scorer) throws InterruptedException {
    Table rows = shortly(scorer).train(1);
    double[] far = rows.doubleColumn("accuracy_far").asDoubleArray();
    assertThat(far[3]).isGreaterThan(far[0] + 0.3);
    assertThat(shortly(scorer).train(1).print(20)).isEqualTo(rows.print(20));
    assertThat(rows.rowCount()).isEqualTo(scorer == Scorer.ADDITIVE ? 8 : 4);
  }

  @Test
  void theSilencedAndTheKilledStayDead() throws InterruptedException {
    Table rows = shortly(Scorer.ADDITIVE).silencing(75).train(1);
    assertThat(rows.doubleColumn("dead_pct").min()).isGreaterThanOrEqualTo(75);
    Table killed = Samples.rows(shortly(Scorer.ADDITIVE).train(1), "killed_pct", 50);
    assertThat(killed.doubleColumn("dead_pct").get(0)).isGreaterThanOrEqualTo(50);
    Table positive = shortly(Scorer.ADDITIVE).starting(false, true, 100).train(1);
    assertThat(positive.doubleColumn("inactive_pct").get(0)).isZero();
  }

  @Test
  void whatDoesNotFitIsAnswered() {
    assertThatThrownBy(() -> Attention.of(Scorer.ADDITIVE).silencing(101))
        .hasMessageStartingWith("101 % of the units of 'additive, ReLU' cannot be silenced");
    assertThatThrownBy(() -> Attention.of(Scorer.DOT_PRODUCT).silencing(1))
        .hasMessageContaining("'scaled dot product' cannot be silenced: give 0 to 100 of ReLU's");
  }

  @Test
  void itCanBeStopped() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Attention.of(Scorer.ADDITIVE).train(1))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
