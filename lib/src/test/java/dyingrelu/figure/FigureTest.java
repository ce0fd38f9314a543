package dyingrelu.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import org.w3c.dom.Document;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class FigureTest {
  static Table table() {
    return Table.create(
        "runs",
        IntColumn.create("epoch", 1, 1, 2, 2, 1, 1, 2, 2),
        StringColumn.create(
            "activation", "relu", "relu", "relu", "relu", "elu", "elu", "elu", "elu"),
        IntColumn.create("seed", 1, 2, 1, 2, 1, 2, 1, 2),
        DoubleColumn.create("dead_pct", 10, 20, 30, 40, 1, 2, 3, 4),
        DoubleColumn.create("gradient_norm", 1e-9, 1e-8, 1e-4, 1e-3, 1, 2, 3, 4));
  }

  static List<Figure> allKinds() {
    Plot curves = Plot.of(table()).title("Lines <a> & b").line("epoch", "dead_pct");
    Figure lines = curves.colour("activation").beside("before", table()).range(0, 60).figure();
    Figure logarithmic =
        Plot.of(table()).title("Logarithms").line("epoch", "gradient_norm").logX().logY().figure();
    Figure bars =
        Plot.of(table()).title("Bars").bars("epoch", "dead_pct").facet("activation").figure();
    Figure map =
        new HeatMap("Map", "image", "unit")
            .values(new double[][] {{0, 1, 2}, {0, 0, 0}})
            .mark("silent", new boolean[] {false, true})
            .labels("%.1f")
            .colourBar("activation")
            .figure();
    Figure contours =
        new HeatMap("Contours", "rate", "depth")
            .values(new double[][] {{0, 1, 2}, {0, 3, Double.NaN}})
            .contours(0.5, 1)
            .missing("div.")
            .figure();
    return List.of(
        contours,
        lines,
        logarithmic,
        bars,
        map,
        Figure.grid(2, lines, bars, map).note("generated digits"));
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void svgIsOneSelfContainedElement(Figure figure) throws Exception {
    Document svg = parsed(figure.svg());

    assertThat(svg.getDocumentElement().getAttribute("viewBox"))
        .isEqualTo("0 0 " + figure.width() + " " + figure.height());
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo(figure.title());
    assertThat(figure.svg()).startsWith("<svg ").doesNotContain("<!DOCTYPE", "NaN", "Infinity");
    assertThat(figure.svg().replace("http://www.w3.org/2000/svg", ""))
        .as("references to anything outside")
        .doesNotContain("http://www.w3.org/Graphics", "href=\"http", "url(http");
    assertThat(figure.svg().length()).isLessThan(300_000);
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void svgIsTheSameForTheSameData(Figure figure) {
    Figure again = allKinds().get(allKindsTitles().indexOf(figure.title()));

    assertThat(figure.svg()).isEqualTo(again.svg()).isEqualTo(figure.svg());
  }

  private static List<String> allKindsTitles() {
    return allKinds().stream().map(Figure::title).toList();
  }

  @Test
  void idsAreUniqueAmongTheFiguresOfAPageAndEveryReferenceHasOne() {
    String page = String.join("", allKinds().stream().map(Figure::svg).toList());
    List<String> ids = groups(page, " id=\"([^\"]+)\"");
    List<String> references = groups(page, "clip-path=\"url\\(#([^)]+)\\)\"");

    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    assertThat(references).isNotEmpty().allMatch(ids::contains);
  }

  private static List<String> groups(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(r -> r.group(1)).toList();
  }

  @Test
  void descriptionSaysWhatEachSeriesDoes() throws Exception {
    String description =
        parsed(allKinds().get(1).svg()).getElementsByTagName("desc").item(0).getTextContent();

    assertThat(description).contains("Dead units (%): rises from", "ReLU", "ELU", "before");
  }

  @Test
  void textIsTextInTheFontOfTheBrowser() {
    for (Figure figure : allKinds()) {
      assertThat(figure.svg())
          .contains("font-family:sans-serif")
          .doesNotContain("SansSerif", "Dialog", "DejaVu");
      assertThat(Drawn.texts(figure)).isNotEmpty();
    }
    assertThat(Drawn.texts(allKinds().get(1))).anyMatch(t -> t.text().equals("Lines <a> & b"));
  }

  @Test
  void numbersHaveAPointInEveryLocale() {
    List<String> expected = allKinds().stream().map(Figure::svg).toList();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(allKinds().stream().map(Figure::svg).toList()).isEqualTo(expected);
      assertThat(Theme.number(0.25)).isEqualTo("0.25");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void tickNumbersAreShort() {
    assertThat(Stream.of(0.0, -0.5, 1200.0, 0.30000000000000004, 1e-7, 3e9).map(Theme::number))
        .containsExactly("0", "−0.5", "1200", "0.3", "1e−7", "3e9");
  }

  @Test
  void pngHasTheScaledSize() throws Exception {
    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(
                Plot.of(table()).line("epoch", "dead_pct").size(400, 300).figure().png(1.5)));

    assertThat(image.getWidth()).isEqualTo(600);
    assertThat(image.getHeight()).isEqualTo(450);
  }

  @Test
  void markedRowsHaveTheirOwnColour() {
    HeatMap map = new HeatMap("t", "image", "unit").values(new double[][] {{0, 1}, {0, 0}});
    assertThat(pixels(map.figure(), Palette.VERMILLION)).isZero();

    map.mark("silent", new boolean[] {false, true});
    assertThat(pixels(map.figure(), Palette.VERMILLION)).isGreaterThan(50_000);
    assertThat(pixels(map.figure(), new Color(0x08306B))).isGreaterThan(25_000);
  }

  @Test
  void missingCellsAreGreyAndNamed() {
    double[][] values = {{0, 1}, {0, Double.NaN}};
    HeatMap map = new HeatMap("t", "x", "y").values(values);
    assertThatThrownBy(map::figure).hasMessageContaining("'row 1' has NaN at position 1");
    assertThat(pixels(map.missing("").figure(), new Color(0xBBBBBB))).isGreaterThan(40_000);

    assertThat(map.missing("div.").figure().svg()).isNotEqualTo(map.missing("").figure().svg());
    values[0][0] = Double.POSITIVE_INFINITY;
    assertThatThrownBy(map.values(values)::figure).hasMessageContaining("'row 0' has Infinity");
    assertThatThrownBy(() -> map.contours(1, Double.NaN)).hasMessageContaining("are [1.0, NaN]");
  }

  @Test
  void aContourStandsWhereTheValuesCrossItsLevel() {
    HeatMap map = new HeatMap("", "", "").values(new double[][] {{0, 1}, {0, 1}}).range(-9, 9);
    BufferedImage without = map.figure().image(1);
    BufferedImage with = map.contours(0.5).figure().image(1);

    int y = 150; // Below the middle of the first row, above the level's label.
    int[] changed =
        IntStream.range(0, with.getWidth())
            .filter(x -> with.getRGB(x, y) != without.getRGB(x, y))
            .toArray();
    assertThat(changed).hasSizeBetween(2, 6);
    int left = without.getRGB(changed[0] - 5, y);
    int right = without.getRGB(changed[0] + 10, y);
    assertThat(left).as("the line runs between the two columns").isNotEqualTo(right);
    assertThat(without.getRGB(changed[0], y)).isEqualTo(left);
    assertThat(without.getRGB(changed[changed.length - 1], y)).isEqualTo(right);
    assertThat(map.contours().figure().svg()).isNotEqualTo(map.contours(0.5).figure().svg());
    assertThat(map.contours().figure().svg()).isEqualTo(map.contours(5).figure().svg());
  }

  @Test
  void aHeatMapOfTheStudysSizeIsSmallAndTakesAnInd4jMatrix() {
    var values = Nd4j.rand(42, new long[] {256, 200});

    Figure figure = new HeatMap("t", "image", "unit").values(values).figure();

    assertThat(figure.svg()).contains("<image").hasSizeLessThan(200_000);
  }

  @Test
  void laterChangesToAChartDoNotChangeItsFigures() {
    Plot plot = Plot.of(table()).line("epoch", "dead_pct").where("activation", "relu");
    HeatMap map = new HeatMap("t", "x", "y").values(new double[][] {{1, 2}});
    Figure lines = plot.figure();
    Figure cells = map.figure();
    String linesBefore = lines.svg();
    String cellsBefore = cells.svg();

    plot.colour("activation").reference(3, "three").size(300, 300);
    map.values(new double[][] {{7}}).colourBar("other");

    assertThat(lines.svg()).isEqualTo(linesBefore);
    assertThat(cells.svg()).isEqualTo(cellsBefore);
  }

  @Test
  void gridsAddUpAndNotesAddALine() {
    Figure panel = Plot.of(table()).line("epoch", "dead_pct").size(300, 200).figure();

    Figure grid = Figure.grid(2, panel, panel, panel);

    assertThat(List.of(grid.width(), grid.height())).isEqualTo(List.of(600, 400));
    assertThat(grid.note("")).isSameAs(grid);
    assertThat(grid.note("generated digits, not MNIST").height()).isGreaterThan(400);
    assertThat(grid.note("generated digits, not MNIST").svg())
        .contains("generated digits, not MNIST");
  }

  @Test
  void savesByEnding(@TempDir Path folder) throws IOException {
    Figure figure = Plot.of(table()).line("epoch", "dead_pct").figure();

    figure.save(folder.resolve("a b").resolve("f.svg"));
    figure.save(folder.resolve("f.PNG"));

    assertThat(Files.readString(folder.resolve("a b").resolve("f.svg"))).isEqualTo(figure.svg());
    assertThat(ImageIO.read(folder.resolve("f.PNG").toFile()).getWidth()).isEqualTo(1440);
    assertThatThrownBy(() -> figure.save(folder.resolve("f.jpg")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A figure is saved as .svg or .png, but the file is named 'f.jpg'.");
  }

  @Test
  void textFormIsTheTitle() {
    assertThat(allKinds().get(3)).hasToString("Bars");
  }

  @Test
  void badInputNamesTheRowAndTheLengths() {
    HeatMap uneven = new HeatMap("t", "", "").values(new double[][] {{1, 2}, {3}});
    assertThatThrownBy(uneven::figure)
        .hasMessageContaining("'row 1' has 1 values in the heat map but 2 were expected");
    assertThatThrownBy(
            () ->
                new HeatMap("t", "", "")
                    .values(new double[][] {{1}})
                    .mark("dead", new boolean[3])
                    .figure())
        .hasMessage("The heat map 't' has 3 marks for rows but 1 expected; give one for each.");
    assertThatThrownBy(() -> Figure.row()).hasMessageContaining("at least one figure");
  }

  @Test
  void activationsKeepTheirColours() {
    assertThat(Palette.of("Leaky ReLU 0.01")).isEqualTo(Palette.of("leaky_relu"));
    assertThat(Palette.of("ELU (α = 1)")).isEqualTo(Palette.of("elu"));
    List<String> names = List.of("relu", "leaky_relu", "elu", "sigmoid", "tanh", "gelu", "silu");
    assertThat(names.stream().map(Palette::of)).doesNotHaveDuplicates();
    assertThatThrownBy(() -> Palette.of("rulu"))
        .hasMessageStartingWith("No colour is set aside for 'rulu'; the values with one are relu,");
  }

  @Test
  void verdictsHaveColoursAndAnOrder() {
    List<Object> shown =
        List.of("holds", "holds in part", "not decided", "refuted", "answered in words");
    List<Object> byLetter = shown.stream().sorted().toList();
    assertThat(Columns.ordered("verdict", byLetter.stream())).isEqualTo(shown);
    assertThat(Columns.colours(shown)).doesNotHaveDuplicates();
    assertThat(Columns.colours(List.of("refuted"))).containsExactly(Palette.of("refuted"));
  }

  private static long pixels(Figure figure, Color colour) {
    BufferedImage image = figure.image(1);
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(rgb -> rgb == colour.getRGB()).count();
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
