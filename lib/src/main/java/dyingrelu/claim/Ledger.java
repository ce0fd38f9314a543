package dyingrelu.claim;

import dyingrelu.machine.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Every claim of the documents, with what the notebooks measured. The measurements are kept in
 * {@code data/results/measurements.csv}; no verdict is: it is made of them anew.
 */
public final class Ledger {
  /**
   * A claim and what became of it.
   *
   * @param claim what was said
   * @param judgement the claim held against its measurements; none for a claim that is answered in
   *     words, or is not measured yet
   * @param section where it is measured, such as "07-mnist-study, 3 · Depth"; else empty
   */
  public record Entry(Claim claim, Optional<Judgement> judgement, String section) {
    /** The verdict, or "answered in words", or "not measured". */
    public String verdict() {
      return judgement
          .map(it -> it.verdict().toString())
          .orElse(claim.answer().isBlank() ? "not measured" : "answered in words");
    }
  }

  private static final List<String> COLUMNS =
      List.of("claim", "prediction", "value", "low", "high", "n", "how", "section");

  /** In the text of a notebook's file: a section's heading, or what a card says. */
  private static final Pattern HEADING_OR_MARK =
      Pattern.compile("\"##? ((?:[^\"\\\\]|\\\\\")+)| data-measured='([^']*)'>");

  private final List<Entry> entries;

  private Ledger(List<Entry> entries) {
    this.entries = entries;
  }

  /** The ledger of the committed claims and measurements. */
  public static Ledger load() {
    return of(Claims.load(), Claims.table(Checkout.results("measurements.csv").toFile()));
  }

  /**
   * The ledger of claims and measurements.
   *
   * @param measurements a row for each prediction, as {@link #measurements} makes them
   * @throws IllegalArgumentException if a claim's measurements are not those of its predictions
   */
  public static Ledger of(Claims claims, Table measurements) {
    Map<String, List<Row>> byClaim = new LinkedHashMap<>();
    for (int i = 0; i < measurements.rowCount(); i++) {
      Row row = measurements.row(i);
      byClaim.computeIfAbsent(row.getString("claim"), id -> new ArrayList<>()).add(row);
    }
    byClaim.keySet().forEach(claims::claim);
    return new Ledger(
        claims.all().stream()
            .map(claim -> entry(claim, byClaim.getOrDefault(claim.id(), List.of())))
            .toList());
  }

  private static Entry entry(Claim claim, List<Row> rows) {
    if (rows.isEmpty()) {
      return new Entry(claim, Optional.empty(), "");
    }
    List<String> measured = rows.stream().map(row -> row.getString("prediction")).toList();
    List<String> predicted = claim.predictions().stream().map(Prediction::id).toList();
    if (!measured.equals(predicted)) {
      throw new IllegalArgumentException(
          ("Claim '%s' predicts %s and measurements.csv has %s: run its notebook with -Dsave, then"
                  + " mvn -Pstudy -Dname=claims.")
              .formatted(claim.id(), predicted, measured));
    }
    List<Measurement> its =
        rows.stream()
            .map(
                row ->
                    new Measurement(
                        Double.parseDouble(row.getString("value")),
                        Double.parseDouble(row.getString("low")),
                        Double.parseDouble(row.getString("high")),
                        Integer.parseInt(row.getString("n")),
                        row.getString("how")))
            .toList();
    return new Entry(
        claim, Optional.of(new Judgement(claim, its)), rows.get(0).getString("section"));
  }

