package dyingrelu.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class MeasurementTest {
  private static final Table TABLE =
      Table.create(
          "study",
          StringColumn.create("activation", "relu", "relu", "relu", "relu", "elu", "elu"),
          IntColumn.create("seed", 1, 2, 1, 2, 1, 2),
          DoubleColumn.create("dead_pct", 10, 20, 30, 60, 5, Double.NaN));

  @Test
  void studentsInterval() {
    // R: t.test(c(1, 2, 3, 4, 5))$conf.int
    Measurement m = Measurement.mean(1, 2, 3, 4, 5);

    assertThat(m.value()).isEqualTo(3);
    assertThat(m.low()).isCloseTo(1.036757, within(1e-6));
    assertThat(m.high()).isCloseTo(4.963243, within(1e-6));
    assertThat(m).hasToString("3.0 (1.0 to 5.0; mean of 5)");
  }

  @Test
  void intervalOfTheMedianIsOfOrderStatistics() {
    // For n = 10 the 2nd and the 9th value: coverage 97.9 %; the 3rd and 8th have 89.1 %.
    assertThat(Measurement.median(9, 1, 2, 3, 10, 4, 5, 6, 7, 8))
        .hasToString("5.5 (2.0 to 9.0; median of 10)");
    assertThat(Measurement.median(1, 2, 3, 4, 5, 6)).hasToString("3.5 (1.0 to 6.0; median of 6)");
  }

  @Test
  void intervalOfTheMedianCoversAsOftenAsItSays() {
    var random = new Random(1);
    for (int n : new int[] {6, 10, 30}) {
      long covered =
          IntStream.range(0, 2_000)
              .mapToObj(i -> Measurement.median(random.doubles(n).toArray()))
              .filter(m -> m.low() <= 0.5 && m.high() >= 0.5)
              .count();

      assertThat(covered / 2_000.0).as("n = %d", n).isBetween(0.94, 0.99);
    }
  }

  @Test
  void digitsFollowTheInterval() {
    assertThat(new Measurement(72.27, 68.99, 75.54, 10, "x")).hasToString("72.3 (69.0 to 75.5; x)");
    assertThat(new Measurement(0.004898, 0.003422, 0.006373, 9, "x"))
        .hasToString("0.0049 (0.0034 to 0.0064; x)");
    assertThat(new Measurement(-11.92, -42.91, 19.08, 9, "x")).hasToString("−12 (−43 to 19; x)");
    assertThat(new Measurement(1234, 900, 1500, 9, "x")).hasToString("1230 (900 to 1500; x)");
    assertThat(new Measurement(-0.66, -1.31, -0.0123, 9, "x"))
        .hasToString("−0.7 (−1.3 to −0.01; x)");
    assertThat(Measurement.exact(466_698)).hasToString("466698 (exact)");
  }

  @Test
  void rankCorrelation() {
    // SciPy: spearmanr([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]) and tanh(atanh(r) ± 1.96 / √3)
    double[] a = {1, 2, 3, 4, 5, 6};
    Measurement m = Measurement.rankCorrelation(a, new double[] {2, 1, 4, 3, 6, 5});

    assertThat(m.value()).isCloseTo(0.8285714, within(1e-6));
    assertThat(m.low()).isCloseTo(0.0519293, within(1e-6));
    assertThat(m.high()).isCloseTo(0.9806846, within(1e-6));
    assertThat(Measurement.rankCorrelation(a, a)).hasToString("1 (rank correlation of 6)");
    assertThatThrownBy(() -> Measurement.rankCorrelation(a, new double[] {1, 2}))
        .hasMessageContaining("6 and 2 values")
        .hasMessageContaining("at least 4");
  }

  @Test
  void tooFewValuesAllowNoInterval() {
    assertThat(Measurement.mean(3)).hasToString("3 (−∞ to ∞; mean of 1)");
    assertThat(Measurement.median(1, 2, 3, 4, 5)).hasToString("3 (−∞ to ∞; median of 5)");
  }

  @Test
  void shares() {
    // R: binom.test(3, 10)$conf.int
    assertThat(Measurement.share(3, 10).low()).isCloseTo(6.673951, within(1e-5));
    assertThat(Measurement.share(3, 10).high()).isCloseTo(65.24529, within(1e-4));
    assertThat(Measurement.share(0, 10).low()).isZero();
    assertThat(Measurement.share(10, 10).high()).isEqualTo(100);
    assertThatThrownBy(() -> Measurement.share(3, 2))
        .hasMessage("A share of 3 of 2 is none: give a count from 0 to n, and n of at least 1.");
  }

  @Test
  void missingValuesAreCountedAndSaid() {
    assertThat(Measurement.mean(1, Double.NaN, 3, Double.POSITIVE_INFINITY).how())
        .isEqualTo("mean of 2, 2 missing");
    assertThatThrownBy(() -> Measurement.mean(Double.NaN))
        .hasMessage("None of the 1 values is a finite number: measure at least one.");
    assertThatThrownBy(() -> Measurement.exact(Double.NaN)).hasMessageContaining("says nothing");
  }

  @Test
  void rowsOfASeedAreAveragedFirst() {
    Table relu = Samples.rows(TABLE, "activation", "relu");

    assertThat(Samples.perSeed(relu, "dead_pct")).containsExactly(20, 40);
    assertThat(Samples.perSeed(relu, "dead_pct", StatUtils::sum)).containsExactly(40, 80);
    assertThat(Measurement.mean(relu, "dead_pct").n()).isEqualTo(2);
    assertThat(Measurement.median(relu, "dead_pct").value()).isEqualTo(30);
  }

  @Test
  void differencesArePairedBySeed() {
    Table relu = Samples.rows(TABLE, "activation", "relu");
    Table elu = Samples.rows(TABLE, "activation", "elu");

    assertThat(Samples.differences(relu, elu, "dead_pct")).containsExactly(15, Double.NaN);
    assertThat(Samples.differences(relu, Samples.rows(elu, "seed", 1), "dead_pct"))
        .containsExactly(15, Double.NaN);
    assertThat(Samples.differences(Samples.rows(relu, "seed", 1), relu, "dead_pct"))
        .containsExactly(0, Double.NaN);
  }

  /** R: t.test(c(1, 2, 4), c(5, 9, 6, 8)). */
  @Test
  void aDifferenceOfMeansHasWelchsInterval() {
    double[] few = {1, 2, 4};
    double[] others = {5, 9, Double.NaN, 6, 8};
    Measurement difference = Measurement.difference(few, others);
    assertThat(difference.value()).isCloseTo(-14.0 / 3, within(1e-12));
    // s²: 7/3 and 10/3; standard error √(7/9 + 10/12); degrees of freedom by Welch's formula.
    double[] of = {7.0 / 9, 10.0 / 12};
    double freedom = (of[0] + of[1]) * (of[0] + of[1]) / (of[0] * of[0] / 2 + of[1] * of[1] / 3);
    double half =
        new TDistribution(freedom).inverseCumulativeProbability(0.975) * Math.sqrt(of[0] + of[1]);
    assertThat(difference.high() - difference.value()).isCloseTo(half, within(1e-9));
    assertThat(difference.how()).isEqualTo("means of 3 and 4");
    assertThat(Measurement.difference(new double[] {1}, others).low())
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Measurement.difference(new double[] {0, 0}, new double[] {0, 0}).high()).isZero();
  }

  /** By hand: 4 · 0.005, 3 · 0.01, 2 · 0.03, and never below the one before. */
  @Test
  void holmMultipliesTheLeastByTheNumberOfTests() {
    assertThat(Samples.holm(new double[] {0.04, 0.01, 0.03, 0.005}))
        .containsExactly(new double[] {0.06, 0.03, 0.06, 0.02}, within(1e-12));
    assertThat(Samples.holm(new double[] {0.9, 0.8})).containsExactly(1, 1);
  }

  @Test
  void rowsThatAreNotThereAreSaid() {
    assertThatThrownBy(() -> Samples.rows(TABLE, "activation", "relu", "seed", 3))
        .hasMessage(
            "The table 'study' has no row with [activation, relu, seed, 3]: ask for values that it"
                + " has.");
  }

  @Test
  void anotherUnit() {
    assertThat(Measurement.share(5, 10).times(-0.01).value()).isEqualTo(-0.5);
    assertThat(Measurement.exact(9.0949e-13)).hasToString("9.095E−13 (exact)");
    assertThat(Measurement.exact(60_000)).hasToString("60000 (exact)");
  }
}
