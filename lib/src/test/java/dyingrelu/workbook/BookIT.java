package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Makes books of tiny notebooks, good and bad, on the real kernel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GOOD = "01-good";

  private Path python;
  private Path checkout;
  private Path notebooks;
  private Path book;
  private String goodBefore;
  private int exitCode;

  @BeforeAll
  void makeOne(@TempDir Path temp) throws IOException, InterruptedException {
    python =
        Jupyter.prepare(
                Checkout.TOP.resolve("target/jupyter"),
                System.getProperty("python", ""),
                System.getenv(),
                System.out)
            .python();
    checkout = temp.resolve("a folder with spaces");
    notebooks = Files.createDirectories(checkout.resolve("notebooks"));
    book = checkout.resolve("target/book");
    String prose =
        """
        # A good one

        **Does $x_1$ run?**

        It does.

        See [the next](02-rejected.ipynb), [its file](more.txt) and ![a dot](dot.svg).

        <details><summary>Solution</summary>

        Yes.

        </details>
        """;
    Files.writeString(notebooks.resolve("dot.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    Files.writeString(notebooks.resolve("more.txt"), "more");
    notebook(
        GOOD,
        prose,
        "System.out.println(1);\nSystem.out.println(2);",
        "Runtime.getRuntime().maxMemory() >> 20",
        "java.nio.file.Path.of(\"\").toAbsolutePath().getFileName().toString()",
        "display(\"<svg xmlns='http://www.w3.org/2000/svg'><title>Slopes</title>"
            + "<desc>of \\\"relu\\\"</desc></svg>\", \"image/svg+xml\")");
    notebook("02-rejected", "# Rejected", "int one = 1;", "int two = missing(one);", "one");
    notebook("03-thrown", "# Thrown", "throw new IllegalStateException(\"on purpose\");");
    notebook("04-dead", "# Dead", "System.exit(1);");
    Files.writeString(notebooks.resolve("05-broken.ipynb"), "not json");
    notebook("06-after", "# After", "1 + 1");
    goodBefore = Files.readString(notebooks.resolve(GOOD + ".ipynb"));
    exitCode = run(checkout);
  }

  @Test
  void oneBadNotebookFailsTheRun() {
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void goodNotebooksRunWhole() throws IOException {
    assertThat(result(0).path("error").asText()).isEmpty();
    assertThat(result(0).path("ran").asInt()).isEqualTo(4);
    assertThat(result(0).path("title").asText()).isEqualTo("A good one");
    assertThat(result(5).path("ran").asInt()).isEqualTo(1);
  }

  @Test
  void compileErrorIsToldInFull() throws IOException {
    assertThat(result(1).path("ran").asInt()).isEqualTo(1);
    assertThat(result(1).path("error").asText())
        .contains("cell 2 of 3", "int two = missing(one);", "cannot find symbol", "missing(int)")
        .doesNotContain("\u001b", "REJECTED");
  }

  @Test
  void exceptionIsTold() throws IOException {
    assertThat(result(2).path("error").asText()).contains("cell 1 of 1", "on purpose");
  }

  @Test
  void deadKernelIsTold() throws IOException {
    assertThat(result(3).path("error").asText())
        .contains("cell 1 of 1", "Kernel died", "04-dead.log");
    assertThat(book.resolve("log/04-dead.log")).isNotEmptyFile();
  }

  @Test
  void unreadableNotebookIsTold() throws IOException {
    assertThat(result(4).path("error").asText()).contains("not a readable notebook");
  }

  @Test
  void executedNotebookHasOutputsWithoutTraceOfTheRun() throws IOException {
    JsonNode cells = JSON.readTree(book.resolve(GOOD + ".ipynb").toFile()).path("cells");
    assertThat(cells.at("/1/outputs")).hasSize(1);
    assertThat(cells.at("/1/outputs/0/text").toString()).isEqualTo("[\"1\\n\",\"2\\n\"]");
    assertThat(cells.at("/1/metadata")).isEmpty();
    assertThat(cells.at("/2/outputs/0/data/text~1plain/0").asText()).isEqualTo("2048");
    assertThat(cells.at("/3/outputs/0/data/text~1plain/0").asText())
        .as("the working folder")
        .isEqualTo("notebooks");
  }

  @Test
  void pagesNeedNoNetwork() throws IOException {
    for (Path page : pages()) {
      assertThat(Files.readString(page))
          .doesNotContainPattern("<(script|link|img)[^>]*(src|href)=[\"']?(https?:)?//")
          .doesNotContain("cdnjs");
    }
    assertThat(pages()).hasSizeGreaterThan(6);
    assertThat(book.resolve("_static/mathjax.js")).isNotEmptyFile();
  }

  @Test
  void pagesHoldTogether() throws IOException {
    assertThat(page(GOOD))
        .contains("href=\"02-rejected.html\"", "href=\"index.html\"", "src=\"_images/dot.svg\"")
        .contains("alt=\"Slopes: of &quot;relu&quot;\"", "alt=\"a dot\"")
        .containsPattern("href=\"_downloads/\\w+/more.txt\"")
        .containsPattern("Ran in about \\d+ s.*href=\"" + GOOD + ".ipynb\"")
        .containsPattern("<summary>Solution</summary>\\s*<p>Yes.</p>\\s*</details>");
    assertThat(page("02-rejected")).contains("cannot find symbol");
  }

  @Test
  void theIndexAsksAndAnswersAndLeavesTheRunToItsPage() throws IOException {
    assertThat(page("index"))
        .contains("A good one", "Does <span class=\"math", "<p>It does.</p>", "02-rejected.html")
        .contains("troubleshooting.html")
        .doesNotContain("cannot find symbol");
    assertThat(page("run"))
        .contains("4 of 4", "passed", "1 of 3", "<strong>failed</strong>", "cannot find symbol")
        .contains("05-broken", "not a readable notebook");
  }

  @Test
  void theSearchKnowsEveryPageAndReadsNoFile() throws IOException {
    assertThat(book.resolve("searchindex.js"))
        .content()
        .contains("\"" + GOOD + "\"", "\"06-after\"", "\"troubleshooting\"");
    assertThat(page("search")).contains("searchindex.js").contains("_static/texts.js");
    assertThat(book.resolve("_static/texts.js")).content().contains("Does").contains("06-after");
  }

  @Test
  void committedNotebooksChangeOnlyOnDemandAndOnlyIfAllCellsRan(@TempDir Path other)
      throws IOException {
    assertThat(notebooks.resolve(GOOD + ".ipynb")).hasContent(goodBefore);
    Path copies = Files.createDirectories(other.resolve("notebooks"));
    for (String name : List.of("02-rejected.ipynb", "03-thrown.ipynb", "06-after.ipynb")) {
      Files.copy(notebooks.resolve(name), copies.resolve(name));
    }
    assertThat(run(other, "--save=true", "--only=02,06")).isEqualTo(1);
    assertThat(copies.resolve("02-rejected.ipynb"))
        .hasSameTextualContentAs(notebooks.resolve("02-rejected.ipynb"));
    JsonNode saved = JSON.readTree(copies.resolve("06-after.ipynb").toFile());
    assertThat(saved.at("/cells/1/execution_count").asInt()).isEqualTo(1);
    assertThat(
            JSON.readTree(other.resolve("target/book/results.json").toFile())
                .findValuesAsText("ran"))
        .as("03 was not asked for")
        .containsExactly("1", "0", "1");
  }

  @Test
  void noneMakesTheBookOfWhatIsCommitted(@TempDir Path other) throws IOException {
    Path copies = Files.createDirectories(other.resolve("notebooks"));
    Files.copy(book.resolve(GOOD + ".ipynb"), copies.resolve(GOOD + ".ipynb"));
    assertThat(run(other, "--only=none")).isZero();
    assertThat(other.resolve("target/book/" + GOOD + ".html"))
        .content()
        .contains("alt=\"Slopes: of &quot;relu&quot;\"")
        .doesNotContain("Ran in");
    assertThat(other.resolve("target/book/run.html")).content().contains("not run, as committed");
  }

  @Test
  void unknownChoiceIsRefusedWithTheKnownOnes(@TempDir Path other) throws IOException {
    Path copy = Files.createDirectories(other.resolve("notebooks")).resolve("06-after.ipynb");
    Files.copy(notebooks.resolve("06-after.ipynb"), copy);
    Path said = other.resolve("said");
    Workbook.Runner toFile =
        program -> Children.run(program.redirectErrorStream(true).redirectOutput(said.toFile()));
    assertThat(run(toFile, other, "--only=77")).isEqualTo(1);
    assertThat(said)
        .content()
        .isEqualToIgnoringNewLines(
            "ERROR: No notebook's name starts with '77': there are 06-after.");
    assertThat(other.resolve("target/book")).doesNotExist();
  }

  @Test
  void stoppingLeavesNoKernelBehind(@TempDir Path other) throws Exception {
    Path endless = Files.createDirectories(other.resolve("notebooks"));
    String cell =
        "java.nio.file.Files.createFile(java.nio.file.Path.of(\"started\"));\nwhile (true) {}";
    notebook(endless, "01-endless", "# Endless", cell);
    Thread run = new Thread(() -> run(other));
    run.start();
    while (Files.notExists(endless.resolve("started"))) {
      assertThat(run.isAlive()).as("still running").isTrue();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
    assertThat(all).as("Python and the kernel's two JVMs").hasSizeGreaterThanOrEqualTo(3);
    run.interrupt();
    run.join();
    for (ProcessHandle process : all) {
      process.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private int run(Path checkout, String... more) {
    return run(Children::run, checkout, more);
  }

  /** With the Python of the real checkout's Jupyter, so that it is installed only once. */
  private int run(Workbook.Runner runner, Path checkout, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--checkout=" + checkout, "--python=" + python, "run"));
    arguments.addAll(List.of(more));
    return Workbook.execute(System.getenv(), runner, System.out, arguments.toArray(String[]::new));
  }

  private String page(String name) throws IOException {
    return Files.readString(book.resolve(name + ".html"));
  }

  private JsonNode result(int index) throws IOException {
    return JSON.readTree(book.resolve("results.json").toFile()).path(index);
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(book)) {
      return files.filter(file -> file.toString().endsWith(".html")).toList();
    }
  }

  private void notebook(String name, String prose, String... cells) throws IOException {
    notebook(notebooks, name, prose, cells);
  }

  private static void notebook(Path folder, String name, String prose, String... cells)
      throws IOException {
    ObjectNode notebook = JSON.createObjectNode().put("nbformat", 4).put("nbformat_minor", 5);
    notebook
        .putObject("metadata")
        .putObject("kernelspec")
        .put("name", "java")
        .put("display_name", "Java")
        .put("language", "java");
    var list = notebook.putArray("cells");
    list.addObject()
        .put("cell_type", "markdown")
        .put("id", "a")
        .put("source", prose)
        .putObject("metadata");
    for (String cell : cells) {
      ObjectNode code = list.addObject().put("cell_type", "code").put("source", cell);
      code.put("id", "c" + list.size()).putNull("execution_count");
      code.putObject("metadata");
      code.putArray("outputs");
    }
    JSON.writeValue(folder.resolve(name + ".ipynb").toFile(), notebook);
  }
}
