package dyingrelu.firstedition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dyingrelu.figure.Figure;
import dyingrelu.figure.Palette;
import dyingrelu.figure.Theme;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final double[] X = {1, 2, 3, 4};
  private static final double[] Y = {10, 20, 35, 80};

  @Test
  void aLineHasItsColourAndABandATransparentOne() {
    LineChart chart = new LineChart("t", "x", "y").legend(Legend.NONE).line("relu", X, Y);
    Color band = mixedWithWhite(Palette.of("relu"), 55);
    assertThat(pixels(chart.figure(), Palette.of("relu"))).isGreaterThan(500);
    assertThat(pixels(chart.figure(), band)).isLessThan(20);

    chart.band("relu", X, new double[] {0, 0, 0, 0}, new double[] {90, 90, 90, 90});
    assertThat(pixels(chart.figure(), Palette.of("relu"))).isGreaterThan(500);
    assertThat(pixels(chart.figure(), band)).isGreaterThan(50_000);
  }

  @Test
  void aBandOnALogarithmicAxisLiesBetweenItsEdges() {
    double[] ends = {1, 2};
    BufferedImage image =
        new LineChart("", "", "")
            .band("relu", ends, new double[] {1e-3, 1e-3}, new double[] {1e-1, 1e-1})
            .yRange(1e-4, 1)
            .logY()
            .legend(Legend.NONE)
            .figure()
            .image(1);
    // In logarithms the band covers the middle half of the axis, and nearly nothing if it were
    // drawn linearly.
    int band = mixedWithWhite(Palette.of("relu"), 55).getRGB();
    int x = image.getWidth() / 2;
    long height =
        IntStream.range(0, image.getHeight()).filter(y -> image.getRGB(x, y) == band).count();
    assertThat(height / (double) image.getHeight()).isBetween(0.35, 0.5);
  }

  @Test
  void whatLeavesTheRangeIsCutOffInPixelsToo() {
    LineChart chart = new LineChart("t", "x", "y").legend(Legend.NONE);
    Figure figure = chart.line("relu", X, new double[] {500, 1e6, -1e6, 0}).yRange(0, 1).figure();

    BufferedImage image = figure.image(1);
    for (int x = 0; x < image.getWidth(); x++) {
      assertThat(new Color(image.getRGB(x, 36))).isNotEqualTo(Palette.of("relu"));
      assertThat(new Color(image.getRGB(x, image.getHeight() - 5)))
          .isNotEqualTo(Palette.of("relu"));
    }
  }

  @Test
  void dashedCurvesTakeTheColourOfTheLineTheyName() {
    Figure figure =
        new LineChart("t", "x", "y")
            .dashed("layer 10, published", X, Y)
            .line("layer 1", X, Y)
            .line("layer 10", X, Y)
            .figure();

    assertThat(figure.svg()).contains(rgb(Palette.BLUE), rgb(Palette.VERMILLION));
    assertThat(figure.svg()).doesNotContain(rgb(Palette.GREEN));
    String dashes =
        "stroke:" + Pattern.quote(rgb(Palette.VERMILLION)) + "[^\"]*stroke-dasharray:8[.0]*,5";
    assertThat(groups(figure.svg(), "(" + dashes + ")")).isNotEmpty();
  }

  @Test
  void aLineIsOnePathWhateverItsNumberOfPoints() {
    double[] x = IntStream.range(0, 1000).asDoubleStream().toArray();

    String svg = new LineChart("t", "x", "y").line("relu", x, x).figure().svg();

    assertThat(groups(svg, "(L[0-9.]+,[0-9.]+)")).hasSizeGreaterThan(999);
    assertThat(svg.length()).isLessThan(80_000);
  }

  /** XChart itself draws what is below an axis in the middle of it. */
  @Test
  void aLineGoesOnBeyondTheAxis() {
    String svg =
        new LineChart("t", "x", "y")
            .yRange(-1, 1)
            .line("steep", new double[] {0, 1, 2}, new double[] {-10, 0, 10})
            .figure()
            .svg();
    Matcher path =
        Pattern.compile("d=\"M(\\S+),(\\S+) L(\\S+),(\\S+) L(\\S+),(\\S+)\"").matcher(svg);
    assertThat(path.find()).isTrue();
    double bottom = Double.parseDouble(path.group(2));
    double middle = Double.parseDouble(path.group(4));
    double top = Double.parseDouble(path.group(6));
    assertThat(bottom).isGreaterThan(Theme.HEIGHT);
    assertThat(top).isCloseTo(2 * middle - bottom, within(0.1));
  }

  @Test
  void badInputNamesTheSeriesAndTheLengths() {
    LineChart chart = new LineChart("t", "x", "y");
    double[] two = {1, 2};

    assertThatThrownBy(() -> chart.line("relu", X, two))
        .hasMessage(
            "Series 'relu' has 2 values in y but 4 were expected; give all its arrays one length.");
    assertThatThrownBy(() -> chart.band("relu", two, two, X))
        .hasMessageContaining("4 values in high");
    assertThatThrownBy(() -> chart.line("relu", new double[0], new double[0]))
        .hasMessage("Series 'relu' has no values in x; a series needs at least one.");
    assertThatThrownBy(() -> chart.line("relu", two, new double[] {1, Double.NaN}))
        .hasMessage(
            "Series 'relu' has NaN at position 1 of y; only finite numbers can be drawn,"
                + " so leave that point out.");
    assertThatThrownBy(chart::figure).hasMessageContaining("has no curves");
    chart.line("relu", two, new double[] {0, 1}).logY();
    assertThatThrownBy(chart::figure)
        .hasMessageContaining("has 0.0 at position 0 of y, which a logarithmic axis cannot show");
    assertThatThrownBy(new LineChart("t", "", "").line("a", two, two).yRange(0, 1).logY()::figure)
        .hasMessage(
            "The y axis is logarithmic, so its range must start above 0, but starts at 0.0.");
    assertThatThrownBy(new LineChart("t", "", "").errorBars("a", two, two, two).logY()::figure)
        .hasMessageContaining("Series 'a' has 0.0 at position 0 of y");
    assertThatThrownBy(() -> chart.line("relu", two, two)).hasMessageContaining("already");
    assertThatThrownBy(() -> chart.yRange(3, 1)).hasMessageContaining("from 3.0 to 1.0");
    assertThatThrownBy(() -> chart.size(10, 10)).hasMessageContaining("10 x 10");
    assertThatThrownBy(() -> new BarChart("t", "", "").categories("a").bars("b", 1, 2))
        .hasMessageContaining("'b' has 2 values in values but 1 were expected");
  }

  @Test
  void barsStandInTheirOrderWithTheirNames() {
    Figure bars =
        new BarChart("Bars", "layer", "dead (%)")
            .categories("1", "2")
            .bars("ours", 10, 20)
            .bars("published", new double[] {12, 21}, new double[] {1, 2})
            .figure();
    assertThat(bars).hasToString("Bars");
    assertThat(bars.svg()).contains("dead (%); 1; 2; ours; published");
    assertThat(bars.svg()).isEqualTo(bars.svg());
  }

  private static Color mixedWithWhite(Color colour, int alpha) {
    int[] mixed =
        IntStream.of(colour.getRed(), colour.getGreen(), colour.getBlue())
            .map(c -> (int) Math.round(255 + (c - 255) * alpha / 255.0))
            .toArray();
    return new Color(mixed[0], mixed[1], mixed[2]);
  }

  private static String rgb(Color c) {
    return "rgb(" + c.getRed() + "," + c.getGreen() + "," + c.getBlue() + ")";
  }

  private static long pixels(Figure figure, Color colour) {
    BufferedImage image = figure.image(1);
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(rgb -> rgb == colour.getRGB()).count();
  }

  private static List<String> groups(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(r -> r.group(1)).toList();
  }
}
