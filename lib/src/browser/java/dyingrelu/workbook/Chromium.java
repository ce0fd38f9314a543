package dyingrelu.workbook;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Chromium of this machine; it notes every request that leaves the machine. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> requests = new ArrayList<>();

  /** Starts it without a window. */
  Chromium() {
    Path executable = find(System.getenv("PATH"));
    // Else Playwright fetches browsers of its own.
    Map<String, String> noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(noDownload));
    browser = playwright.chromium().launch(new LaunchOptions().setExecutablePath(executable));
  }

  /**
   * The first of the known browsers in a list of folders.
   *
   * @throws IllegalStateException if there is none
   */
  static Path find(String path) {
    return Arrays.stream(path.split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The tests of -Pbrowser found no Chromium: install one and put it on the PATH"
                        + " as one of "
                        + String.join(", ", NAMES)
                        + "."));
  }

  /** An empty page as large as a projector's picture. */
  Page page() {
    return page(new Browser.NewContextOptions().setViewportSize(1280, 720));
  }

  Page page(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.onRequest(request -> requests.add(request.url()));
    return context.newPage();
  }

  /** The requests up to now that went to another machine. */
  List<String> requestsThatLeft() {
    return requests.stream()
        .filter(url -> !url.matches("(file|data|blob|about):.*|(http|ws)://127\\.0\\.0\\.1[:/].*"))
        .toList();
  }

  /** The faults of accessibility of a page that axe calls serious or critical, a line each. */
  static List<String> seriousFaults(Page page) {
    return new AxeBuilder(page)
        .analyze().getViolations().stream()
            .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
            .map(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
            .toList();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
