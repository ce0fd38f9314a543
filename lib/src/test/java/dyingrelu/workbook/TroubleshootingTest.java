package dyingrelu.workbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.IOUtils;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The page that explains messages has them as they are said. */
class TroubleshootingTest {
  private static final Pattern MESSAGE = Pattern.compile("(?m)^### `(.+)`$");

  @TestFactory
  Stream<DynamicTest> everyMessageIsInTheSources() throws IOException {
    String said = sources();
    List<String> messages =
        MESSAGE.matcher(page()).results().map(message -> message.group(1)).toList();
    assertThat(messages).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    return messages.stream()
        .map(
            message ->
                DynamicTest.dynamicTest(
                    message, () -> assertThat(said).contains(List.of(message.split("\\s*…\\s*")))));
  }

  private static String page() throws IOException {
    return Files.readString(
        Checkout.TOP.resolve("lib/src/main/resources/dyingrelu/workbook/troubleshooting.md"));
  }

  /** All that can say something, with its texts in one piece where they are broken into lines. */
  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(Checkout.TOP.resolve("pom.xml")));
    all.append(IOUtils.resourceToString("/dyingrelu/workbook/setup-cell.txt", UTF_8));
    try (Stream<Path> files = Files.walk(Checkout.TOP.resolve("lib/src/main"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|py)")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
  }
}
