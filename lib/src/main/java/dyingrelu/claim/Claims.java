package dyingrelu.claim;

import dyingrelu.machine.Checkout;
import dyingrelu.machine.Nearest;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.Source;
import tech.tablesaw.io.csv.CsvReadOptions;

/** The claims of the documents, as {@code data/claims.csv} and {@code data/predictions.csv} say. */
public final class Claims {
  private final Map<String, Claim> claims = new LinkedHashMap<>();

  private Claims(Table claimRows, Table predictionRows) {
    Map<String, List<Prediction>> predictions =
        predictionRows.stream()
            .map(
                row ->
                    new Prediction(
                        row.getString("id"),
                        row.getString("claim"),
                        row.getString("quantity"),
                        row.getString("conditions"),
                        Region.parse(row.getString("region")),
                        row.getString("unit")))
            .collect(Collectors.groupingBy(Prediction::claim));
    claimRows.forEach(
        row -> {
          String id = row.getString("id");
          String documents = row.getString("documents");
          List<Prediction> its = predictions.getOrDefault(id, List.of());
          var claim =
              new Claim(
                  id,
                  documents,
                  row.getString("place"),
                  row.getString("claim"),
                  List.of(row.getString("covers").split(" ")),
                  row.getString("answer"),
                  row.getString("one_is_enough").equals("yes"),
                  its);
          if (claims.put(id, claim) != null) {
            throw new IllegalArgumentException(
                "Two claims have the id '%s': give each its own.".formatted(id));
          }
        });
    predictions.keySet().forEach(this::claim);
  }

  /**
   * Reads the two files.
   *
   * @throws IllegalArgumentException if they contradict themselves or each other
   */
  public static Claims load() {
    File data = Checkout.root().resolve("data").toFile();
    return read(new File(data, "claims.csv"), new File(data, "predictions.csv"));
  }

  static Claims read(File claims, File predictions) {
    return new Claims(table(claims), table(predictions));
  }

  /** A table whose columns are all text. */
  static Table table(File file) {
    return Table.read()
        .usingOptions(
            CsvReadOptions.builder(new Source(file, StandardCharsets.UTF_8))
                .columnTypesToDetect(List.of(ColumnType.STRING)));
  }

  /** All claims, in the order of the file. */
  public List<Claim> all() {
    return List.copyOf(claims.values());
  }

  /**
   * One claim.
   *
   * @throws IllegalArgumentException if there is none of this id; the message names similar ones
   */
  public Claim claim(String id) {
    if (!claims.containsKey(id)) {
      throw new IllegalArgumentException(
          "There is no claim '%s' in data/claims.csv; the nearest ids are %s."
              .formatted(id, Nearest.to(id, claims.keySet())));
    }
    return claims.get(id);
  }

  /**
   * Holds a claim against measurements.
   *
   * @param id the claim's
   * @param measurements one for each of its predictions, in their order
   * @throws IllegalArgumentException if there is no such claim, or not one measurement for each
   *     prediction
   */
  public Judgement judge(String id, Measurement... measurements) {
    return new Judgement(claim(id), List.of(measurements));
  }
}
