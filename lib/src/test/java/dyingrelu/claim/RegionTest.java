package dyingrelu.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
  @ParameterizedTest
  @CsvSource({
    "> 0, 0, 1, not decided",
    "> 0, 0, 0, refuted",
    "> 0, -1, 0, refuted",
    "> 0, 0.1, Infinity, holds",
    "> 0, -Infinity, Infinity, not decided",
    ">= 65, 65, 70, holds",
    ">= 65, 60, 65, not decided",
    ">= 65, 60, 64.9, refuted",
    "< 5, 4, 5, not decided",
    "< 5, 5, 5, refuted",
    "< 5, -Infinity, 4, holds",
    "<= 5, 4, 5, holds",
    "<= 5, 5.1, 6, refuted",
    "= 0, 0, 0, holds",
    "= 0, 0, 1, not decided",
    "= 0, 1, 2, refuted",
    "= 0.25 ± 1e-12, 0.25, 0.25, holds",
    "= 0.25 ± 1e-12, 0.2500001, 0.2500001, refuted",
    "25 to 28, 25, 28, holds",
    "25 to 28, 24, 26, not decided",
    "25 to 28, 20, 30, not decided",
    "25 to 28, 28.1, 30, refuted",
    "-3 to 3, -1, 1, holds"
  })
  void theVerdictFollowsFromIntervalAndRegion(
      String region, double low, double high, String verdict) {
    double value = Double.isFinite(low) ? low : Double.isFinite(high) ? high : 0;

    assertThat(Verdict.of(Region.parse(region), new Measurement(value, low, high, 3, "")))
        .hasToString(verdict);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "about 5", "> five", "> NaN", "28 to 25", "= 1 ± -1", ">0", "> 1 to 2"})
  void whatIsNoRegionIsAnsweredWithTheForms(String text) {
    assertThatThrownBy(() -> Region.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The region '%s' cannot be read: write > 0, >= 0, < 5, <= 5, = 1, = 0.25 ± 1e-12 or 25"
                + " to 28.",
            text);
  }

  @Property
  void aWiderIntervalNeverTurnsOneVerdictIntoTheOther(
      @ForAll @DoubleRange(min = -10, max = 10) double value,
      @ForAll @DoubleRange(min = 0, max = 10) double half,
      @ForAll @DoubleRange(min = 0, max = 10) double more) {
    for (String text : new String[] {"> 0", ">= 0", "< 5", "<= 5", "= 1", "= 1 ± 2", "2 to 3"}) {
      Region region = Region.parse(text);
      var wide =
          Verdict.of(
              region, new Measurement(value, value - half - more, value + half + more, 2, ""));
      var narrow = Verdict.of(region, new Measurement(value, value - half, value + half, 2, ""));

      assertThat(wide).isIn(narrow, Verdict.NOT_DECIDED);
    }
  }
}
