package dyingrelu.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Executes every committed notebook on the real kernel, as {@code mvn -Prun} does. */
class NotebooksIT {
  @TestFactory
  Stream<DynamicTest> notebookRuns() throws Exception {
    List<Path> notebooks = Checkout.notebooks();
    if (notebooks.isEmpty()) {
      return Stream.empty();
    }
    Path book = Checkout.TOP.resolve("lib/target/book");
    Book.execute("run", "--python=" + System.getProperty("python", ""), "--book=" + book);
    JsonNode results = new ObjectMapper().readTree(book.resolve("results.json").toFile());
    assertThat(results).hasSameSizeAs(notebooks);
    return StreamSupport.stream(results.spliterator(), false)
        .map(
            result ->
                DynamicTest.dynamicTest(
                    result.path("name").asText(),
                    () -> {
                      assertThat(result.path("error").asText()).isEmpty();
                      assertThat(result.path("ran")).isEqualTo(result.path("cells"));
                    }));
  }
}
