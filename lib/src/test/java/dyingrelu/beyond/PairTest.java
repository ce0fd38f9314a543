package dyingrelu.beyond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.activation.Activation;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class PairTest {
  private static final Ring RING = new Ring();
  private static final Activation RELU = new Activation.Relu();
  private static final Activation LEAKY = new Activation.LeakyRelu(0.2);

  @Test
  void theRingItselfIsGoodAndItsMiddleIsNot() {
    int[] good = RING.good(RING.real(new Random(1), 8_000));
    assertThat(IntStream.of(good).sum()).isBetween(7_850, 7_950); // 98.9 % are within three.
    assertThat(IntStream.of(good)).allSatisfy(n -> assertThat(n).isBetween(880, 1_120));
    assertThat(RING.good(new float[] {0, 0, 0, 2, 0, 2.31f})).containsOnly(0, 1).contains(1);
  }

  @Test
  void aGeneratorLearnsAndARunRepeats() throws InterruptedException {
    Pair pair = new Pair(RELU, LEAKY, 0, 0, 0.002, 1_000);
    int[] watched = new int[1];
    Table rows = pair.train(RING, 1, (points, step) -> watched[0] += points.length);
    assertThat(watched[0]).isEqualTo(11 * 4_000);
    assertThat(rows.rowCount()).isEqualTo(11);
    assertThat(rows.intColumn("modes").get(10)).isGreaterThan(rows.intColumn("modes").get(0));
    assertThat(rows.doubleColumn("good_pct").get(10))
        .isGreaterThan(4 * rows.doubleColumn("good_pct").get(0));
    assertThat(rows.doubleColumn("discriminator_dead_pct").asDoubleArray()).containsOnly(0);
    assertThat(pair.train(RING, 1).print()).isEqualTo(rows.print());
    assertThat(pair.train(RING, 2).print()).isNotEqualTo(rows.print());
  }

  @Test
  void theSilencedStayDead() throws InterruptedException {
    Pair half = new Pair(RELU, RELU, 50, 75, 0.01, 200);
    Table rows = half.train(RING, 1);
    assertThat(rows.doubleColumn("generator_dead_pct").min()).isGreaterThanOrEqualTo(50);
    assertThat(rows.doubleColumn("discriminator_dead_pct").min()).isGreaterThanOrEqualTo(75);
    Table all = Pair.of(RELU, RELU, 0.01, 400).silencing(100, 0).train(RING, 1);
    assertThat(all.intColumn("modes").max()).as("it draws the same point each time").isLessThan(2);
  }

  @Test
  void whatDoesNotFitIsAnswered() {
    assertThatThrownBy(() -> Pair.of(RELU, LEAKY, 0.01, 100).silencing(101, 0))
        .hasMessage(
            "101 % of the units of 'relu' cannot be silenced: give 0 to 100 of ReLU's, and 0 of others.");
    assertThatThrownBy(() -> Pair.of(RELU, LEAKY, 0.01, 100).silencing(0, 1))
        .hasMessageStartingWith("1 % of the units of 'leaky_relu' cannot be silenced");
    assertThatThrownBy(() -> new Pair(RELU, RELU, 0, 0, 0.01, 0))
        .hasMessage("A pair cannot train 0 steps: give at least 1.");
  }

  @Test
  void itCanBeStopped() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Pair.of(RELU, RELU, 0.01, 100).train(RING, 1))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
