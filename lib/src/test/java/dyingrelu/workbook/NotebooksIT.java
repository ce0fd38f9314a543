package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dyingrelu.claim.Claims;
import dyingrelu.claim.Judgement;
import dyingrelu.claim.Ledger;
import dyingrelu.claim.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Executes every committed notebook on the real kernel, as {@code mvn -Prun} does. */
class NotebooksIT {
  private static final Path BOOK = Checkout.TOP.resolve("target/book");
  private static final EnumSet<Verdict> TURNED_ROUND = EnumSet.of(Verdict.HOLDS, Verdict.REFUTED);

  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(?![a-z]+:)([^\"#?]+)");
  private static final Pattern PICTURE = Pattern.compile("<img\\b[^>]*>");

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

  /**
   * What these runs measured turns no prediction round. Processors round differently and clocks
   * jitter, so an interval may come to lie across an edge where it did not.
   */
  @Test
  void noVerdictIsTurnedRoundByARun() throws IOException {
    Claims claims = Claims.load();
    Ledger committed = Ledger.of(claims, Ledger.measurements(Checkout.TOP.resolve("notebooks")));
    List<Ledger.Entry> again = Ledger.of(claims, Ledger.measurements(BOOK)).entries();
    List<String> turned = new ArrayList<>();
    for (Ledger.Entry entry : committed.entries()) {
      List<Verdict> before = verdicts(entry);
      List<Verdict> after = verdicts(again.get(committed.entries().indexOf(entry)));
      assertThat(after).as(entry.claim().id()).hasSameSizeAs(before);
      for (int i = 0; i < before.size(); i++) {
        if (EnumSet.of(before.get(i), after.get(i)).equals(TURNED_ROUND)) {
          turned.add(entry.claim().id() + ", prediction " + (i + 1));
        }
      }
    }
    assertThat(turned).isEmpty();
  }

  @TestFactory
  List<DynamicTest> everyPageOfTheBookHasItsFilesAndDescribesItsPictures() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path notebook : Checkout.notebooks()) {
      String name = notebook.getFileName().toString().replace(".ipynb", "");
      tests.add(DynamicTest.dynamicTest(name, () -> assertSound(BOOK.resolve(name + ".html"))));
    }
    tests.add(DynamicTest.dynamicTest("index", () -> assertSound(BOOK.resolve("index.html"))));
    return tests;
  }

  private static void assertSound(Path page) throws IOException {
    String html = Files.readString(page);
    assertThat(LINK.matcher(html).results().map(link -> link.group(1)).distinct())
        .isNotEmpty()
        .allSatisfy(link -> assertThat(BOOK.resolve(link.replace("%20", " "))).exists());
    assertThat(PICTURE.matcher(html).results().map(MatchResult::group))
        .isNotEmpty()
        .allSatisfy(picture -> assertThat(picture).containsPattern("alt=\"[^\"]*\\w"));
  }

  private static List<Verdict> verdicts(Ledger.Entry entry) {
    return entry.judgement().map(Judgement::verdicts).orElse(List.of());
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
