package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dyingrelu.claim.Claims;
import dyingrelu.claim.Judgement;
import dyingrelu.claim.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Executes every committed notebook on the real kernel, as {@code mvn -Prun} does. */
class NotebooksIT {
  private static final Path BOOK = Checkout.TOP.resolve("target/book");
  private static String before;

  @BeforeAll
  static void run() throws Exception {
    before = changes();
    Workbook.execute(
        System.getenv(),
        Children::run,
        System.out,
        "--checkout=" + Checkout.TOP,
        "--python=" + System.getProperty("python", ""),
        "run");
  }

  /** What differs from the commit, file by file. */
  private static String changes() throws Exception {
    assumeThat(Checkout.TOP.resolve(".git")).as("a checkout").exists();
    return Children.capture(List.of("git", "diff", "--stat"), System.getenv()).output();
  }

  @Test
  void aRunChangesNoTrackedFile() throws Exception {
    assertThat(changes()).isEqualTo(before);
  }

  /** What these runs measured decides every claim as the committed notebooks do. */
  @Test
  void everyVerdictSurvivesARun() throws IOException {
    Claims claims = Claims.load();
    Path committed = Checkout.TOP.resolve("notebooks");
    assertThat(verdicts(Ledger.of(claims, Ledger.measurements(BOOK))))
        .isEqualTo(verdicts(Ledger.of(claims, Ledger.measurements(committed))));
  }

  private static List<String> verdicts(Ledger ledger) {
    return ledger.entries().stream()
        .map(entry -> entry.claim().id() + ": " + entry.judgement().map(Judgement::words))
        .toList();
  }

  @TestFactory
  List<DynamicTest> everyNotebookRunsToItsEnd() throws IOException {
    JsonNode results = new ObjectMapper().readTree(BOOK.resolve("results.json").toFile());
    assertThat(results).hasSameSizeAs(Checkout.notebooks());
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode result : results) {
      tests.add(
          DynamicTest.dynamicTest(
              result.path("name").asText(),
              () -> {
                assertThat(result.path("error").asText()).isEmpty();
                assertThat(result.path("ran")).isEqualTo(result.path("cells"));
              }));
    }
    return tests;
  }
}
