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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
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
    for (String part : List.of("lib", "pom.xml")) {
      Files.createSymbolicLink(checkout.resolve(part), Checkout.TOP.resolve(part));
    }
    // A link would lead out of what JupyterLab serves.
    FileUtils.copyDirectory(
        Checkout.TOP.resolve("data").toFile(), checkout.resolve("data").toFile());
    notebooks = Files.createDirectories(checkout.resolve("notebooks"));
    Files.copy(Checkout.NOTEBOOKS.resolve(SHORT), notebooks.resolve(SHORT));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    // That of the checkout, as an environment does not bear to be seen under another path.
    Path python =
        Jupyter.prepare(
                Checkout.TOP.resolve("target/jupyter"),
                System.getProperty("python", ""),
                System.getenv(),
                System.out)
            .python();
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
                    "--python=" + python,
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
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
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
    // The picture of the first screen, which lies outside of the notebooks' folder.
    page.waitForFunction("document.querySelector('.jp-MarkdownOutput img')?.naturalWidth");
    restartAndRunAll(page);
    waitForStatus(page, "idle");
    FileTime before = Files.getLastModifiedTime(notebooks.resolve(SHORT));
    menu(page, "File", "Save Notebook(?! As)");
    while (Files.getLastModifiedTime(notebooks.resolve(SHORT)).equals(before)) {
      page.waitForTimeout(100);
    }
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
    menu(page, "Kernel", "Interrupt Kernel");
    waitForStatus(page, "idle");
    menu(page, "Run", "Run Selected Cell and Do not Advance");
    waitForProgressBeyond(page, atInterrupt);
    menu(page, "Kernel", "Interrupt Kernel");
    waitForStatus(page, "idle");
  }

  private static String source(JsonNode cell) {
    StringBuilder all = new StringBuilder();
    cell.path("source").forEach(line -> all.append(line.asText()));
    return all.toString();
  }

  /** Opens it and waits until its kernel, which is silent until it is asked, is connected. */
  private Page notebook(String name) {
    Page page = chromium.page();
    page.setDefaultTimeout(PATIENCE);
    page.navigate("http://127.0.0.1:" + port + "/lab/tree/notebooks/" + name + "?reset");
    page.waitForFunction(
        "/[|] (Unknown|Idle)/.test(document.querySelector('#jp-bottom-panel')?.textContent)");
    return page;
  }

  private static void restartAndRunAll(Page page) {
    menu(page, "Kernel", "Restart Kernel and Run All Cells");
    page.locator(".jp-Dialog .jp-mod-accept").click();
    waitForStatus(page, "busy");
  }

  private static void menu(Page page, String menu, String item) {
    Pattern name = Pattern.compile("^" + menu + "$");
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name)).click();
    Pattern start = Pattern.compile("^" + item);
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(start)).click();
  }

  /** The notebook's own sign: it is busy while a cell waits to be run. */
  private static void waitForStatus(Page page, String status) {
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=" + status + "]")
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
