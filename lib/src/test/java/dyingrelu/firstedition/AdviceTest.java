package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.census.LayerCensus;
import dyingrelu.cure.Cure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Here ReLU has 20 % dead on the published task and 60 % on the harsh one: 40 % is halfway. */
class AdviceTest {
  private static final int UNITS = 20;

  @ParameterizedTest
  @CsvSource({
    // dead units of each of two layers of 20, dormant ones besides; question, cure it names
    "0, 20, 0, every unit, batch norm before",
    "8, 9, 0, more than 40 %, batch norm before",
    "8, 8, 0, a tenth, cosine schedule",
    "0, 3, 0, a tenth, cosine schedule",
    "0, 2, 12, dormant, rate / 5",
    "2, 2, 8, None of these, ReLU",
    "0, 0, 0, None of these, ReLU",
  })
  void theFirstQuestionAnsweredWithYesDecides(
      int deadInFirst, int deadInSecond, int dormant, String question, String cure) {
    List<LayerCensus> census =
        List.of(layer(1, deadInFirst, dormant), layer(2, deadInSecond, dormant));
    Advice advice = Advice.of(census, results());
    assertThat(advice.question()).contains(question);
    assertThat(advice.evidence().cure()).isEqualTo(cure);
  }

  @Test
  void theEvidenceIsReadFromTheResults() {
    Advice.Evidence evidence = Advice.all(results()).get(0).evidence();
    assertThat(evidence.task()).isEqualTo("harsh");
    assertThat(evidence.seeds()).isEqualTo(3);
    assertThat(evidence.accuracy()).isEqualTo(0.97);
    assertThat(evidence.least()).isEqualTo(0.96);
    assertThat(evidence.greatest()).isEqualTo(0.98);
    assertThat(evidence.equals()).containsExactly("PReLU");
    assertThat(evidence.toString()).contains("97.0 % (96.0 to 98.0, 3 seeds), 0 % dead");
  }

  @Test
  void aNetworkThatDivergedCountsAsGuessing() {
    Table results = results();
    results.doubleColumn("test_accuracy").setMissing(results.rowCount() - 2);
    // Of norm before's 0.96, 0.97 and 0.98 one is a guess now, so its median is below PReLU's.
    assertThat(Advice.all(results).get(0).evidence().cure()).isEqualTo("PReLU");
  }

  @Test
  void thereIsAdviceForEveryCensusAndNoneWithoutOne() {
    assertThat(Advice.all(results()).get(4).applies().test(List.of(layer(1, 0, 0)))).isTrue();
    assertThatThrownBy(() -> Advice.of(List.of(), results()))
        .hasMessageContaining("at least one hidden layer");
  }

  @Test
  void resultsWithoutTheControlAreRefused() {
    Table results = results();
    assertThatThrownBy(
            () -> Advice.all(results.where(results.stringColumn("cure").isNotEqualTo("ReLU"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no row of 'ReLU' on the published task");
  }

  private static LayerCensus layer(int layer, int dead, int dormant) {
    float[] greatest = new float[UNITS];
    double[] mean = new double[UNITS];
    Arrays.fill(greatest, 1);
    Arrays.fill(mean, 1);
    float[] steepest = greatest.clone();
    IntStream.range(0, dead)
        .forEach(unit -> greatest[unit] = steepest[unit] = (float) (mean[unit] = 0));
    IntStream.range(dead, Math.min(UNITS, dead + dormant)).forEach(unit -> mean[unit] = 1e-6);
    return new LayerCensus(layer, 1_000, greatest, steepest, mean);
  }

  private static Table results() {
    StringColumn task = StringColumn.create("task");
    StringColumn cure = StringColumn.create("cure");
    IntColumn seed = IntColumn.create("seed");
    IntColumn epoch = IntColumn.create("epoch");
    DoubleColumn accuracy = DoubleColumn.create("test_accuracy");
    DoubleColumn dead = DoubleColumn.create("dead_pct");
    Object[][] rows = {
      {"published", "ReLU", 0.96, 20.0},
      {"published", "cosine schedule", 0.98, 18.0},
      {"published", "rate / 5", 0.95, 5.0},
      {"published", "batch norm before", 0.99, 0.0},
      {"harsh", "ReLU", 0.90, 60.0},
      {"harsh", "PReLU", 0.965, 0.0},
      {"harsh", "cosine schedule", 0.80, 50.0},
      {"harsh", "rate / 5", 0.94, 30.0},
      {"harsh", "batch norm before", 0.97, 0.0},
    };
    for (Object[] row : rows) {
      for (int of = 1; of <= 3; of++) {
        task.append((String) row[0]);
        cure.append((String) row[1]);
        seed.append(of);
        epoch.append(Cure.EPOCHS);
        accuracy.append(Math.round(1000 * ((double) row[2] + 0.01 * (of - 2))) / 1000.0);
        dead.append((double) row[3]);
      }
    }
    return Table.create("cures", task, cure, seed, epoch, accuracy, dead);
  }
}
