package dyingrelu.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.machine.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  @Test
  void anUnknownStudyIsAnsweredWithTheKnown() {
    assertThatThrownBy(() -> Evidence.run("mnits", line -> {}))
        .hasMessageStartingWith("There is no study 'mnits': ask for one of mnist, centred,");
  }

  /** But for those of the benchmark, which has a command of its own. */
  @Test
  void everyCommittedTableIsMadeByAStudy() throws IOException {
    try (Stream<Path> files = Files.list(Checkout.results(""))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(file -> file.matches("(?!benchmark|beyond-pytorch).*\\.csv"))
          .containsExactlyInAnyOrderElementsOf(
              Evidence.studies().stream().map(study -> study.file() + ".csv").toList());
    }
  }
}
