package dyingrelu.workbook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What a committed notebook must be: freshly executed, short of cell, and free of the machine. */
final class NotebookHygiene {
  private static final int LONGEST_CELL = 15;

  /** What a page of the book, or a slide, shows without scrolling. */
  private static final int WIDEST_LINE = 120;

  private static final Map<String, Pattern> FORBIDDEN_OUTPUT = new LinkedHashMap<>();

  static {
    FORBIDDEN_OUTPUT.put(
        "a path of the machine",
        Pattern.compile(
            "(?<![\\w.:/])/(home|Users|root|tmp|var|private|mnt|opt|srv|usr|work|workspace)/[\\w.-]"
                + "|\\b[A-Z]:\\\\\\w"
                + "|"
                + Pattern.quote(System.getProperty("user.home") + "/")
                + "|"
                + Pattern.quote(System.getProperty("user.dir"))));
    FORBIDDEN_OUTPUT.put("an object's hash", Pattern.compile("[\\w$\\]]@[0-9a-f]{5,}\\b"));
    FORBIDDEN_OUTPUT.put(
        "a UUID", Pattern.compile("\\b[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\b"));
    FORBIDDEN_OUTPUT.put(
        "something loaded from the network",
        Pattern.compile(
            "<(script|img|image|use|iframe|link|video|audio|source|embed|object)\\b[^>]*"
                + "\\b(src|href|data)\\s*=\\s*[\"']?\\s*(https?:)?//"
                + "|url\\(\\s*[\"']?(https?:)?//"
                + "|@import\\s*[\"'](https?:)?//",
            Pattern.CASE_INSENSITIVE));
  }

  private NotebookHygiene() {}

  /** What is wrong with a notebook, a line each; empty if all is well. */
  static List<String> violations(JsonNode notebook, String setUpCell) {
    List<String> found = new ArrayList<>();
    String kernel = notebook.at("/metadata/kernelspec/name").asText();
    if (!kernel.equals("java")) {
      found.add("its kernel is named '" + kernel + "', not 'java'");
    }
    List<JsonNode> cells =
        StreamSupport.stream(notebook.path("cells").spliterator(), false)
            .filter(cell -> cell.path("cell_type").asText().equals("code"))
            .toList();
    if (cells.isEmpty() || !text(cells.get(0).path("source")).equals(setUpCell)) {
      found.add("its first code cell is not the set-up cell");
    }
    for (int i = 0; i < cells.size(); i++) {
      for (String violation : violations(cells.get(i), i + 1)) {
        found.add("code cell " + (i + 1) + " " + violation);
      }
    }
    return found;
  }

  private static List<String> violations(JsonNode cell, int number) {
    List<String> found = new ArrayList<>();
    JsonNode count = cell.path("execution_count");
    if (!count.isInt()) {
      found.add("was not executed");
    } else if (count.asInt() != number) {
      found.add("was executed as number " + count + ", so not in order in a fresh kernel");
    }
    long lines = text(cell.path("source")).lines().count();
    if (lines > LONGEST_CELL) {
      found.add("has " + lines + " lines, more than " + LONGEST_CELL);
    }
    int widest = text(cell.path("source")).lines().mapToInt(String::length).max().orElse(0);
    if (widest > WIDEST_LINE) {
      found.add("has a line of " + widest + " characters, more than " + WIDEST_LINE);
    }
    for (JsonNode output : cell.path("outputs")) {
      if (output.path("output_type").asText().equals("error")) {
        found.add("ended with an error: " + output.path("ename").asText());
      }
      if (output.path("name").asText().equals("stderr")) {
        found.add("wrote to stderr: " + text(output.path("text")).strip());
      }
      List<JsonNode> texts = new ArrayList<>(List.of(output.path("text")));
      output
          .path("data")
          .properties()
          .forEach(
              entry -> {
                // A picture's base64 text can look like anything.
                if (!entry.getKey().startsWith("image/") || entry.getKey().endsWith("svg+xml")) {
                  texts.add(entry.getValue());
                }
              });
      for (JsonNode text : texts) {
        FORBIDDEN_OUTPUT.forEach(
            (what, pattern) -> {
              Matcher matcher = pattern.matcher(text(text));
              if (matcher.find()) {
                found.add("prints " + what + ": " + matcher.group());
              }
            });
      }
    }
    return found;
  }

  /** A notebook holds text as one string or as a list of lines. */
  private static String text(JsonNode node) {
    if (node.isArray()) {
      StringBuilder joined = new StringBuilder();
      node.forEach(line -> joined.append(line.asText()));
      return joined.toString();
    }
    return node.isTextual() ? node.asText() : node.isMissingNode() ? "" : node.toString();
  }
}
