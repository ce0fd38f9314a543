package dyingrelu.bench;

import java.util.List;
import java.util.Optional;

/**
 * What came of an arrangement.
 *
 * @param versions of what it runs on; empty if it never started
 * @param seconds per epoch and network, one for each round it was measured in
 * @param accuracies on the test set after three epochs, in [0, 1], one for each network trained
 * @param failure why it has no figures, or not all
 */
record Outcome(
    Arrangement arrangement,
    String versions,
    List<Double> seconds,
    List<Double> accuracies,
    Optional<String> failure) {

  Outcome {
    seconds = List.copyOf(seconds);
    accuracies = List.copyOf(accuracies);
  }
}