  /**
   * What the cards in executed notebooks say: columns {@code claim}, {@code prediction}, {@code
   * value}, {@code low}, {@code high}, {@code n}, {@code how} and {@code section}.
   *
   * @param notebooks a folder of them; a claim that is judged again counts where it was first
   */
  public static Table measurements(Path notebooks) throws IOException {
    Table table = Table.create("measurements");
    COLUMNS.forEach(column -> table.addColumns(StringColumn.create(column)));
    Set<String> seen = new HashSet<>();
    try (Stream<Path> files = Files.list(notebooks)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".ipynb", "");
        String section = name;
        Matcher found = HEADING_OR_MARK.matcher(Files.readString(file));
        while (found.find()) {
          if (found.group(1) != null) {
            section = name + ", " + found.group(1).replace("\\\"", "\"").strip();
            continue;
          }
          List<String> cells = new ArrayList<>(List.of(plain(found.group(2)).split("\\|")));
          cells.add(section);
          String prediction = cells.get(0) + ", " + cells.get(1);
          if (!seen.add(prediction)) {
            continue;
          }
          for (int i = 0; i < COLUMNS.size(); i++) {
            table.stringColumn(i).append(cells.get(i));
          }
        }
      }
    }
    return table;
  }

  /** An attribute of what a card says of a prediction; {@link #measurements} reads it. */
  static String mark(Judgement judgement, int i) {
    Measurement it = judgement.measurements().get(i);
    return Stream.of(
            judgement.claim().id(),
            judgement.claim().predictions().get(i).id(),
            it.value(),
            it.low(),
            it.high(),
            it.n(),
            it.how())
        .map(value -> Judgement.escaped(value.toString()))
        .collect(Collectors.joining("|", " data-measured='", "'"));
  }

  private static String plain(String escaped) {
    return escaped
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /** All claims, in the order of their file. */
  public List<Entry> entries() {
    return entries;
  }

  /** The part with one verdict, such as "refuted". */
  public Ledger with(String verdict) {
    return new Ledger(entries.stream().filter(it -> it.verdict().equals(verdict)).toList());
  }

  /**
   * The same claims, those that most documents say first, then those that merge most statements.
   */
  public Ledger mostSaid() {
    Comparator<Entry> said = Comparator.comparing(it -> it.claim().documents().length());
    Comparator<Entry> merged = Comparator.comparing(it -> it.claim().covers().size());
    return new Ledger(entries.stream().sorted(said.thenComparing(merged).reversed()).toList());
  }

  /**
   * How the documents fare: columns {@code document}, {@code verdict}, {@code claims}, and {@code
   * share}, percent of the document's claims. A claim of two documents counts for both.
   */
  public Table byDocument() {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (Entry entry : entries) {
      for (String letter : entry.claim().documents().split(", ")) {
        counts
            .computeIfAbsent(letter, l -> new TreeMap<>())
            .merge(entry.verdict(), 1, Integer::sum);
      }
    }
    Table table =
        Table.create(
            "Verdicts by document",
            StringColumn.create("document"),
            StringColumn.create("verdict"),
            IntColumn.create("claims"),
            DoubleColumn.create("share"));
    counts.forEach(
        (letter, its) -> {
          double all = its.values().stream().mapToInt(i -> i).sum();
          its.forEach(
              (verdict, claims) -> {
                table.stringColumn("document").append(letter);
                table.stringColumn("verdict").append(verdict);
                table.intColumn("claims").append(claims);
                table.doubleColumn("share").append(100 * claims / all);
              });
        });
    return table;
  }

  /** A table of all claims that can be filtered by a word; without scripts it is all there. */
  public String html() {
    String rows = entries.stream().map(Ledger::row).collect(Collectors.joining("\n"));
    return """
        <div><input type="search" placeholder="filter: a word, a document, a verdict" size="40"
        aria-label="Filter the claims" oninput="for (const row of
        this.parentElement.querySelectorAll('tbody tr')) row.hidden =
        !row.textContent.toLowerCase().includes(this.value.toLowerCase())">
        <table><thead><tr><th>document</th><th>claim</th><th>measured, 95 %%</th><th>verdict</th>
        <th>where</th></tr></thead><tbody>
        %s
        </tbody></table></div>"""
        .formatted(rows);
  }

  /** A line for each claim, with its verdict. */
  @Override
  public String toString() {
    return entries.stream()
        .map(entry -> entry.verdict() + ": " + entry.claim().text())
        .collect(Collectors.joining("\n"));
  }

  private static String row(Entry entry) {
    Claim claim = entry.claim();
    String measured =
        entry.judgement().map(it -> it.lines(i -> "")).orElse(Judgement.escaped(claim.answer()));
    String words = entry.judgement().map(Judgement::words).orElse(entry.verdict());
    return Stream.of(
            Judgement.escaped(claim.documents()),
            "%s<br><small>%s (%s)</small>"
                .formatted(
                    Judgement.escaped(claim.text()),
                    Judgement.escaped(claim.place()),
                    String.join(" ", claim.covers())),
            measured,
            Judgement.escaped(words),
            Judgement.escaped(entry.section()))
        .map(Judgement::cell)
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }
}
