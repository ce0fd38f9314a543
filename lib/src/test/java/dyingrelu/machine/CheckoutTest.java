package dyingrelu.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
  @TempDir Path folder;

  @Test
  void isFoundFromAnyFolderInIt() throws IOException {
    Path root = folder.resolve("my checkout");
    Path notebooks = Files.createDirectories(root.resolve("notebooks"));
    Files.createFile(root.resolve("pom.xml"));
    Path deep = Files.createDirectories(root.resolve("lib").resolve("target").resolve("x"));

    assertThat(Checkout.rootAbove(root)).isEqualTo(root);
    assertThat(Checkout.rootAbove(notebooks)).isEqualTo(root);
    assertThat(Checkout.rootAbove(deep)).isEqualTo(root);
  }

  @Test
  void aFolderWithOnlyOneOfTheSignsIsNotIt() throws IOException {
    Files.createFile(folder.resolve("pom.xml"));
    Path inner = Files.createDirectories(folder.resolve("inner").resolve("notebooks"));

    assertThatThrownBy(() -> Checkout.rootAbove(inner))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "No checkout of the workbook was found at or above %s (a folder with pom.xml and "
                    .formatted(inner)
                + "notebooks/): start from inside the checkout.");
  }

  @Test
  void filesOfThisCheckout() {
    assertThat(Checkout.published("census.csv")).isRegularFile();
    assertThat(Checkout.published("mnist-study.csv")).isRegularFile();
    assertThat(Checkout.results("census.csv"))
        .isEqualTo(Checkout.root().resolve("data/results/census.csv"));
  }
}
