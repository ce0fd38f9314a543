package dyingrelu.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dyingrelu.census.Rows;
import dyingrelu.machine.Checkout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class TouchTest {
  static final Figure STILL =
      new Figure("A \"still\"", 400, 300, g -> g.fillRect(0, 0, 9, 9)).alt("What is seen & where");

  private static final double[] INPUTS = {-1.25, 0, 0.5, 2};

  private static Table units(String state, String biases) {
    String columns = "int layer unit, String state bias_thousandths norm_hundredths";
    Table units = Rows.table("units", columns);
    Rows.add(units, 1, 1, state, biases, "100 110 120");
    return units;
  }

  private static Map<String, Touch> all() throws Exception {
    return new TreeMap<>(
        Map.of(
            "unit", Touch.unit(STILL, INPUTS),
            "fate",
                Touch.fate(STILL, Table.read().csv(Checkout.results("unit-fates.csv").toFile())),
            "playground", Touch.playground(STILL)));
  }

  @Test
  void eachIsOnePieceThatLoadsNothing() throws Exception {
    Pattern address = Pattern.compile("(https?:)?//[\\w.]+|@import|\\bimport\\b|fetch\\(|url\\(");
    for (Touch touch : all().values()) {
      String html = touch.html();
      String script = html.substring(html.indexOf("<script>"), html.indexOf("</script>"));
      assertThat(script.getBytes(StandardCharsets.UTF_8).length).isLessThan(Touch.MOST + 10);
      assertThat(script).doesNotContain("<!--");
      assertThat(html.split("<script", -1)).hasSize(2);
      assertThat(html.split("</script", -1)).hasSize(2);
      String code =
          script.replace("http://www.w3.org/2000/svg", "").replaceAll("packed:'[^']*'", "");
      assertThat(address.matcher(code).find()).as("an address in %s", touch).isFalse();
      assertThat(html.substring(html.indexOf("<style>"), html.indexOf("</style>")))
          .doesNotContainPattern(address);
      assertThat(touch).hasToString("A \"still\"");
    }
  }

  /** Two of them in a page would have the same ids. */
  @Test
  void noneHasAnId() throws Exception {
    for (Touch touch : all().values()) {
      Pattern id = Pattern.compile("\\bid=|\\bid:|'id'|getElementById");
      assertThat(id.matcher(touch.html()).find()).as("an id in %s", touch).isFalse();
    }
  }

  @Test
  void theStillPictureStandsFirst() throws Exception {
    for (Touch touch : all().values()) {
      String html = touch.html();
      assertThat(html.indexOf("<img")).isBetween(0, html.indexOf("<script>"));
      assertThat(html).contains("alt=\"What is seen &amp; where\" width=\"400\"");
      String image = html.replaceAll("(?s).*src=\"data:image/svg\\+xml;base64,([^\"]*)\".*", "$1");
      assertThat(new String(Base64.getDecoder().decode(image), StandardCharsets.UTF_8))
          .isEqualTo(STILL.svg());
    }
  }

  @Test
  void coloursAreTheHouses() {
    assertThat(Touch.playground(STILL).html())
        .contains("tanh:'#e69f00'", "leaky_relu:'leaky ReLU'", "bad:'#d55e00'");
  }

  @Test
  void dataThatDoNotFitAreRefusedInASentence() {
    assertThatThrownBy(() -> Touch.unit(STILL, new double[1]))
        .hasMessage("A unit to touch takes 2 to 1000 inputs, but there are 1.");
    assertThatThrownBy(() -> Touch.unit(STILL, new double[] {1, Double.NaN}))
        .hasMessageContaining("NaN at position 1");
    assertThatThrownBy(() -> Touch.fate(STILL, Table.create("empty")))
        .hasMessageStartingWith("There is no column 'layer' in the table 'empty'");
    assertThatThrownBy(() -> Touch.fate(STILL, units("aad", "1 2 3").emptyCopy()))
        .hasMessage("The table 'units' has no unit to show: give one row a unit.");
    assertThatThrownBy(() -> Touch.fate(STILL, units("axd", "1 2 3")))
        .hasMessage(
            "Row 1 has 'axd' in state, but a unit needs letters a, s or d and whole numbers for all"
                + " of 3 epochs: see unit-fates.csv in data/README.md.");
    for (String biases : Arrays.asList("1 2", "1 2 3 4", "1 x 3", "1.5 2 3")) {
      assertThatThrownBy(() -> Touch.fate(STILL, units("aad", biases)))
          .hasMessageStartingWith("Row 1 has '" + biases + "' in bias_thousandths, but a unit");
    }
  }

  @Test
  void tooMuchIsRefused() {
    Table many = units("aad", "-9000 9000 -9000");
    for (int i = 0; i < 12; i++) {
      many.append(many.copy());
    }
    assertThatThrownBy(() -> Touch.fate(STILL, many))
        .hasMessageStartingWith("A figure to touch has at most 40000 bytes, but this one ");
  }
}
