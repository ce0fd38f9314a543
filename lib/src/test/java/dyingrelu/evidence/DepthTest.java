package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dyingrelu.study.Results;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class DepthTest {
  /** The committed file is what the command makes: these networks, each with all its epochs. */
  @Test
  void theCommittedFileHasEveryEpochOfEveryNetwork() {
    Table committed = Results.of("depth");

    List<List<Object>> found = committed.stream().map(Results::name).toList();

    List<List<Object>> expected =
        Depth.experiments(1, 2, 3, 4, 5).stream()
            .flatMap(e -> Collections.nCopies(e.epochs() + 1, Results.name(e)).stream())
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }
}
