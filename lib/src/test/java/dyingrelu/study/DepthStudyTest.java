package dyingrelu.study;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.claim.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class DepthStudyTest {
  /** The committed file is what the command makes: these networks, each with all its epochs. */
  @Test
  void theCommittedFileHasEveryNetworkOfEveryQuestion() {
    Table committed = Results.of("depth");
    Map<String, List<Experiment>> questions = DepthStudy.experiments(1, 2, 3, 4, 5);

    questions.forEach(
        (task, experiments) -> {
          int rows = experiments.stream().mapToInt(e -> e.epochs() + 1).sum();
          assertThat(Samples.rows(committed, "task", task).rowCount()).as(task).isEqualTo(rows);
        });
    assertThat(questions).containsOnlyKeys(committed.stringColumn("task").unique().asList());
  }
}
