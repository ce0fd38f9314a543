package dyingrelu.claim;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A claim held against measurements. A notebook shows it as a card.
 *
 * @param claim what was said
 * @param measurements what was found, one for each prediction of the claim, in their order
 */
public record Judgement(Claim claim, List<Measurement> measurements) {
  /** Checks that there are as many measurements as predictions. */
  public Judgement {
    measurements = List.copyOf(measurements);
    List<String> ids = claim.predictions().stream().map(Prediction::id).toList();
    if (measurements.size() != ids.size()) {
      throw new IllegalArgumentException(
          "Claim '%s' has %d predictions (%s) and was given %d measurements: give one for each, in this order."
              .formatted(claim.id(), ids.size(), String.join("; ", ids), measurements.size()));
    }
  }

  /** The verdicts on the predictions, in their order. */
  public List<Verdict> verdicts() {
    return IntStream.range(0, measurements.size())
        .mapToObj(i -> Verdict.of(claim.predictions().get(i).region(), measurements.get(i)))
        .toList();
  }

  /** The verdict on the claim. */
  public Verdict verdict() {
    return Verdict.of(verdicts(), claim.oneIsEnough());
  }

  /** The verdict in words; where not all predictions hold it names those that do. */
  public String words() {
    String holding =
        forEach(i -> verdicts().get(i) == Verdict.HOLDS ? "; " + prediction(i).id() : "");
    boolean all = verdicts().stream().allMatch(Verdict.HOLDS::equals);
    return verdict().mark + " " + verdict() + (all ? "" : holding.replaceFirst(";", ":"));
  }

  private Prediction prediction(int i) {
    return claim.predictions().get(i);
  }

  private String forEach(IntFunction<String> prediction) {
    return IntStream.range(0, measurements.size())
        .mapToObj(prediction)
        .collect(Collectors.joining());
  }

  /** What a card says of a prediction. */
  private List<String> cells(int i) {
    return List.of(
        prediction(i).quantity(),
        prediction(i).conditions(),
        (prediction(i).region().text() + " " + prediction(i).unit()).strip(),
        measurements.get(i).toString(),
        verdicts().get(i).mark + " " + verdicts().get(i));
  }

  /** The card: the verdict, whose claim it is, and each prediction beside what was measured. */
  public String html() {
    String rows =
        forEach(
            i ->
                cells(i).stream()
                    .map(text -> cell(escaped(text)))
                    .collect(Collectors.joining("", "<tr" + Ledger.mark(this, i) + ">", "</tr>")));
    return """
        <div style="border-left:5px solid %1$s;padding-left:0.8em">
        <p><b style="color:%1$s">%2$s</b> · document %3$s, %4$s</p>
        <p>%5$s</p>
        <table><thead><tr><th>quantity</th><th>conditions</th><th>predicted</th><th>measured, 95 %%</th>
        <th>verdict</th></tr></thead><tbody>%6$s</tbody></table></div>"""
        .formatted(
            verdict().colour,
            escaped(words()),
            claim.documents(),
            escaped(claim.place()),
            escaped(claim.text()),
            rows);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * A line of HTML for each prediction: its verdict, what was measured, and what was predicted.
   *
   * @param attributes of the line's element, by the number of the prediction
   */
  String lines(IntFunction<String> attributes) {
    return forEach(
        i ->
            "<div%s>%s %s<br><small>%s</small></div>"
                .formatted(
                    attributes.apply(i),
                    verdicts().get(i).mark,
                    escaped(prediction(i).id() + ": " + measurements.get(i)),
                    escaped(predicted(i))));
  }

  private String predicted(int i) {
    List<String> cells = cells(i);
    return cells.get(0) + "; " + cells.get(1) + "; predicted " + cells.get(2);
  }

  /** The card as lines of text. */
  @Override
  public String toString() {
    return "%s: %s (document %s, %s)"
            .formatted(words(), claim.text(), claim.documents(), claim.place())
        + forEach(i -> "\n  " + String.join(" | ", cells(i)));
  }

  /**
   * Several judgements in a table, a row for each claim.
   *
   * @param judgements in the order of the rows
   */
  public record Several(List<Judgement> judgements) {
    /** The table; each measurement carries what {@link Ledger#measurements} reads. */
    public String html() {
      String rows =
          judgements.stream()
              .map(it -> "<tr>" + it.row().map(Judgement::cell).collect(Collectors.joining()))
              .collect(Collectors.joining("</tr>"));
      return """
          <table><thead><tr><th>claim</th><th>document</th><th>measured, 95 %%</th><th>verdict</th>
          </tr></thead><tbody>%s</tr></tbody></table>"""
          .formatted(rows);
    }

    @Override
    public String toString() {
      return judgements.stream().map(Judgement::toString).collect(Collectors.joining("\n"));
    }
  }

  /** Several judgements in a table. */
  public static Several table(List<Judgement> judgements) {
    return new Several(List.copyOf(judgements));
  }

  private Stream<String> row() {
    return Stream.of(
        escaped(claim.text()),
        escaped(claim.documents()),
        lines(i -> Ledger.mark(this, i)),
        escaped(words()));
  }

  /** A table's cell, its text to the left. */
  static String cell(String html) {
    return "<td style=\"text-align:left\">" + html + "</td>";
  }
}
