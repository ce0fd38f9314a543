package dyingrelu.workbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in; its notebooks. */
final class Checkout {
  static final Path TOP = dyingrelu.machine.Checkout.root();
  static final Path NOTEBOOKS = TOP.resolve("notebooks");

  private Checkout() {}

  static List<Path> notebooks() throws IOException {
    if (!Files.isDirectory(NOTEBOOKS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(NOTEBOOKS)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }
}
