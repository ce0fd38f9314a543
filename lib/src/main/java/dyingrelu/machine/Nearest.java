package dyingrelu.machine;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** What someone may have meant by a name that there is not. */
public final class Nearest {
  private static final int HOW_MANY = 3;

  private Nearest() {}

  /** The names most like it, the best first, for a message: {@code "a, b, c"}. */
  public static String to(String name, Collection<String> known) {
    JaroWinklerSimilarity likeness = new JaroWinklerSimilarity();
    return known.stream()
        .sorted(Comparator.comparingDouble(other -> -likeness.apply(name, other)))
        .limit(HOW_MANY)
        .collect(Collectors.joining(", "));
  }
}
