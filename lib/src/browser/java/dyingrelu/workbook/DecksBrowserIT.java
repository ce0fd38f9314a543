package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Makes the decks of the committed notebooks and shows every slide as a projector would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecksBrowserIT {
  private static final Path SLIDES = Checkout.TOP.resolve("target/slides");
  private static final String LECTURER = "-lecturer.html";

  /**
   * What is wrong with the deck on show, a line each. The frame is that of 1280 × 720 pixels, with
   * a margin of 40 on the left and on the right.
   */
  private static final String FAULTS =
      """
      () => {
        const faults = [];
        const isSeen = it => it.checkVisibility({opacityProperty: true, visibilityProperty: true});
        const smallestText = image => {
          const {width, height} = image.getBoundingClientRect();
          const source = new TextDecoder().decode(
            Uint8Array.from(atob(image.src.split("base64,")[1]), c => c.charCodeAt(0)));
          const frame = document.body.appendChild(document.createElement("div"));
          frame.style = "position: fixed; inset: 0; visibility: hidden";
          frame.innerHTML = source;
          const svg = frame.querySelector("svg");
          svg.style = `width: ${width}px; height: ${height}px; max-width: none`;
          const sizes = [...svg.querySelectorAll("text")].map(text =>
            parseFloat(getComputedStyle(text).fontSize) * Math.abs(text.getScreenCTM().d));
          frame.remove();
          return Math.min(...sizes.filter(size => size > 0));
        };
        for (const slide of Reveal.getSlides()) {
          const {h, v} = Reveal.getIndices(slide);
          Reveal.slide(h, v, -1);
          const fault = text => faults.push(`slide ${h + 1}${v ? "." + v : ""}: ${text}`);
          if (slide.textContent.includes("Predict.")) {
            const answers = slide.querySelectorAll(".figure, .table, .verdict, .result");
            if ([...answers].some(isSeen)) fault("a prediction beside its answer");
          }
          for (const box of slide.querySelectorAll("h1, h2, .title, .step, .step :not(svg *)")) {
            const {left, top, right, bottom, width} = box.getBoundingClientRect();
            if (width > 0 && (left < 39 || top < -1 || right > 1241 || bottom > 721))
              fault(`outside of the frame: ${box.outerHTML.slice(0, 80)}`);
          }
          for (const box of slide.querySelectorAll("h2, .title, .step"))
            if (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
              fault(`too much for its place: ${box.outerHTML.slice(0, 80)}`);
          for (const image of slide.querySelectorAll(".figure img")) {
            const pixels = image.src.includes("svg") ? smallestText(image) : 14;
            if (pixels < 13.99) fault(`a figure with text of ${pixels.toFixed(1)} pixels`);
          }
        }
        Reveal.slide(0, 0);
        return faults;
      }
      """;

  private Chromium chromium;
  private Page page;

  @BeforeAll
  void makeThem() {
    Workbook.execute(
        System.getenv(),
        Children::run,
        System.out,
        "--checkout=" + Checkout.TOP,
        "--python=" + System.getProperty("python", ""),
        "slides");
    chromium = new Chromium();
    page = chromium.page();
  }

  @AfterAll
  void close() {
    chromium.close();
  }

  static Stream<String> decks() throws IOException {
    return Checkout.notebooks().stream()
        .map(path -> path.getFileName().toString().replace(".ipynb", ""))
        .flatMap(name -> Stream.of(name + ".html", name + LECTURER));
  }

  @ParameterizedTest
  @MethodSource("decks")
  void aDeckCanBeProjected(String deck) throws IOException {
    show(SLIDES.resolve(deck));
    assertThat(faults()).isEmpty();
    assertThat((int) page.evaluate("document.querySelectorAll('.slides > section').length"))
        .isBetween(15, 30);
    boolean isForLecturer = deck.endsWith(LECTURER);
    String source = Files.readString(SLIDES.resolve(deck));
    assertThat(source.contains("<aside class=\"notes\">")).isEqualTo(isForLecturer);
    boolean hasExercises = source.contains("<p>Exercises</p>");
    assertThat(source.contains("<p>Solution 1</p>")).isEqualTo(isForLecturer && hasExercises);
    if (isForLecturer) {
      page.evaluate("Reveal.slide(3)"); // Past title, agenda and the first figure.
      assertThat(Chromium.seriousFaults(page)).isEmpty();
      page.keyboard().press("Space");
      assertThat(Chromium.seriousFaults(page)).isEmpty();
    }
    assertThat(chromium.requestsThatLeft()).isEmpty();
  }

  @Test
  void theIndexLeadsToEachDeck() throws IOException {
    page.navigate(SLIDES.resolve("index.html").toUri().toString());
    assertThat(Chromium.seriousFaults(page)).isEmpty();
    List<String> links =
        page.locator("a").all().stream().map(link -> link.getAttribute("href")).toList();
    assertThat(links).containsExactlyElementsOf(decks().toList());
  }

  @Test
  void whatIsWrongIsFound() {
    show(SLIDES.resolve("05-dead-on-arrival.html"));
    page.evaluate(
        """
        () => {
          document.querySelector(".predict").closest("section").querySelectorAll(".fragment")
            .forEach(step => step.classList.remove("fragment"));
          document.querySelectorAll(".figure")[1].style.flex = "0 0 200px";
          document.querySelector(".prose").innerHTML += "<p>More.</p>".repeat(30);
        }
        """);
    assertThat(faults())
        .anyMatch(fault -> fault.contains("a prediction beside its answer"))
        .anyMatch(fault -> fault.contains("a figure with text of"))
        .anyMatch(fault -> fault.contains("outside of the frame"))
        .anyMatch(fault -> fault.contains("too much for its place"));
  }

  @Test
  void aMissingBrowserIsOneSentence() {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Chromium.find("/nowhere")))
        .hasMessageContaining("install one and put it on the PATH")
        .hasMessageEndingWith(".");
  }

  private void show(Path deck) {
    page.navigate(deck.toUri().toString());
    page.waitForFunction("Reveal.isReady() && MathJax.startup");
    page.evaluate("() => Promise.all([MathJax.startup.promise, document.fonts.ready])");
  }

  @SuppressWarnings("unchecked")
  private List<String> faults() {
    return (List<String>) page.evaluate(FAULTS);
  }
}
