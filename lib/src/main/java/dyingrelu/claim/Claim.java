package dyingrelu.claim;

import java.util.List;

/**
 * Something a document says that numbers can decide.
 *
 * @param id such as "mnist-deepest-layer"
 * @param documents who says it: letters from A to E, several as "A, D"; {@code data/README.md} says
 *     which documents they are
 * @param place where the document says it
 * @param text what it says, in our words
 * @param predictions what follows for numbers, at least one
 */
public record Claim(
    String id, String documents, String place, String text, List<Prediction> predictions) {
  /** Checks documents and predictions. */
  public Claim {
    predictions = List.copyOf(predictions);
    if (!documents.matches("[A-E](, [A-E])*")) {
      throw new IllegalArgumentException(
          ("Claim '%s' names the documents '%s': give letters from A to E, such as D or A, D.")
              .formatted(id, documents));
    }
    if (predictions.isEmpty()) {
      throw new IllegalArgumentException(
          ("Claim '%s' has no prediction: add at least one row for it to data/predictions.csv.")
              .formatted(id));
    }
    if (predictions.stream().map(Prediction::id).distinct().count() < predictions.size()) {
      throw new IllegalArgumentException(
          "Two predictions of claim '%s' have the same id: give each its own.".formatted(id));
    }
  }
}
