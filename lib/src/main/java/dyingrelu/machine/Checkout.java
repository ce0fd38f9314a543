package dyingrelu.machine;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkout's files, wherever the program was started in it: notebooks run in {@code
 * notebooks/}, tests at the top.
 */
public final class Checkout {
  private Checkout() {}

  /**
   * The top folder: the nearest one, from the working directory upwards, with {@code pom.xml} and
   * {@code notebooks/}.
   *
   * @throws IllegalStateException if the working directory is not inside a checkout
   */
  public static Path root() {
    return rootAbove(Path.of(""));
  }

  /** A file of published figures, {@code data/published/<name>}. */
  public static Path published(String name) {
    return root().resolve("data").resolve("published").resolve(name);
  }

  /** A file of our own results, {@code data/results/<name>}. */
  public static Path results(String name) {
    return root().resolve("data").resolve("results").resolve(name);
  }

  static Path rootAbove(Path start) {
    Path from = start.toAbsolutePath().normalize();
    for (Path folder = from; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("pom.xml"))
          && Files.isDirectory(folder.resolve("notebooks"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "No checkout of the workbook was found at or above "
            + from
            + " (a folder with pom.xml and notebooks/): start from inside the checkout.");
  }
}
