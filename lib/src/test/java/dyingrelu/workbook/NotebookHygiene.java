package dyingrelu.workbook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a committed notebook must be: freshly executed, short of cell, and free of the machine. A
 * notebook of the second edition also has the anatomy of {@link NotebookHygieneSecondEdition}.
 */
final class NotebookHygiene {
  private static final int LONGEST_CELL = 15;

  /** What a page of the book, or a slide, shows without scrolling; by edition. */
  private static final int[] WIDEST_LINE = {0, 120, 100};

  private static final Pattern IMPORT =
      Pattern.compile(
          "(?<=^|[;}])\\s*import\\s+((?:static\\s+)?[\\w.]+(?:\\.\\*)?)\\s*;", Pattern.MULTILINE);

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
    int edition = notebook.at("/metadata/dyingrelu/edition").asInt(1);
    if (edition != 1 && edition != 2) {
      found.add("it says it is of edition " + edition + "; there are 1 and 2");
      return found;
    }
    List<NotebookCell> cells = NotebookCell.all(notebook);
    List<NotebookCell> code = cells.stream().filter(NotebookCell::isCode).toList();
    String first = code.isEmpty() ? "" : code.get(0).source();
    if (edition == 1 ? !first.equals(setUpCell) : !first.startsWith(setUpCell)) {
      found.add("its first code cell is not the set-up cell");
    }
    found.addAll(edition == 1 ? lateImports(code) : importsOutsideTheFirst(code, setUpCell));
    for (int i = 0; i < code.size(); i++) {
      NotebookCell cell = code.get(i);
      // The set-up text is the same everywhere; what counts is the notebook's own.
      boolean setUp = i == 0 && first.startsWith(setUpCell);
      List<String> own =
          (setUp ? first.substring(setUpCell.length()) : cell.source()).lines().toList();
      if (own.size() > LONGEST_CELL && !setUp && !onlyImports(cell)) {
        found.add(cell.name() + " has " + own.size() + " lines, more than " + LONGEST_CELL);
      }
      int widest = own.stream().mapToInt(String::length).max().orElse(0);
      if (widest > WIDEST_LINE[edition]) {
        found.add(
            String.format(
                "%s has a line of %d characters, more than %d",
                cell.name(), widest, WIDEST_LINE[edition]));
      }
      violations(cell.json(), i + 1).forEach(text -> found.add(cell.name() + " " + text));
    }
    if (edition == 2) {
      found.addAll(NotebookHygieneSecondEdition.violations(cells));
    }
    return found;
  }

  /** Imports after the first cell that does more than import. */
  private static List<String> lateImports(List<NotebookCell> code) {
    List<String> found = new ArrayList<>();
    boolean atTheTop = true;
    for (NotebookCell cell : code.subList(Math.min(1, code.size()), code.size())) {
      if (!atTheTop) {
        refuseImports(cell, found);
      }
      atTheTop &= onlyImports(cell);
    }
    return found;
  }

  private static boolean onlyImports(NotebookCell cell) {
    return IMPORT.matcher(NotebookCell.java(cell.source())).replaceAll("").isBlank();
  }

  /** The one cell at the top holds the set-up and the imports, nothing else. */
  private static List<String> importsOutsideTheFirst(List<NotebookCell> code, String setUpCell) {
    List<String> found = new ArrayList<>();
    code.stream().skip(1).forEach(cell -> refuseImports(cell, found));
    String first = code.isEmpty() ? "" : code.get(0).source();
    if (first.startsWith(setUpCell)) {
      String java = NotebookCell.java(first.substring(setUpCell.length()));
      String more = IMPORT.matcher(java).replaceAll("").strip();
      if (!more.isEmpty()) {
        found.add("code cell 1 holds more than the set-up and imports: " + more);
      }
    }
    return found;
  }

  /** IJava 1.3.0 drops the values of variables whose types a later import touches. */
  private static void refuseImports(NotebookCell cell, List<String> found) {
    IMPORT
        .matcher(NotebookCell.java(cell.source()))
        .results()
        .forEach(
            match ->
                found.add(
                    cell.name()
                        + " imports "
                        + match.group(1)
                        + ": all imports stand at the top, as "
                        + "IJava 1.3.0 drops the values of variables at a later one"));
  }

  private static List<String> violations(JsonNode cell, int number) {
    List<String> found = new ArrayList<>();
    JsonNode count = cell.path("execution_count");
    if (!count.isInt()) {
      found.add("was not executed");
    } else if (count.asInt() != number) {
      found.add("was executed as number " + count + ", so not in order in a fresh kernel");
    }
    for (JsonNode output : cell.path("outputs")) {
      if (output.path("output_type").asText().equals("error")) {
        found.add("ended with an error: " + output.path("ename").asText());
      }
      if (output.path("name").asText().equals("stderr")) {
        found.add("wrote to stderr: " + NotebookCell.text(output.path("text")).strip());
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
              Matcher matcher = pattern.matcher(NotebookCell.text(text));
              if (matcher.find()) {
                found.add("prints " + what + ": " + matcher.group());
              }
            });
      }
    }
    return found;
  }
}
