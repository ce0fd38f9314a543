package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private Path notebooks;
  private Path book;
  private String goodBefore;
  private int exitCode;

  @BeforeAll
  void makeOne(@TempDir Path temp) throws IOException {
    notebooks = Files.createDirectories(temp.resolve("a folder with spaces"));
    book = temp.resolve("the book");
    String prose =
        """
        # A good one

        **Question:** does $x_1$ run?

        See [the next](02-rejected.ipynb) and ![](dot.svg).

        <details><summary>Solution</summary>

        Yes.

        </details>
        """;
    Files.writeString(notebooks.resolve("dot.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    notebook(
        GOOD,
        prose,
        "System.out.println(1);\nSystem.out.println(2);",
        "Runtime.getRuntime().maxMemory() >> 20",
        "java.nio.file.Path.of(\"\").toAbsolutePath().getFileName().toString()");
    notebook("02-rejected", "# Rejected", "int one = 1;", "int two = missing(one);", "one");
    notebook("03-thrown", "# Thrown", "throw new IllegalStateException(\"on purpose\");");
    notebook("04-dead", "# Dead", "System.exit(1);");
    Files.writeString(notebooks.resolve("05-broken.ipynb"), "not json");
    notebook("06-after", "# After", "1 + 1");
    goodBefore = Files.readString(notebooks.resolve(GOOD + ".ipynb"));
    exitCode = run();
  }

  @Test
  void oneBadNotebookFailsTheRun() {
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void goodNotebooksRunWhole() throws IOException {
    assertThat(result(0).path("error").asText()).isEmpty();
    assertThat(result(0).path("ran").asInt()).isEqualTo(3);
    assertThat(result(0).path("title").asText()).isEqualTo("A good one");
    assertThat(result(0).path("question").asText()).isEqualTo("Does $x_1$ run?");
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
        .contains("cell 1 of 1", "the kernel died", "04-dead.log");
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
        .isEqualTo("a folder with spaces");
  }

  @Test
  void pagesNeedNoNetwork() throws IOException {
    for (Path page : pages()) {
      assertThat(Files.readString(page))
          .doesNotContainPattern("<(script|link|img)[^>]*(src|href)=[\"']?(https?:)?//")
          .doesNotContain("cdnjs");
    }
    assertThat(pages()).hasSize(6);
    assertThat(book.resolve("mathjax.js")).isNotEmptyFile();
  }

  @Test
  void pagesHoldTogether() throws IOException {
    String page = Files.readString(book.resolve(GOOD + ".html"));
    assertThat(page)
        .contains("href=\"02-rejected.html\"", "href=\"index.html\"", "src=\"data:image/svg+xml")
        .containsPattern("<summary>Solution</summary>\\s*<p>Yes.</p>\\s*</details>");
    assertThat(Files.readString(book.resolve("index.html")))
        .contains("A good one", "Does $x_1$ run?", "cannot find symbol", "FAILED", "passed");
  }

  @Test
  void committedNotebooksChangeOnlyOnDemandAndOnlyIfAllCellsRan(@TempDir Path other)
      throws IOException {
    assertThat(notebooks.resolve(GOOD + ".ipynb")).hasContent(goodBefore);
    String badBefore = Files.readString(notebooks.resolve("02-rejected.ipynb"));
    int code =
        Book.execute(
            "run",
            "--notebooks=" + notebooks,
            "--book=" + other.resolve("b"),
            "--save=true",
            "--only=02,06");
    assertThat(code).isEqualTo(1);
    assertThat(notebooks.resolve("02-rejected.ipynb")).hasContent(badBefore);
    JsonNode saved = JSON.readTree(notebooks.resolve("06-after.ipynb").toFile());
    assertThat(saved.at("/cells/1/execution_count").asInt()).isEqualTo(1);
    assertThat(
            JSON.readTree(other.resolve("b/results.json").toFile()).at("/0/executed").asBoolean())
        .as("a notebook that was not asked for")
        .isFalse();
  }

  @Test
  void unknownChoiceIsRefused(@TempDir Path other) throws IOException {
    assertThat(
            Book.execute(
                "run", "--notebooks=" + notebooks, "--book=" + other.resolve("b"), "--only=77"))
        .isEqualTo(1);
    assertThat(other.resolve("b")).doesNotExist();
  }

  @Test
  void stoppingLeavesNoKernelBehind(@TempDir Path other) throws Exception {
    Path endless = Files.createDirectories(other.resolve("endless"));
    String cell =
        "java.nio.file.Files.createFile(java.nio.file.Path.of(\"started\"));\nwhile (true) {}";
    notebook(endless, "01-endless", "# Endless", cell);
    Thread run =
        new Thread(
            () -> Book.execute("run", "--notebooks=" + endless, "--book=" + other.resolve("b")));
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

  private int run() {
    return Book.execute("run", "--notebooks=" + notebooks, "--book=" + book);
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
