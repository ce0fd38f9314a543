package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.beyond.Attention;
import dyingrelu.evidence.Beyond.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class BeyondTest {
  private static final Attention SHORT =
      new Attention(Attention.Scorer.DOT_PRODUCT, false, false, 0, 0, 100);

  private static Run run(long seed) {
    return Run.of(SHORT, seed, () -> SHORT.train(seed));
  }

  private static String rows(Table table) {
    return table.setName("").printAll();
  }

  @Test
  void fromItsFileAStudyGoesOnToTheSameEnd(@TempDir Path folder) throws Exception {
    List<Run> runs = LongStream.rangeClosed(1, 4).mapToObj(BeyondTest::run).toList();
    Table whole = Beyond.all(Attention.COLUMNS, runs, null, line -> {});
    assertThat(whole.columnNames()).startsWith("seed", "scorer");
    Path file = folder.resolve("rows.csv");
    List<Run> stopping = new ArrayList<>(runs.subList(0, 2));
    stopping.add(
        new Run(
            runs.get(2).name(),
            () -> {
              throw new IllegalStateException("stop");
            }));
    assertThatThrownBy(() -> Beyond.all(Attention.COLUMNS, stopping, file, line -> {}))
        .hasMessageContaining("seed 3 failed (stop)");
    List<Run> resumed = new ArrayList<>();
    for (Run run : runs) {
      boolean done = runs.indexOf(run) < 2;
      resumed.add(done ? new Run(run.name(), () -> fail(run.name())) : run);
    }
    List<String> told = new ArrayList<>();
    Table rows = Beyond.all(Attention.COLUMNS, resumed, file, told::add);
    assertThat(rows(rows)).isEqualTo(rows(whole));
    assertThat(told).hasSize(2).first().asString().startsWith("3 of 4 networks, ");
  }

  private static Table fail(String name) {
    throw new AssertionError(name + " is finished and runs again");
  }

  @Test
  void everyRunHasANameOfItsOwn() {
    assertThat(Beyond.ring(1, 2).stream().map(Run::name)).doesNotHaveDuplicates().hasSize(32);
    assertThat(Beyond.attention(1).stream().map(Run::name)).doesNotHaveDuplicates().hasSize(13);
  }
}
