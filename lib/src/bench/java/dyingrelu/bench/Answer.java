package dyingrelu.bench;

import java.util.List;
import java.util.Optional;

/**
 * One answer of a peer: {@code bench KIND WORDS}.
 *
 * @param kind {@code ready}, {@code accuracy}, {@code epoch} or {@code run}
 * @param words what follows
 */
record Answer(String kind, List<String> words) {
  private static final String MARK = "bench ";

  /** Seconds per epoch and network, and the mean loss in nats. */
  record Epoch(double seconds, double loss) {}

  /** The answer in a line of a peer's output; nothing if the line is a library's chatter. */
  static Optional<Answer> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    List<String> words = List.of(line.substring(MARK.length()).strip().split(" "));
    return Optional.of(new Answer(words.get(0), words.subList(1, words.size())));
  }

  /**
   * This as the answer to "epoch".
   *
   * @throws PeerFailure if it is none, or the seconds are not a positive number
   */
  Epoch epoch() throws PeerFailure {
    List<Double> numbers = numbers("epoch");
    if (numbers.size() != 2 || !(numbers.get(0) > 0 && Double.isFinite(numbers.get(0)))) {
      throw unexpected("seconds and a loss");
    }
    return new Epoch(numbers.get(0), numbers.get(1));
  }

  /**
   * This as the answer to "accuracy": one number in [0, 1] for each network, or NaN where nothing
   * is trained.
   *
   * @throws PeerFailure if it is something else
   */
  List<Double> accuracies() throws PeerFailure {
    List<Double> numbers = numbers("accuracy");
    if (numbers.isEmpty() || numbers.stream().anyMatch(a -> a < 0 || a > 1)) {
      throw unexpected("accuracies between 0 and 1");
    }
    return numbers;
  }

  /** What follows, as numbers, in an answer that is of a kind. */
  List<Double> numbers(String expected) throws PeerFailure {
    try {
      if (kind.equals(expected)) {
        return words.stream().map(Double::valueOf).toList();
      }
    } catch (NumberFormatException e) {
      // Reported below with the whole answer.
    }
    throw unexpected("'" + expected + "' and numbers");
  }

  private PeerFailure unexpected(String wanted) {
    return new PeerFailure(
        "answered '%s %s' instead of %s".formatted(kind, String.join(" ", words), wanted));
  }
}
