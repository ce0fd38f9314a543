package dyingrelu.claim;

import java.util.List;

/**
 * Something a document says: what numbers can decide, with its predictions; the rest, such as
 * history, with an answer in words.
 *
 * @param id such as "mnist-deepest-layer"
 * @param documents who says it: letters from A to E, several as "A, D"; {@code data/README.md} says
 *     which documents they are
 * @param place where the document says it
 * @param text what it says, in our words
 * @param covers the numbers, C001 to C201, of the single statements in the documents that it merges
 * @param answer what is to be said where no measurement can decide: a citation, or why not; empty
 *     where there are predictions
 * @param oneIsEnough whether the claim is that something can or may happen, which one prediction
 *     that holds shows; else all have to
 * @param predictions what follows for numbers
 */
public record Claim(
    String id,
    String documents,
    String place,
    String text,
    List<String> covers,
    String answer,
    boolean oneIsEnough,
    List<Prediction> predictions) {
  /** Checks documents and predictions. */
  public Claim {
    covers = List.copyOf(covers);
    predictions = List.copyOf(predictions);
    if (!documents.matches("[A-E](, [A-E])*")) {
      throw new IllegalArgumentException(
          ("Claim '%s' names the documents '%s': give letters from A to E, such as D or A, D.")
              .formatted(id, documents));
    }
    if (predictions.isEmpty() == answer.isBlank()) {
      throw new IllegalArgumentException(
          ("Claim '%s' needs either a row in data/predictions.csv or an answer in data/claims.csv,"
                  + " and not both.")
              .formatted(id));
    }
    if (predictions.stream().map(Prediction::id).distinct().count() < predictions.size()) {
      throw new IllegalArgumentException(
          "Two predictions of claim '%s' have the same id: give each its own.".formatted(id));
    }
  }
}
