package dyingrelu.study;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The studies behind {@code data/results}, by name. */
public final class Studies {
  private Studies() {}

  /** The names of all studies, in order. */
  public static Set<String> names() {
    return new TreeSet<>(Set.of("cures", "mnist", "phase"));
  }

  /**
   * Runs a study and writes its files to {@code data/results}.
   *
   * @param name one of {@link #names}
   * @param out gets lines of progress
   * @throws IllegalArgumentException if there is no study of this name
   */
  public static void run(String name, Consumer<String> out)
      throws IOException, InterruptedException {
    switch (name) {
      case "cures" -> CureStudy.main(new String[0]);
      case "mnist" -> Evidence.main(new String[0]);
      case "phase" -> PhaseDiagram.main(new String[0]);
      default ->
          throw new IllegalArgumentException(
              "There is no study '%s': ask for one of %s."
                  .formatted(name, String.join(", ", names())));
    }
  }
}
