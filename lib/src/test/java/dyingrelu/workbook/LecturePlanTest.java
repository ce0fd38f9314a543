package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.IOUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lecturer is told to expect is what the notebooks say. */
class LecturePlanTest {
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d+) \\| (\\d\\d), (Figure \\d+) \\| [^|]+ \\| ([^|]+) \\|");

  private static final Pattern NUMBER = Pattern.compile("\\d+(,\\d{3})*(\\.\\d+)?");

  /** Layers and the like: names, not measurements. */
  private static final Pattern NAME = Pattern.compile("[Ll]ayers? \\d( to \\d)?|step \\d+");

  @ParameterizedTest
  @MethodSource("rows")
  void expectedNumbersStandInTheCaption(String row) throws IOException {
    Matcher parts = ROW.matcher(row);
    assertThat(parts.matches()).as(row).isTrue();
    String caption = caption(parts.group(2), parts.group(3));
    Matcher numbers = NUMBER.matcher(NAME.matcher(parts.group(4)).replaceAll(""));
    while (numbers.find()) {
      assertThat(caption)
          .as(row)
          .containsPattern("(?<![\\d.,])" + Pattern.quote(numbers.group()) + "(?![\\d]|[.,]\\d)");
    }
  }

  @Test
  void eachLectureTakes90Minutes() throws IOException {
    List<Integer> minutes =
        Pattern.compile("\n\\|---.*\n((?:\\|.*\n)+)")
            .matcher(plan())
            .results()
            .map(table -> ROW.matcher(table.group(1)).results())
            .map(rows -> rows.mapToInt(row -> Integer.parseInt(row.group(1))).sum())
            .toList();
    assertThat(minutes).containsExactly(90, 90, 90, 90);
  }

  static Stream<String> rows() throws IOException {
    return plan().lines().filter(line -> line.matches("\\| \\d.*"));
  }

  private static String plan() throws IOException {
    return IOUtils.resourceToString(Workbook.FILES + "lecture-plan.md", StandardCharsets.UTF_8);
  }

  private static String caption(String notebook, String figure) throws IOException {
    for (Path path : Checkout.notebooks()) {
      if (path.getFileName().toString().startsWith(notebook)) {
        return NotebookCell.all(new ObjectMapper().readTree(path.toFile())).stream()
            .map(NotebookCell::source)
            .filter(source -> source.startsWith("**" + figure + "."))
            .map(source -> source.split("\n\\s*\n")[0])
            .findFirst()
            .orElse("");
      }
    }
    return "";
  }
}
