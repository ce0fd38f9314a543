package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the second edition can tell a notebook that breaks it. */
class NotebookHygieneSecondEditionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDED =
      "\"jupyter\": {\"source_hidden\": true}, \"tags\": [\"hide-cell\"]";
  private static final int SET_UP = 1;
  private static final int TEXT = 2;
  private static final int FIGURE = 4;
  private static final int CAPTION = 5;
  private static final int EXERCISE = 6;
  private static final int SOLUTION = 7;
  private static final int REFERENCES = 8;

  /** A notebook with one of everything, and nothing wrong. */
  private static ObjectNode clean() throws IOException {
    ObjectNode notebook = JSON.createObjectNode();
    notebook.putObject("metadata").putObject("kernelspec").put("name", "java");
    ((ObjectNode) notebook.path("metadata")).putObject("dyingrelu").put("edition", 2);
    ArrayNode cells = notebook.putArray("cells");
    cells.add(
        cell("markdown", "slide", "", "# 99 · A title\n\nThe question.\n\n![Dead](../data/a.svg)"));
    String imports = "\n\nimport a.b.*;\n// More of them.\nimport static a.b.C.d;" + "\n".repeat(9);
    cells.add(cell("code", "skip", FOLDED, NotebookHygieneTest.setUpCell() + imports));
    cells.add(cell("markdown", "slide", "", "## 1 · One section\n\nText."));
    cells.add(cell("markdown", "fragment", "", "> **Predict.** How many?"));
    cells.add(cell("code", "slide", "", "figure()"));
    cells.add(cell("markdown", "fragment", "", "**Figure 1.** Of 100 units 25 are dead."));
    cells.add(cell("markdown", "skip", "", "## Exercises\n\n**1.** And at half the rate?"));
    cells.add(
        cell(
            "code", "skip", FOLDED.replace("[", "[\"solution\", "), "table() // at half the rate"));
    cells.add(cell("markdown", "-", "", "## References\n\n- A. Author, *A title*, 2025."));
    List<ObjectNode> code =
        List.of(at(notebook, SET_UP), at(notebook, FIGURE), at(notebook, SOLUTION));
    for (int i = 0; i < code.size(); i++) {
      code.get(i).put("execution_count", i + 1);
      output(code.get(i), "text/plain", "all well");
    }
    output(at(notebook, FIGURE), "image/svg+xml", "<svg/>");
    return notebook;
  }

  private static ObjectNode cell(String type, String slide, String metadata, String source)
      throws IOException {
    ObjectNode cell = JSON.createObjectNode().put("cell_type", type).put("source", source);
    ObjectNode marks = (ObjectNode) JSON.readTree("{" + metadata + "}");
    marks.putObject("slideshow").put("slide_type", slide);
    cell.set("metadata", marks);
    return cell;
  }

  private static ObjectNode at(ObjectNode notebook, int cell) {
    return (ObjectNode) notebook.path("cells").path(cell);
  }

  private static void output(ObjectNode cell, String mime, String text) {
    cell.putArray("outputs").addObject().putObject("data").put(mime, text);
  }

  private static void slide(ObjectNode cell, String type) {
    ((ObjectNode) cell.at("/metadata/slideshow")).put("slide_type", type);
  }

  private static void unfold(ObjectNode cell) {
    ((ObjectNode) cell.path("metadata")).remove("jupyter");
  }

  /** Puts cells of code before the references, which show something or do not. */
  private static void addCode(ObjectNode notebook, int count, boolean showing) {
    for (int i = 0; i < count; i++) {
      ObjectNode added = at(notebook, FIGURE).deepCopy().put("execution_count", 4 + i);
      added.putArray("outputs");
      if (showing) {
        output(added, "text/plain", "2");
      }
      ((ArrayNode) notebook.path("cells")).insert(REFERENCES + i, added);
    }
    slide(at(notebook, REFERENCES), "slide");
    // So that they do not belong to the exercises.
    at(notebook, EXERCISE).put("source", "**1.** And at half the rate?");
  }

  record Fault(String violation, Consumer<ObjectNode> made) {
    @Override
    public String toString() {
      return violation;
    }
  }

  private static Fault source(int cell, String source, String violation) {
    return new Fault(violation, notebook -> at(notebook, cell).put("source", source));
  }

  private static Fault changed(int cell, Consumer<ObjectNode> change, String violation) {
    return new Fault(violation, notebook -> change.accept(at(notebook, cell)));
  }

  static Stream<Fault> faults() throws IOException {
    String setUp = NotebookHygieneTest.setUpCell();
    return Stream.of(
        // The first screen and the cell at the top.
        source(0, "A title\n\n![Dead](a.svg)", "first cell is not markdown that begins with"),
        source(0, "# 99 · A title", "its first screen has no picture"),
        source(SET_UP, "import a.b;", "first code cell is not the set-up cell"),
        source(
            SET_UP, setUp + "\nimport a.b;\nint x = 2;", "more than the set-up and imports: int x"),
        source(
            SET_UP,
            setUp + "\nimport " + "a".repeat(93) + ";",
            "has a line of 101 characters, more"),
        changed(SET_UP, cell -> unfold(cell), "its set-up cell is not folded"),
        changed(
            SET_UP,
            cell -> ((ObjectNode) cell.path("metadata")).putArray("tags").add("solution-not"),
            "its set-up cell is not folded"),
        source(
            FIGURE,
            "import a.b;\nfigure()",
            "code cell 2 imports a.b: all imports stand at the top"),
        // Lengths.
        source(FIGURE, "a();" + "\nb();".repeat(15), "code cell 2 has 16 lines, more than 15"),
        source(FIGURE, "a".repeat(101), "code cell 2 has a line of 101 characters, more than 100"),
        source(TEXT, "## One\n" + "word ".repeat(2500), "words of prose, more than 2500"),
        new Fault("it has 46 code cells, more than 45", notebook -> addCode(notebook, 43, true)),
        new Fault(
            "only 3 of its 4 code cells show something", notebook -> addCode(notebook, 1, false)),
        // Captions.
        source(
            CAPTION, "Of 100 units 25 are dead.", "code cell 2 shows a figure without a caption"),
        source(CAPTION, "**Figure 2.** Of 100.", "cell 6 is the caption of Figure 2, not of 1"),
        source(CAPTION, "**Figure 1.** Many die.\n\n7", "cell 6 is a caption that names no number"),
        changed(
            CAPTION,
            cell -> slide(cell, "subslide"),
            "cell 6 is a caption that is not on the slide"),
        changed(
            SOLUTION,
            cell -> output(cell, "text/html", "<p><img src='data:image/gif;base64,AA'></p>"),
            "code cell 3 shows a figure without a caption"),
        // Verdicts.
        source(TEXT, "## One\n\nSo the claim is **Refuted**.", "cell 3 types a verdict, 'Refuted'"),
        source(TEXT, "## Verdicts\n\n| claim | qualified |", "cell 3 types a verdict, 'qualified'"),
        // Slides.
        changed(
            TEXT,
            cell -> ((ObjectNode) cell.path("metadata")).remove("slideshow"),
            "cell 3 does not say its part on the slides"),
        changed(TEXT, cell -> slide(cell, "page"), "cell 3 does not say its part on the slides"),
        changed(
            FIGURE,
            cell -> slide(cell, "fragment"),
            "code cell 2 stands on the slide of a prediction"),
        // Exercises and solutions.
        changed(
            EXERCISE,
            cell -> slide(cell, "slide"),
            "cell 7 belongs to the exercises and is not skipped"),
        changed(SOLUTION, cell -> slide(cell, "fragment"), "code cell 3 belongs to the exercises"),
        changed(SOLUTION, cell -> unfold(cell), "code cell 3 is a solution that is not folded"),
        changed(
            SOLUTION,
            cell -> ((ObjectNode) cell.path("metadata")).putArray("tags").add("hide-cell"),
            "code cell 3 belongs to a solution and is not tagged 'solution'"));
  }

  @Test
  void cleanNotebookPasses() throws IOException {
    assertThat(NotebookHygiene.violations(clean(), NotebookHygieneTest.setUpCell())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultIsFound(Fault fault) throws IOException {
    ObjectNode notebook = clean();
    fault.made().accept(notebook);
    assertThat(NotebookHygiene.violations(notebook, NotebookHygieneTest.setUpCell()))
        .singleElement()
        .asString()
        .contains(fault.violation());
  }

  /** What is near a rule and does not break it. */
  static Stream<Fault> noFaults() {
    return Stream.of(
        source(FIGURE, "a".repeat(100) + "\nb".repeat(14), "as long as may be"),
        source(
            TEXT,
            "## One\n" + "word ".repeat(2400) + "```\n" + "code ".repeat(900) + "```\n",
            "code"),
        source(TEXT, "## One\n" + "| cell | cell |\n".repeat(2600), "a table is not prose"),
        source(
            REFERENCES, "## 9 · References\n" + "word ".repeat(2600), "references are not prose"),
        source(TEXT, "## The words\n\n*Refuted*: the interval lies outside.", "words explained"),
        source(0, "# 99\n\n<img src=\"../data/a.svg\" alt=\"Dead\">", "a picture with its size"),
        source(
            CAPTION, "**Figure 1. Deep layers die.** Of 100 units 25.", "a title in the caption"),
        new Fault("as many cells as may be", notebook -> addCode(notebook, 42, true)),
        new Fault(
            "85 % and a little",
            notebook -> {
              addCode(notebook, 20, true);
              addCode(notebook, 4, false);
              renumber(notebook);
            }),
        new Fault(
            "the first figure is computed, on the first screen",
            notebook -> {
              at(notebook, 0).put("source", "# 99 · A title");
              at(notebook, TEXT).put("source", "Text without a heading.");
            }));
  }

  private static void renumber(ObjectNode notebook) {
    int count = 0;
    for (var cell : notebook.path("cells")) {
      if (cell.path("cell_type").asText().equals("code")) {
        ((ObjectNode) cell).put("execution_count", ++count);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("noFaults")
  void nearIsNotOver(Fault near) throws IOException {
    ObjectNode notebook = clean();
    near.made().accept(notebook);
    assertThat(NotebookHygiene.violations(notebook, NotebookHygieneTest.setUpCell())).isEmpty();
  }
}
