package dyingrelu.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class PlotTest {
  /** Activation × seed × epoch × layer; dead_pct = 10 epoch + seed for relu, seed for elu. */
  private static Table runs(int seeds) {
    StringColumn activation = StringColumn.create("activation");
    IntColumn seed = IntColumn.create("seed");
    IntColumn epoch = IntColumn.create("epoch");
    IntColumn layer = IntColumn.create("layer");
    DoubleColumn dead = DoubleColumn.create("dead_pct");
    DoubleColumn accuracy = DoubleColumn.create("test_accuracy");
    for (String name : List.of("elu", "relu")) {
      for (int s = 1; s <= seeds; s++) {
        for (int e = 1; e <= 3; e++) {
          for (int l = 1; l <= 2; l++) {
            activation.append(name);
            seed.append(s);
            epoch.append(e);
            layer.append(l);
            dead.append(name.equals("relu") ? 10 * e + s : s);
            accuracy.append(0.5 + 0.1 * e);
          }
        }
      }
    }
    return Table.create("runs", activation, seed, epoch, layer, dead, accuracy);
  }

  private static List<String> texts(Figure figure) {
    return Drawn.texts(figure).stream().map(Drawn::text).toList();
  }

  private static String rgb(Color c) {
    return "rgb(%d,%d,%d)".formatted(c.getRed(), c.getGreen(), c.getBlue());
  }

  /** Points of every stroked path in a colour, in pixels. */
  private static List<double[][]> lines(Figure figure, Color colour) {
    String path = "<path d=\"(M[^\"]*)\" style=\"fill:none;stroke:" + Pattern.quote(rgb(colour));
    return Pattern.compile(path)
        .matcher(figure.svg())
        .results()
        .map(
            m ->
                Arrays.stream(m.group(1).replaceAll("[ML]", " ").strip().split("\\s+"))
                    .map(
                        p -> Arrays.stream(p.split(",")).mapToDouble(Double::parseDouble).toArray())
                    .toArray(double[][]::new))
        .toList();
  }

  /** Heights in data, read off the tick labels of the y axis, of a line in the first panel. */
  private static double[] values(Figure figure, double[][] line, double offset) {
    List<Drawn> ticks =
        Drawn.texts(figure).stream().filter(t -> t.text().matches("\\d+") && t.x() < 60).toList();
    Drawn a = ticks.get(0);
    Drawn b = ticks.get(ticks.size() - 1);
    double from = Double.parseDouble(a.text());
    double to = Double.parseDouble(b.text());
    return Arrays.stream(line)
        .mapToDouble(p -> from + (p[1] + offset + 5 - a.y()) / (b.y() - a.y()) * (to - from))
        .toArray();
  }

  /** Where XChart's part of the only panel begins, from the top. */
  private static double top(Figure figure) {
    return Pattern.compile(
            "<g (?:clip-path=\"[^\"]*\" )?transform=\"translate\\([\\d.]+ ([\\d.]+)\\)\">")
        .matcher(figure.svg())
        .results()
        .map(m -> Double.parseDouble(m.group(1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLineRunsThroughTheMediansOfTheSeedsMeans() {
    Figure figure = Plot.of(runs(5)).line("epoch", "dead_pct").colour("activation").figure();
    double[][] relu = lines(figure, Palette.of("relu")).get(0);
    assertThat(relu).hasNumberOfRows(3);
    double[] values = values(figure, relu, top(figure));
    assertThat(values).containsExactly(new double[] {13, 23, 33}, within(0.2));
    assertThat(texts(figure)).contains("Median and range of 5 seeds");
  }

  @Test
  void colourAndLegendKeepOrderAndColoursOfActivations() {
    Figure figure = Plot.of(runs(1)).line("epoch", "dead_pct").colour("activation").figure();
    List<String> texts = texts(figure);
    assertThat(texts.indexOf("ReLU")).isBetween(0, texts.indexOf("ELU"));
    assertThat(lines(figure, Palette.of("elu"))).isNotEmpty();
    assertThat(texts).contains("dead units (%)", "epoch", "Dead units by epoch");
    assertThat(Drawn.texts(figure)).allMatch(t -> t.size() >= 14);
  }

  @Test
  void manySeedsHaveABandFewHavePointsAndOneHasOnlyItsLine() {
    Plot many = Plot.of(runs(4)).where("layer", 1).line("epoch", "dead_pct").colour("activation");
    Plot few = Plot.of(runs(3)).where("layer", 1).line("epoch", "dead_pct").colour("activation");
    Plot one = Plot.of(runs(1)).where("layer", 1).line("epoch", "dead_pct").colour("activation");
    String transparent = "fill:" + rgb(Palette.of("relu")) + ";fill-opacity:";
    assertThat(many.figure().svg()).contains(transparent + "0.2");
    assertThat(few.figure().svg())
        .doesNotContain(transparent + "0.2")
        .contains(transparent + "0.51");
    assertThat(one.figure().svg()).doesNotContain(transparent);
    assertThat(texts(many.figure())).contains("Median and range of 4 seeds");
    assertThat(texts(few.figure())).contains("Median and single values of 3 seeds");
    assertThat(texts(one.figure())).doesNotContain("1 seed");
    assertThat(texts(many.percentiles(5, 95).figure()))
        .contains("Median and 5th to 95th percentile of 4 seeds");
  }

  @Test
  void aConditionThatGoesWithTheColourIsNoMean() {
    Table table = runs(4);
    table.addColumns(table.stringColumn("activation").copy().setName("cure"));
    table.doubleColumn("dead_pct").set(0, 5.0);
    assertThat(texts(Plot.of(table).line("epoch", "dead_pct").colour("activation").figure()))
        .contains("Median and range of 4 seeds, means over layers");
  }

  @Test
  void labelsKeepClearOfEachOther() {
    StringColumn names = StringColumn.create("cure");
    IntStream.range(0, 9).forEach(i -> names.append("a cure with quite a long name " + i));
    Table table =
        Table.create("t", DoubleColumn.create("x", 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100));
    table.addColumns(names, DoubleColumn.create("y", 1, 2, 3, 4, 5, 6, 7, 8, 9));
    for (Plot plot :
        List.of(
            Plot.of(table).bars("cure", "y"),
            Plot.of(table).line("x", "y").logX().facet("cure").columns(5).size(1000, 500),
            Plot.of(table).line("x", "y").facet("cure").columns(9).size(1000, 300),
            Plot.of(table).intervals("y", "cure"))) {
      List<Drawn> drawn =
          Drawn.texts(plot.figure()).stream().filter(t -> t.y() > 5).toList(); // not upwards
      assertThat(drawn).hasSizeGreaterThan(5);
      for (Drawn one : drawn) {
        assertThat(drawn.stream().filter(other -> !other.equals(one)))
            .as("texts over '%s'", one.text())
            .noneMatch(other -> other.box().intersects(one.box()));
      }
    }
  }

  @Test
  void eightSeriesDifferInMoreThanColour() {
    List<String> marks =
        IntStream.range(0, 8)
            .mapToObj(
                i -> new Figure("", 200, 150, g -> Marks.mark(i, 20, false).paint(g, 100, 75, 0)))
            .map(Figure::svg)
            .toList();
    assertThat(marks).doesNotHaveDuplicates();
    String svg = Plot.of(runs(1)).line("epoch", "dead_pct").colour("activation").figure().svg();
    String circle = "<ellipse [^>]*fill:";
    assertThat(svg).containsPattern(circle + Pattern.quote(rgb(Palette.of("relu"))));
    assertThat(svg).doesNotContainPattern(circle + Pattern.quote(rgb(Palette.of("elu"))));
  }

  @Test
  void percentilesNarrowTheRange() {
    Spread whole = relu(null);
    Spread narrow = relu(new double[] {25, 75});
    assertThat(List.of(whole.low(), whole.middle(), whole.high())).containsExactly(11., 13., 15.);
    assertThat(List.of(narrow.low(), narrow.middle(), narrow.high()))
        .containsExactly(12., 13., 14.);
  }

  /** relu's first epoch. */
  private static Spread relu(double[] band) {
    Plot plot = Plot.of(runs(5)).line("epoch", "dead_pct").colour("activation");
    if (band != null) {
      plot.percentiles(band[0], band[1]);
    }
    return spreads(plot).stream()
        .filter(s -> s.colour().equals("relu") && s.along().equals(1.0))
        .findFirst()
        .orElseThrow();
  }

  private static List<Spread> spreads(Plot plot) {
    return new PlotData(plot).series.stream().flatMap(s -> s.spreads().stream()).toList();
  }

  @Test
  void withoutSeedsRowsAreReplicatesAndMissingOnesAreLeftOut() {
    Table rows =
        Table.create(
            "t",
            DoubleColumn.create("x", 1, 1, 1, 1, 2),
            DoubleColumn.create("y", 1, 2, 6, Double.NaN, 9));
    List<Spread> spreads = spreads(Plot.of(rows).line("x", "y"));
    assertThat(spreads).hasSize(2);
    assertThat(spreads.get(0).single()).containsExactly(1, 2, 6);
    assertThat(texts(Plot.of(rows).line("x", "y").figure()))
        .contains("Median and single values of up to 3 values");
  }

  @Test
  void panelsShareTheirAxesAndAreNamed() {
    Figure figure =
        Plot.of(runs(1)).line("epoch", "dead_pct").colour("activation").facet("layer").figure();
    Drawn one = Drawn.text(figure, "layer 1");
    Drawn two = Drawn.text(figure, "layer 2");
    assertThat(two.y()).isEqualTo(one.y());
    assertThat(two.x()).isGreaterThan(one.x() + 200);
    assertThat(texts(figure))
        .as("one legend, one y label")
        .containsOnlyOnce("ReLU", "dead units (%)");
    assertThat(texts(figure)).containsOnlyOnce("20");
    Figure below = Plot.of(runs(1)).line("epoch", "dead_pct").facet("layer").columns(1).figure();
    assertThat(Drawn.text(below, "layer 2").x()).isEqualTo(Drawn.text(below, "layer 1").x());
  }

  @Test
  void aSecondTableIsDashedAndNamed() {
    Table other = Table.create("published", IntColumn.create("epoch", 1, 2, 3));
    other.addColumns(DoubleColumn.create("its", 5, 6, 7));
    Figure figure =
        Plot.of(runs(1))
            .where("activation", "relu")
            .line("epoch", "dead_pct")
            .beside("published", other, "its")
            .figure();
    assertThat(figure.svg()).contains("stroke-dasharray:8,5");
    assertThat(texts(figure)).contains("published");
    Figure alone = Plot.of(runs(1)).line("epoch", "dead_pct").figure();
    assertThat(alone.svg()).doesNotContain("stroke-dasharray");
  }

  @Test
  void aColumnCalledMeasureIsRefusedAsTheNameOfTheOthers() {
    Table own = runs(1);
    own.column("activation").setName("measure");
    assertThatThrownBy(() -> Plot.of(own).line("epoch", "dead_pct").facet("measure"))
        .hasMessageContaining("A column is called 'measure'")
        .hasMessageContaining("rename it");
  }

  @Test
  void aloneWithoutALabelStillHasAnAlternativeText() {
    Figure figure = Plot.of(runs(1)).line("epoch", "dead_pct").label("", "").figure();
    assertThat(figure.svg()).contains("Dead units (%): ");
  }

  @Test
  void aLoneSeriesHasNoLegendAndAReferenceIsNamed() {
    Plot plot = Plot.of(runs(1)).where("activation", "relu").line("epoch", "dead_pct");
    assertThat(texts(plot.figure())).doesNotContain("ReLU", "median");
    Figure figure = plot.reference(20, "a fifth").figure();
    assertThat(texts(figure)).contains("a fifth");
    double[][] line =
        lines(figure, Theme.INK).stream()
            .filter(l -> l[0][1] == l[1][1] && l[0][0] == 0)
            .findFirst()
            .orElseThrow();
    assertThat(values(figure, line, top(figure)))
        .containsExactly(new double[] {20, 20}, within(0.2));
  }

  @Test
  void barsStandOnZeroAndSeveralColumnsAreSeriesOfTheirOwn() {
    Table table =
        Table.create(
            "t",
            IntColumn.create("layer", 1, 2),
            DoubleColumn.create("dead_pct", 20, 40),
            DoubleColumn.create("dormant_pct", 30, 60));
    Figure figure = Plot.of(table).bars("layer", "dead_pct", "dormant_pct").figure();
    assertThat(texts(figure)).contains("dead units", "dormant units", "share (%)", "0");
    String bar = "<path d=\"M([\\d.]+),([\\d.]+) L[\\d.]+,([\\d.]+)[^\"]*\" style=\"fill:";
    double[] heights =
        Pattern.compile(bar + Pattern.quote(rgb(Palette.BLUE)))
            .matcher(figure.svg())
            .results()
            .mapToDouble(m -> Double.parseDouble(m.group(2)) - Double.parseDouble(m.group(3)))
            .toArray();
    assertThat(heights).hasSize(2);
    assertThat(heights[1]).isCloseTo(2 * heights[0], within(1.0));
    Figure panels =
        Plot.of(table).bars("layer", "dead_pct", "dormant_pct").facet("measure").figure();
    assertThat(texts(panels)).contains("dead units (%)", "dormant units (%)");
  }

  @Test
  void intervalsLieIfTheNamesAreOnY() {
    Figure figure = Plot.of(runs(4)).intervals("dead_pct", "activation").figure();
    Drawn relu = Drawn.text(figure, "ReLU");
    Drawn elu = Drawn.text(figure, "ELU");
    assertThat(relu.y()).isLessThan(elu.y());
    double[][] line = lines(figure, Palette.BLUE).get(0);
    assertThat(line[0][1]).isEqualTo(line[1][1]);
    assertThat(line[1][0] - line[0][0]).isPositive();
    assertThat(figure.title()).isEqualTo("Dead units by activation");
    Figure two =
        Plot.of(runs(4)).intervals("dead_pct", "activation").beside("again", runs(4)).figure();
    assertThat(texts(two)).contains("median", "again");
    assertThat(lines(two, Palette.BLUE)).hasSize(4);
  }

  @Test
  void accuracyIsInPercentAndLogAxesHavePowers() {
    Figure figure = Plot.of(runs(1)).line("epoch", "test_accuracy").figure();
    assertThat(texts(figure)).contains("test accuracy (%)", "60", "80");
    Table wide =
        Table.create(
            "t", DoubleColumn.create("learning_rate", 1e-4, 1), DoubleColumn.create("y", 1, 2));
    assertThat(texts(Plot.of(wide).line("learning_rate", "y").logX().figure()))
        .contains("0.001", "0.01", "learning rate");
  }

  @Test
  void sixPanelsAreSmallAndTheSameEachTime() {
    Table table = runs(5);
    IntColumn panel = IntColumn.create("depth");
    IntStream.range(0, table.rowCount()).forEach(i -> panel.append(i % 6));
    table.addColumns(panel);
    Plot plot = Plot.of(table).line("epoch", "dead_pct").colour("activation").facet("depth");
    assertThat(plot.figure().svg()).hasSizeLessThan(150_000).isEqualTo(plot.figure().svg());
  }

  @Test
  void theDescriptionIsTheAlternativeText() {
    Figure figure =
        Plot.of(runs(1)).line("epoch", "dead_pct").alt("ReLU dies, ELU does not").figure();
    assertThat(figure.svg()).contains("<desc>ReLU dies, ELU does not</desc>");
    assertThat(figure.alt()).isEqualTo("ReLU dies, ELU does not");
    assertThat(Figure.row(figure).note("n").alt()).isEqualTo("ReLU dies, ELU does not");
  }

  @Test
  void badSentencesAreAnsweredInOne() {
    Table table = runs(1);
    assertThatThrownBy(() -> Plot.of(table).line("epoch", "dead_pc"))
        .hasMessageStartingWith(
            "There is no column 'dead_pc' in the table 'runs'; the nearest of its columns are"
                + " dead_pct,");
    assertThatThrownBy(() -> Plot.of(table).line("epoch", "activation"))
        .hasMessageContaining("holds text")
        .hasMessageContaining("dead_pct");
    assertThatThrownBy(
            () -> Plot.of(table).line("epoch", "dead_pct").where("activation", "rulu").figure())
        .hasMessage("No row has rulu in the column 'activation'; the values there are: elu, relu.");
    assertThatThrownBy(() -> Plot.of(table).figure()).hasMessageContaining("draws nothing");
    assertThatThrownBy(() -> Plot.of(table).line("epoch", "dead_pct").bars("epoch", "dead_pct"))
        .hasMessageContaining("make a second plot");
    assertThatThrownBy(() -> Plot.of(table).percentiles(95, 5))
        .hasMessageContaining("95.0 and 5.0");
    Table zero = Table.create("z", DoubleColumn.create("x", 0, 1), DoubleColumn.create("y", 1, 2));
    assertThatThrownBy(() -> Plot.of(zero).line("x", "y").logX().figure())
        .hasMessageContaining("which a logarithmic axis cannot show");
    Table infinite =
        Table.create(
            "i",
            DoubleColumn.create("x", new double[] {0}),
            DoubleColumn.create("y", new double[] {1 / 0.0}));
    assertThatThrownBy(() -> Plot.of(infinite).line("x", "y").figure())
        .hasMessageContaining("Row 0 of the column 'y' is infinite");
    Table empty =
        Table.create(
            "e",
            DoubleColumn.create("x", new double[] {0}),
            DoubleColumn.create("y", new double[] {0 / 0.0}));
    assertThatThrownBy(() -> Plot.of(empty).line("x", "y").figure())
        .hasMessageContaining("has no values");
    assertThatThrownBy(
            () -> Plot.of(table).line("epoch", "dead_pct").facet("epoch").size(200, 150).figure())
        .hasMessageContaining("do not fit into 200 x 1");
  }

  @Test
  void marksStandAsideOfThoseThatAreThereOnly() {
    Table table =
        Table.create(
            "t",
            StringColumn.create("cure", "one", "two", "two"),
            StringColumn.create("activation", "relu", "relu", "elu"),
            DoubleColumn.create("dead_pct", 1, 2, 3));
    Figure figure = Plot.of(table).bars("cure", "dead_pct").colour("activation").figure();
    String bar = "<path d=\"M([\\d.]+),[\\d.]+ L[^ ]+ L([\\d.]+),[^\"]*\" style=\"fill:";
    double[] middles =
        Pattern.compile(bar + Pattern.quote(rgb(Palette.of("relu"))))
            .matcher(figure.svg())
            .results()
            .mapToDouble(m -> (Double.parseDouble(m.group(1)) + Double.parseDouble(m.group(2))) / 2)
            .toArray();
    double shift =
        Pattern.compile("translate\\(([\\d.]+) [\\d.]+\\)\">")
            .matcher(figure.svg())
            .results()
            .mapToDouble(m -> Double.parseDouble(m.group(1)))
            .findFirst()
            .orElseThrow();
    assertThat(middles).hasSize(2);
    Drawn one = Drawn.text(figure, "one");
    Drawn two = Drawn.text(figure, "two");
    assertThat(shift + middles[0]).isCloseTo(one.box().getCenterX(), within(2.0));
    assertThat(shift + middles[1]).isLessThan(two.box().getCenterX() - 20);
  }

  @Test
  void aNoteNamesMeansOnlyOfWhatDiffers() {
    Figure figure = Plot.of(runs(4)).line("epoch", "test_accuracy").figure();
    assertThat(texts(figure)).noneMatch(text -> text.contains("means over"));
    Table seeds = runs(4).where(runs(4).intColumn("layer").isEqualTo(1));
    StringColumn task = StringColumn.create("task");
    seeds.intColumn("seed").forEach(seed -> task.append(seed % 2 == 0 ? "even" : "odd"));
    assertThat(texts(Plot.of(seeds.addColumns(task)).line("epoch", "dead_pct").figure()))
        .contains("Median and range of 4 seeds, means over activations");
  }

  @Test
  void numbersInLegendsAreAsPeopleWriteThem() {
    Table table = runs(1);
    StringColumn told = StringColumn.create("told");
    table.forEach(row -> told.append(row.getInt("layer") == 1 ? "ε = 1.0E-7" : "ε = 2.5E-15"));
    Figure figure =
        Plot.of(table.addColumns(told))
            .line("epoch", "dead_pct")
            .colour("told")
            .reference(1, "at 1.0E-7")
            .figure();
    assertThat(texts(figure)).contains("ε = 1e−7", "ε = 2.5e−15", "at 1e−7");
  }

  @Test
  void withoutAnAlternativeTextTheDataSpeak() {
    Plot lines = Plot.of(runs(1)).line("epoch", "dead_pct").colour("activation");
    assertThat(lines.figure().alt())
        .isEqualTo("Dead units (%): rises from 11 to 31 (ReLU); stays at 1 (ELU).");
    Plot bars = Plot.of(runs(1)).bars("epoch", "dead_pct").colour("activation");
    assertThat(bars.figure().alt())
        .isEqualTo("Dead units (%): least 1 (epoch 1, ELU); greatest 31 (epoch 3, ReLU).");
    Figure many = Plot.of(runs(20)).line("epoch", "dead_pct").colour("seed").figure();
    assertThat(many.alt()).hasSizeLessThan(310).endsWith(" more.");
  }

  @Test
  void panelsShrinkToAScreenUnlessASizeIsAskedFor() {
    Table table = runs(9);
    Plot plot = Plot.of(table).line("epoch", "dead_pct").facet("seed");
    assertThat(plot.figure().height()).isLessThanOrEqualTo(480);
    assertThat(plot.size(900, 700).figure().height()).isEqualTo(700);
    assertThat(Plot.of(table).line("epoch", "dead_pct").facet("seed").columns(1).figure().height())
        .as("what does not fit is higher, and drawn")
        .isGreaterThan(480);
  }

  @Test
  void laterChangesOfTheTableDoNotChangeAFigure() {
    Table table = runs(1);
    Figure figure = Plot.of(table).line("epoch", "dead_pct").figure();
    String before = figure.svg();
    table.doubleColumn("dead_pct").set(0, 99);
    assertThat(figure.svg()).isEqualTo(before);
  }
}
