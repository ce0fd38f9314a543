package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Executes every committed notebook on the real kernel, as {@code mvn -Prun} does. */
class NotebooksIT {
  private static final Path RESULTS = Checkout.TOP.resolve("data/results");
  private static final Path BOOK = Checkout.TOP.resolve("lib/target/book");
  private static Map<Path, byte[]> before;
  private static Map<Path, byte[]> after;

  /** Runs them once; what they write to data/results is kept aside and put back as it was. */
  @BeforeAll
  static void run() throws IOException {
    before = contents();
    try {
      Book.execute("run", "--python=" + System.getProperty("python", ""), "--book=" + BOOK);
      after = contents();
    } finally {
      restore();
    }
  }

  @AfterAll
  static void restore() throws IOException {
    for (Map.Entry<Path, byte[]> file : before.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
  }

  private static Map<Path, byte[]> contents() throws IOException {
    Map<Path, byte[]> contents = new LinkedHashMap<>();
    try (var files = Files.list(RESULTS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.readAllBytes(file));
      }
    }
    return contents;
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

  @Test
  void theCensusIsRebuiltToTheLastDigit() {
    Path census = RESULTS.resolve("census.csv");
    assertThat(new String(after.get(census))).isEqualTo(new String(before.get(census)));
  }

  @Test
  void theMnistStudyIsRebuiltWithItsColumnsAndRows() {
    List<String> lines = new String(after.get(RESULTS.resolve("mnist-study.csv"))).lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "activation,seed,epoch,layer,silent_on_probe_pct,silent_on_train_pct,dead_pct,"
                + "dormant_pct,revived,train_loss,test_accuracy,seconds");
    assertThat(lines.size() - 1).isPositive();
    assertThat((lines.size() - 1) % (3 * 12 * 5)).isZero();
  }
}
