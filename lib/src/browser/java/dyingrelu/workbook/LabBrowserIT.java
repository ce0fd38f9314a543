package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Works in JupyterLab as a reader does, by the menu and the keys, in a folder beside the checkout's
 * own parts, so that no tracked file changes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabBrowserIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHORT = "00-start-here.ipynb";
  private static final double PATIENCE = TimeUnit.MINUTES.toMillis(5);

  private Path notebooks;
  private int port;
  private Thread lab;
  private Chromium chromium;

  @BeforeAll
  void open(@TempDir Path checkout) throws Exception {
    for (String part : List.of("lib", "data", "target", "pom.xml")) {
      Files.createSymbolicLink(checkout.resolve(part), Checkout.TOP.resolve(part));
    }
    notebooks = Files.createDirectories(checkout.resolve("notebooks"));
    Files.copy(Checkout.NOTEBOOKS.resolve(SHORT), notebooks.resolve(SHORT));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String arguments =
        "--no-browser --allow-root --ip=127.0.0.1 --IdentityProvider.token= --port=" + port;
    lab =
        new Thread(
            () ->
                Workbook.execute(
                    System.getenv(),
                    Children::run,
                    System.out,
                    "--checkout=" + checkout,
                    "--python=" + System.getProperty("python", ""),
                    "lab",
                    "--args=" + arguments));
    lab.start();
    chromium = new Chromium();
    while (!isListening()) {
      assertThat(lab.isAlive()).as("JupyterLab runs").isTrue();
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @AfterAll
  void close() throws InterruptedException {
    chromium.close();
    lab.interrupt();
    lab.join();
  }

  @Test
  void restartAndRunAllEndsWithoutAnError() throws IOException {
    Page page = notebook(SHORT);
    restartAndRunAll(page);
    waitUntilIdle(page);
    page.keyboard().press("Control+s");
    page.waitForTimeout(3_000);
    JsonNode cells = JSON.readTree(notebooks.resolve(SHORT).toFile()).path("cells");
    int last = 0;
    for (JsonNode cell : cells) {
      if (cell.path("cell_type").asText().equals("code")) {
        assertThat(cell.path("execution_count").asInt()).isEqualTo(++last);
        assertThat(cell.path("outputs").findValuesAsText("output_type")).doesNotContain("error");
      }
    }
    assertThat(chromium.requestsThatLeft()).isEmpty();
  }

  @Test
  void trainingCanBeInterruptedAndGoesOn() throws IOException {
    ObjectNode scratch = (ObjectNode) JSON.readTree(notebooks.resolve(SHORT).toFile());
    ObjectNode setUp = null;
    for (JsonNode cell : scratch.path("cells")) {
      if (setUp == null && cell.path("cell_type").asText().equals("code")) {
        setUp = (ObjectNode) cell;
      }
    }
    var cells = scratch.putArray("cells");
    for (String source :
        List.of(
            source(setUp)
                + "\nimport dyingrelu.data.Mnist;\nimport dyingrelu.notebook.Notebook;"
                + "\nimport dyingrelu.study.*;",
            "Runner runner = new Runner(Studies.relu(1), Mnist.load());",
            "runner.run(Notebook.progress()::update);")) {
      ObjectNode cell = cells.addObject().put("cell_type", "code").put("source", source);
      cell.put("id", "c" + cells.size()).putNull("execution_count").putObject("metadata");
      cell.putArray("outputs");
    }
    JSON.writeValue(notebooks.resolve("scratch.ipynb").toFile(), scratch);
    Page page = notebook("scratch.ipynb");
    restartAndRunAll(page);
    double atInterrupt = waitForProgressBeyond(page, 0);
    page.keyboard().press("Escape");
    page.keyboard().type("ii");
    waitUntilIdle(page);
    page.keyboard().press("Control+Enter");
    double after = waitForProgressBeyond(page, atInterrupt);
    assertThat(after).isGreaterThan(atInterrupt);
    page.keyboard().press("Escape");
    page.keyboard().type("ii");
    waitUntilIdle(page);
  }

  private static String source(JsonNode cell) {
    StringBuilder all = new StringBuilder();
    cell.path("source").forEach(line -> all.append(line.asText()));
    return all.toString();
  }

  private Page notebook(String name) {
    Page page = chromium.page();
    page.setDefaultTimeout(PATIENCE);
    page.navigate("http://127.0.0.1:" + port + "/lab/tree/" + name + "?reset");
    waitUntilIdle(page);
    return page;
  }

  private static void restartAndRunAll(Page page) {
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Kernel")).click();
    Pattern all = Pattern.compile("Restart Kernel and Run All Cells");
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(all)).click();
    page.locator(".jp-Dialog .jp-mod-accept").click();
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=busy]").waitFor();
  }

  /** Waits for the notebook's own sign that its kernel is at rest. */
  private static void waitUntilIdle(Page page) {
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    page.waitForTimeout(1_000);
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
  }

  /** Sees the bar move. */
  private static double waitForProgressBeyond(Page page, double percent) {
    return ((Number)
            page.waitForFunction(
                    "least => { const bar = document.querySelector('.jp-OutputArea progress');"
                        + " return bar && bar.value > least && bar.value; }",
                    percent)
                .jsonValue())
        .doubleValue();
  }
}
