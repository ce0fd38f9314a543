package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Measured numbers that notebook 02's prose repeats are those of its own outputs. */
class NotebookProseTest {
  private static final JsonNode CELLS = cells("02-");

  private static JsonNode cells(String start) {
    try {
      for (Path file : Checkout.notebooks()) {
        if (file.getFileName().toString().startsWith(start)) {
          return new ObjectMapper().readTree(file.toFile()).path("cells");
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("There is no notebook " + start);
  }

  /** All prose as one line. */
  private static String prose() {
    return StreamSupport.stream(CELLS.spliterator(), false)
        .filter(cell -> cell.path("cell_type").asText().equals("markdown"))
        .flatMap(cell -> StreamSupport.stream(cell.path("source").spliterator(), false))
        .map(JsonNode::asText)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ");
  }

  /** Median factors of an activation in the table: Glorot, He, LeCun, PyTorch's default. */
  private static double[] factors(String activation) {
    String median = "\\D+?(\\d\\.\\d+) \\([^)]*\\)";
    Matcher row = Pattern.compile(">" + activation + "<" + median.repeat(4)).matcher(factorTable());
    assertThat(row.find()).as("a row of %s", activation).isTrue();
    return new double[] {number(row, 1), number(row, 2), number(row, 3), number(row, 4)};
  }

  private static double number(Matcher row, int group) {
    return Double.parseDouble(row.group(group));
  }

  private static String factorTable() {
    for (JsonNode cell : CELLS) {
      for (JsonNode output : cell.path("outputs")) {
        StringBuilder html = new StringBuilder();
        output.at("/data/text~1html").forEach(line -> html.append(line.asText()));
        if (html.indexOf("Factor per layer") >= 0) {
          return html.toString();
        }
      }
    }
    throw new AssertionError("Notebook 02 shows no table of factors.");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  @Test
  void theFactorsInTheTextAreThoseOfTheTable() {
    double[] sigmoid = factors("sigmoid");
    assertThat(prose())
        .contains(
            format(
                "its factor is not 0.25 but %.2f to %.2f",
                Arrays.stream(sigmoid).min().orElseThrow(),
                Arrays.stream(sigmoid).max().orElseThrow()),
            format("PyTorch's default loses a factor of %.2f per layer", sigmoid[3]),
            format("GELU loses %.2f per layer with He's weights", factors("gelu")[1]),
            format("%.2f makes four hundred times more", factors("selu")[1]));
  }
}
