package dyingrelu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.machine.AtomicFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class ReportTest {
  private static final Outcome ONE_PROCESS =
      outcome(Arrangement.PYTORCH, 1, List.of(2.0, 1.8, 9.0), List.of(0.970, 0.972));
  private static final Outcome TWO_PROCESSES =
      outcome(Arrangement.PYTORCH, 2, List.of(1.6, 1.5), List.of(0.971));

  @Test
  void quantilesLieBetweenNeighbours() {
    double[] values = {4, 1, 3, 2};
    assertThat(Report.quantile(values, 0)).hasValue(1);
    assertThat(Report.quantile(values, 0.25)).hasValue(1.75);
    assertThat(Report.quantile(values, 0.5)).hasValue(2.5);
    assertThat(Report.quantile(values, 1)).hasValue(4);
    assertThat(Report.quantile(new double[0], 0.5)).isEmpty();
  }

  @Test
  void ratiosAreOfMediansToPyTorchAloneAndAtItsBest() {
    Row ours =
        row(
            ONE_PROCESS,
            TWO_PROCESSES,
            outcome(Arrangement.ENGINE, 1, List.of(1.0, 1.1, 0.9), List.of(0.97)));
    assertThat(ours.getInt("rounds")).isEqualTo(3);
    assertThat(ours.getDouble("seconds_median")).isEqualTo(1.0);
    assertThat(ours.getDouble("seconds_min")).isEqualTo(0.9);
    assertThat(ours.getDouble("seconds_max")).isEqualTo(1.1);
    assertThat(ours.getDouble("ratio_to_pytorch")).isEqualTo(0.5);
    assertThat(ours.getDouble("ratio_to_pytorch_best")).isEqualTo(0.645);
  }

  /** The reference of another task, twenty times as fast, is not this one's. */
  @Test
  void ratiosAreWithinATask() {
    Outcome small =
        new Outcome(
            new Arrangement(
                Task.SMALL, Arrangement.PYTORCH, "1 process", true, false, 1, List.of(List.of())),
            "",
            List.of(0.1),
            List.of(0.9),
            Optional.empty());
    Row ours = row(ONE_PROCESS, small, outcome(Arrangement.ENGINE, 1, List.of(1.0), List.of(0.97)));
    assertThat(ours.getString("task")).isEqualTo("relu");
    assertThat(ours.getDouble("ratio_to_pytorch_best")).isEqualTo(0.5);
    assertThat(ours.getString("same_work")).isEqualTo("yes");
  }

  @Test
  void rowsOfOtherMachinesStayAndThoseOfThisOneAreReplaced(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("benchmark.csv");
    Table run = new Report(List.of(ONE_PROCESS)).table();
    Table other = run.copy();
    other.stringColumn("core_type").set(0, "AnotherLake");
    other.doubleColumn("seconds_median").set(0, 7.0);
    Table both = other.append(run);
    AtomicFile.write(file, out -> both.write().csv(out));
    Table now = new Report(List.of(TWO_PROCESSES)).table();
    Table all = Benchmark.withOtherMachines(now, file);
    assertThat(all.doubleColumn("seconds_median").asList()).containsExactly(1.55, 7.0);
    assertThat(all.stringColumn("core_type").get(1)).isEqualTo("AnotherLake");
    assertThat(Benchmark.withOtherMachines(now, folder.resolve("none.csv")).rowCount())
        .isEqualTo(1);
  }

  @Test
  void twoProcessesDoNotStandInForOne() {
    Table table = new Report(List.of(failed(Arrangement.PYTORCH, 1), TWO_PROCESSES)).table();
    assertThat(table.doubleColumn("ratio_to_pytorch").isMissing(1)).isTrue();
    assertThat(table.doubleColumn("ratio_to_pytorch_best").get(1)).isEqualTo(1.0);
  }

  @Test
  void aPeerWithoutFiguresHasItsReasonAndNoNumbers() {
    Table table = new Report(List.of(failed("DL4J", 1))).table();
    assertThat(table.stringColumn("failure").get(0)).isEqualTo("not installed: no network");
    assertThat(table.intColumn("rounds").get(0)).isZero();
    for (String column : List.of("seconds_median", "ratio_to_pytorch", "accuracy_pct")) {
      assertThat(table.doubleColumn(column).isMissing(0)).as(column).isTrue();
    }
    assertThat(table.stringColumn("same_work").get(0)).isEqualTo("unknown");
  }

  @ParameterizedTest
  @CsvSource({"0.9710, yes", "0.9759, yes", "0.9765, no", "0.9661, yes", "0.9655, no"})
  void sameWorkIsHalfAPointFromPyTorch(double accuracy, String expected) {
    Row row = row(ONE_PROCESS, TWO_PROCESSES, outcome("DL4J", 1, List.of(9.0), List.of(accuracy)));
    assertThat(row.getString("same_work")).isEqualTo(expected);
  }

  @Test
  void accuraciesOfAllArrangementsOfAPeerCountTogether() {
    Row row = row(ONE_PROCESS, TWO_PROCESSES);
    assertThat(row.getInt("networks")).isEqualTo(3);
    assertThat(row.getDouble("accuracy_pct")).isEqualTo(97.1);
  }

  @Test
  void productsAreNotTheSameWork() {
    Arrangement products =
        new Arrangement(
            Task.RELU, Arrangement.PRODUCTS, "1 thread", false, false, 1, List.of(List.of()));
    Row row =
        row(ONE_PROCESS, new Outcome(products, "", List.of(1.0), List.of(), Optional.empty()));
    assertThat(row.getString("same_work")).isEqualTo("products only");
  }

  @Test
  void theFigureNamesWhatWasNotMeasured() {
    assertThat(new Report(List.of(ONE_PROCESS, failed("DL4J", 1))).figure().svg())
        .contains("PyTorch, 1 process", "Not measured: DL4J, 1 process");
  }

  /** The last row of the table of these. */
  private static Row row(Outcome... outcomes) {
    return new Report(List.of(outcomes)).table().row(outcomes.length - 1);
  }

  private static Outcome outcome(
      String peer, int processes, List<Double> seconds, List<Double> accuracies) {
    return new Outcome(arrangement(peer, processes), "1.0", seconds, accuracies, Optional.empty());
  }

  private static Outcome failed(String peer, int processes) {
    return new Outcome(
        arrangement(peer, processes),
        "",
        List.of(),
        List.of(),
        Optional.of("not installed: no network"));
  }

  private static Arrangement arrangement(String peer, int processes) {
    return new Arrangement(
        Task.RELU,
        peer,
        processes + " process",
        true,
        false,
        1,
        Collections.nCopies(processes, List.of()));
  }
}
