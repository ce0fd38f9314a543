package dyingrelu.workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The anatomy of a notebook of the second edition, which says so in its metadata: {@code
 * "dyingrelu": {"edition": 2}}.
 */
final class NotebookHygieneSecondEdition {
  private static final int MOST_CODE_CELLS = 45;
  private static final int MOST_WORDS = 2500;
  private static final double LEAST_SHARE_WITH_OUTPUT = 0.85;

  private static final Set<String> SLIDE_TYPES =
      Set.of("slide", "subslide", "fragment", "skip", "notes", "-");

  private static final Pattern IMAGE =
      Pattern.compile("!\\[[^]]*]\\([^)]+\\)|<(img|svg)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern HEADING = Pattern.compile("^(#{1,6})\\s+(.*)$");
  private static final Pattern CAPTION = Pattern.compile("^\\*\\*Figure (\\d+)\\.(.*)");
  private static final Pattern VERDICT =
      Pattern.compile("\\b(confirmed|refuted|qualified)\\b", Pattern.CASE_INSENSITIVE);

  /** Sections by the beginning of their title, after a number: "## 7 · Exercises". */
  private static final Pattern WORDS = section("(the )?words");

  private static final Pattern EXERCISES = section("(exercises?|solutions?)");
  private static final Pattern REFERENCES = section("(references|sources)");

  /** What is not prose: code, formulas on lines of their own, images, tags, addresses. */
  private static final Pattern NO_PROSE =
      Pattern.compile(
          "```[\\s\\S]*?```|`[^`]*`|\\$\\$[\\s\\S]*?\\$\\$"
              + "|!\\[[^]]*]\\([^)]*\\)|<[^>]*>|]\\([^)]*\\)");

  private static final Pattern WORD = Pattern.compile("\\S*\\p{L}\\S*");

  private final List<NotebookCell> cells;
  private final List<String> found = new ArrayList<>();

  private static Pattern section(String title) {
    return Pattern.compile("^[\\d\\s.·]*" + title + "\\b.*", Pattern.CASE_INSENSITIVE);
  }

  private NotebookHygieneSecondEdition(List<NotebookCell> cells) {
    this.cells = cells;
  }

  /** What is wrong with the order, the length, the captions and the slides, a line each. */
  static List<String> violations(List<NotebookCell> cells) {
    var rules = new NotebookHygieneSecondEdition(cells);
    rules.firstScreen();
    rules.length();
    rules.captions();
    rules.slides();
    rules.predictions();
    rules.sections();
    return rules.found;
  }

  /** A title, a picture, and between or before them the folded set-up cell. */
  private void firstScreen() {
    if (cells.isEmpty() || !cells.get(0).isMarkdown() || !cells.get(0).source().startsWith("# ")) {
      found.add("its first cell is not markdown that begins with the title ('# …')");
    }
    List<NotebookCell> code = cells.stream().filter(NotebookCell::isCode).toList();
    if (!code.isEmpty() && !code.get(0).isFolded()) {
      found.add(
          "its set-up cell is not folded: give it jupyter.source_hidden and the tag hide-cell");
    }
    boolean picture =
        cells.stream()
                .takeWhile(cell -> !cell.isCode())
                .anyMatch(cell -> IMAGE.matcher(cell.source()).find())
            || code.size() > 1 && code.get(1).showsFigure() && !headingBefore(code.get(1));
    if (!picture) {
      found.add(
          "its first screen has no picture: put one into the text before the set-up cell, or let "
              + "the cell after it show one, without a heading between");
    }
  }

  private boolean headingBefore(NotebookCell end) {
    return cells.stream()
        .takeWhile(cell -> !cell.equals(end))
        .skip(1)
        .anyMatch(cell -> cell.isMarkdown() && heading(cell).isPresent());
  }

  private void length() {
    List<NotebookCell> code = cells.stream().filter(NotebookCell::isCode).toList();
    if (code.size() > MOST_CODE_CELLS) {
      found.add("it has " + code.size() + " code cells, more than " + MOST_CODE_CELLS);
    }
    long shown = code.stream().filter(NotebookCell::hasOutput).count();
    if (shown < LEAST_SHARE_WITH_OUTPUT * code.size()) {
      found.add(
          String.format(
              Locale.ROOT,
              "only %d of its %d code cells show something, less than %.0f %%",
              shown,
              code.size(),
              100 * LEAST_SHARE_WITH_OUTPUT));
    }
    int words = words();
    if (words > MOST_WORDS) {
      found.add("it has " + words + " words of prose, more than " + MOST_WORDS);
    }
  }

  /**
   * Words of the markdown outside of code, tables, formulas on lines of their own and the section
   * of references. A word is what stands between blanks and has a letter; a formula in a line
   * counts by its blanks.
   */
  private int words() {
    int words = 0;
    for (NotebookCell cell : markdownOutside(REFERENCES)) {
      for (String line : NO_PROSE.matcher(cell.source()).replaceAll(" ").split("\n")) {
        words += line.startsWith("|") ? 0 : (int) WORD.matcher(line).results().count();
      }
    }
    return words;
  }

  /** Each figure has one below it, numbered, on its slide, and with a number that is seen. */
  private void captions() {
    for (int i = 0; i < cells.size(); i++) {
      NotebookCell cell = cells.get(i);
      if (!cell.showsFigure()) {
        continue;
      }
      NotebookCell next = i + 1 < cells.size() ? cells.get(i + 1) : cell;
      if (caption(next).isEmpty()) {
        found.add(
            cell.name()
                + " shows a figure without a caption: the next cell begins with "
                + "'**Figure 3.** …'");
      } else if (next.beginsSlide() || next.isSkipped() != cell.isSkipped()) {
        found.add(next.name() + " is a caption that is not on the slide of its figure");
      }
    }
    int expected = 1;
    for (NotebookCell cell : cells) {
      Optional<Matcher> caption = caption(cell);
      if (caption.isEmpty()) {
        continue;
      }
      int number = Integer.parseInt(caption.get().group(1));
      if (number != expected) {
        found.add(cell.name() + " is the caption of Figure " + number + ", not of " + expected);
      }
      expected = number + 1;
      String paragraph = cell.source().substring(caption.get().start(2)).split("\n\\s*\n")[0];
      if (paragraph.chars().noneMatch(Character::isDigit)) {
        found.add(cell.name() + " is a caption that names no number that is seen");
      }
    }
  }

  private static Optional<Matcher> caption(NotebookCell cell) {
    Matcher matcher = CAPTION.matcher(cell.source());
    return cell.isMarkdown() && matcher.find() ? Optional.of(matcher) : Optional.empty();
  }

  private void slides() {
    for (NotebookCell cell : cells) {
      if (!SLIDE_TYPES.contains(cell.slideType())) {
        found.add(
            cell.name()
                + " does not say its part on the slides: slideshow.slide_type is one of "
                + "slide, subslide, fragment, skip, notes, -");
      }
    }
  }

  /** A prediction is the last thing on its slide, so the answer is never beside it. */
  private void predictions() {
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).isMarkdown()
          && !cells.get(i).isSkipped()
          && cells.get(i).source().contains("**Predict")) {
        cells.subList(i + 1, cells.size()).stream()
            .filter(cell -> !cell.isSkipped() && !cell.slideType().equals("notes"))
            .findFirst()
            .filter(next -> !next.beginsSlide())
            .ifPresent(
                next ->
                    found.add(
                        next.name()
                            + " stands on the slide of a prediction and may answer it: "
                            + "let it be a slide or subslide"));
      }
    }
  }

  /** Exercises are kept off the slides and their solutions folded; a verdict is never typed. */
  private void sections() {
    List<NotebookCell> exercises = cellsIn(EXERCISES);
    for (NotebookCell cell : cells) {
      boolean solution = cell.tags().contains("solution");
      if (exercises.contains(cell) && cell.isCode() && !solution) {
        found.add(cell.name() + " belongs to a solution and is not tagged 'solution'");
      }
      if ((exercises.contains(cell) || solution) && !cell.isSkipped()) {
        found.add(cell.name() + " belongs to the exercises and is not skipped on the slides");
      }
      if (solution && !cell.isFolded()) {
        found.add(
            cell.name()
                + " is a solution that is not folded: give it jupyter.source_hidden and "
                + "the tag hide-cell");
      }
    }
    for (NotebookCell cell : markdownOutside(WORDS)) {
      Matcher verdict = VERDICT.matcher(cell.source());
      if (verdict.find()) {
        found.add(
            cell.name()
                + " types a verdict, '"
                + verdict.group()
                + "': the card of a claim says "
                + "it, computed");
      }
    }
  }

  /** The cells of the sections under a heading that matches, with their headings. */
  private List<NotebookCell> cellsIn(Pattern title) {
    List<NotebookCell> inside = new ArrayList<>();
    int level = 0;
    for (NotebookCell cell : cells) {
      Optional<Matcher> heading = cell.isMarkdown() ? heading(cell) : Optional.empty();
      if (heading.isPresent()) {
        int depth = heading.get().group(1).length();
        if (title.matcher(heading.get().group(2)).matches()) {
          level = level == 0 ? depth : Math.min(level, depth);
        } else if (depth <= level) {
          level = 0;
        }
      }
      if (level > 0) {
        inside.add(cell);
      }
    }
    return inside;
  }

  private List<NotebookCell> markdownOutside(Pattern title) {
    List<NotebookCell> inside = cellsIn(title);
    return cells.stream().filter(cell -> cell.isMarkdown() && !inside.contains(cell)).toList();
  }

  /** The heading that a cell begins with; a section begins with a cell of its own. */
  private static Optional<Matcher> heading(NotebookCell cell) {
    Matcher matcher = HEADING.matcher(cell.source().lines().findFirst().orElse(""));
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }
}
