package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes the book of the committed outputs and reads it from the disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookBrowserIT {
  private static final Path BOOK = Checkout.TOP.resolve("target/book");

  private Chromium chromium;

  @BeforeAll
  void makeIt() {
    int exitCode =
        Workbook.execute(
            System.getenv(),
            Children::run,
            System.out,
            "--checkout=" + Checkout.TOP,
            "--python=" + System.getProperty("python", ""),
            "run",
            "--only=none",
            "--save=false");
    assertThat(exitCode).isZero();
    chromium = new Chromium();
  }

  @AfterEach
  void nothingLeftTheMachine() {
    assertThat(chromium.requestsThatLeft()).isEmpty();
  }

  @AfterAll
  void close() {
    chromium.close();
  }

  @Test
  void searchFindsRevived() {
    Page page = chromium.page();
    page.navigate(url("search.html") + "?q=revived");
    page.locator("#search-results li a").first().waitFor();
    assertThat(page.locator("#search-results li a").allTextContents())
        .anyMatch(title -> title.contains("07"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "05-dead-on-arrival.html", "troubleshooting.html"})
  void noSeriousFaultOfAccessibilityByDayAndByNight(String name) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = chromium.page(new Browser.NewContextOptions().setColorScheme(scheme));
      page.navigate(url(name));
      assertThat(page.evaluate("document.documentElement.dataset.theme"))
          .isEqualTo(scheme == ColorScheme.DARK ? "dark" : "light");
      assertThat(Chromium.seriousFaults(page)).as(scheme.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPhoneNeedsNoScrollingSideways(String name) {
    Browser.NewContextOptions phone =
        new Browser.NewContextOptions().setViewportSize(390, 844).setIsMobile(true);
    Page page = chromium.page(phone.setHasTouch(true).setColorScheme(ColorScheme.DARK));
    page.navigate(url(name));
    assertThat((int) page.evaluate("document.scrollingElement.scrollWidth")).isLessThan(392);
    page.close();
  }

  static Stream<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(BOOK)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(it -> it.endsWith(".html"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String url(String name) {
    return BOOK.resolve(name).toUri().toString();
  }
}
