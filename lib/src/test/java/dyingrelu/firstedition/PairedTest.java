package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class PairedTest {
  @Test
  void differencesAreOfTheSameSeed() {
    Table networks =
        networks(
            new String[] {"ReLU", "ReLU", "ELU", "ELU", "ELU"},
            new int[] {1, 2, 2, 1, 3},
            new double[] {0.5, 0.7, 0.8, 0.9, 0.1});
    Paired paired = Paired.of(networks, "ELU", "ReLU", "test_accuracy");
    assertThat(paired.seeds()).isEqualTo(2); // Seed 3 has no control.
    assertThat(paired.least()).isCloseTo(0.1, within());
    assertThat(paired.greatest()).isCloseTo(0.4, within());
    assertThat(paired.median()).isCloseTo(0.25, within());
  }

  /**
   * The least of five is the median of 5.8 % of all resamples, so both ends of 95 % are reached.
   */
  @Test
  void withFiveSeedsTheIntervalIsTheRange() {
    Paired paired = Paired.of(3, -1, 4, 9, 5);
    assertThat(new double[] {paired.low(), paired.median(), paired.high()})
        .containsExactly(-1, 4, 9);
  }

  @Test
  void withManySeedsTheIntervalIsNarrowerThanTheRange() {
    double[] differences = new double[41];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = i - 20;
    }
    Paired paired = Paired.of(differences);
    assertThat(paired.median()).isZero();
    assertThat(paired.low()).isBetween(-12.0, -3.0);
    assertThat(paired.high()).isBetween(3.0, 12.0);
  }

  @Test
  void aSignNeedsFiveSeedsThatAgree() {
    assertThat(Paired.of(1, 2, 3, 4, 5).sign()).isEqualTo(1);
    assertThat(Paired.of(-1, -2, -3, -4, -5).sign()).isEqualTo(-1);
    assertThat(Paired.of(-1, 2, 3, 4, 5).sign()).isZero();
    assertThat(Paired.of(1, 2, 3, 4).sign()).isZero();
  }

  @Property(tries = 20)
  void medianAndIntervalLieInTheRange(
      @ForAll @Size(min = 1, max = 12) double @DoubleRange(min = -5, max = 5) [] differences) {
    Paired paired = Paired.of(differences);
    assertThat(paired.low()).isBetween(paired.least(), paired.high());
    assertThat(paired.high()).isLessThanOrEqualTo(paired.greatest());
    assertThat(paired.median()).isBetween(paired.least(), paired.greatest());
    assertThat(paired).isEqualTo(Paired.of(differences));
  }

  @Test
  void aMissingValueLeavesItsSeedOut() {
    Table networks =
        networks(new String[] {"ReLU", "ELU"}, new int[] {1, 1}, new double[] {0.5, Double.NaN});
    assertThatThrownBy(() -> Paired.of(networks, "ELU", "ReLU", "test_accuracy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No seed has both 'ELU' and 'ReLU'");
  }

  @Test
  void rowsOfSeveralEpochsAreRefused() {
    Table networks =
        networks(new String[] {"ReLU", "ReLU"}, new int[] {1, 1}, new double[] {0.5, 0.6});
    assertThatThrownBy(() -> Paired.of(networks, "ReLU", "ReLU", "test_accuracy"))
        .hasMessageContaining("one task and epoch");
  }

  @Test
  void anotherScaleKeepsTheOrder() {
    Paired ratios = Paired.of(Math.log(0.5), Math.log(2), 0).map(Math::exp);
    assertThat(ratios.least()).isCloseTo(0.5, within());
    assertThat(ratios.median()).isCloseTo(1, within());
    assertThat(ratios.greatest()).isCloseTo(2, within());
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }

  private static Table networks(String[] cures, int[] seeds, double[] accuracies) {
    return Table.create(
        StringColumn.create("cure", cures),
        IntColumn.create("seed", seeds),
        DoubleColumn.create("test_accuracy", accuracies));
  }
}
