package dyingrelu.workbook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A cell of a notebook file, for the rules over notebooks.
 *
 * @param json the cell as the file holds it
 * @param name how a violation names it: code cells are counted as Jupyter counts them in a fresh
 *     run, others by their place among all cells, both from 1
 */
record NotebookCell(JsonNode json, String name) {
  private static final Pattern PICTURE_IN_HTML =
      Pattern.compile("<(svg|img)\\b", Pattern.CASE_INSENSITIVE);

  /** Strings first, as they may hold what looks like a comment. A magic line holds paths. */
  private static final Pattern STRING_COMMENT_OR_MAGIC =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?\"\"\"|\"(\\\\.|[^\"\\\\\\n])*\"|'(\\\\.|[^'\\\\\\n])+'"
              + "|//[^\\n]*|(?m:^\\s*%[^\\n]*)|/\\*[\\s\\S]*?\\*/");

  static List<NotebookCell> all(JsonNode notebook) {
    List<NotebookCell> cells = new ArrayList<>();
    int code = 0;
    for (JsonNode json : notebook.path("cells")) {
      boolean isCode = json.path("cell_type").asText().equals("code");
      code += isCode ? 1 : 0;
      cells.add(
          new NotebookCell(json, isCode ? "code cell " + code : "cell " + (cells.size() + 1)));
    }
    return cells;
  }

  boolean isCode() {
    return json.path("cell_type").asText().equals("code");
  }

  boolean isMarkdown() {
    return json.path("cell_type").asText().equals("markdown");
  }

  String source() {
    return text(json.path("source"));
  }

  /** A source without strings, comments and magics: what is left to look for Java words in. */
  static String java(String source) {
    return STRING_COMMENT_OR_MAGIC.matcher(source).replaceAll(" ");
  }

  Set<String> tags() {
    Set<String> tags = new TreeSet<>();
    json.at("/metadata/tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  /** Its source is hidden until asked for, in the lab by the one mark, in the book by the other. */
  boolean isFolded() {
    return json.at("/metadata/jupyter/source_hidden").asBoolean()
        && (tags().contains("hide-cell") || tags().contains("hide-input"));
  }

  /** Its part on the slides, or an empty text if nothing says so. */
  String slideType() {
    return json.at("/metadata/slideshow/slide_type").asText();
  }

  boolean isSkipped() {
    return slideType().equals("skip");
  }

  boolean beginsSlide() {
    return slideType().equals("slide") || slideType().equals("subslide");
  }

  boolean hasOutput() {
    return !json.path("outputs").isEmpty();
  }

  boolean showsFigure() {
    return StreamSupport.stream(json.path("outputs").spliterator(), false)
        .map(output -> output.path("data"))
        .flatMap(data -> data.properties().stream())
        .anyMatch(
            entry ->
                entry.getKey().startsWith("image/")
                    || entry.getKey().equals("text/html")
                        && PICTURE_IN_HTML.matcher(text(entry.getValue())).find());
  }

  /** A notebook holds text as one string or as a list of lines. */
  static String text(JsonNode node) {
    if (node.isArray()) {
      StringBuilder joined = new StringBuilder();
      node.forEach(line -> joined.append(line.asText()));
      return joined.toString();
    }
    return node.isTextual() ? node.asText() : node.isMissingNode() ? "" : node.toString();
  }
}
