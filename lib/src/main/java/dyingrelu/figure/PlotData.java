package dyingrelu.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a plot draws: its tables brought together, which panels, series and places there are, and on
 * which scales they stand.
 */
final class PlotData {
  /** One curve, row of bars or row of points of a panel; colour is null if nothing tells it. */
  record Series(int layer, Object colour) {}

  /** Room at the ends of an axis, as a share of what it shows. */
  private static final double ROOM = 0.035;

  final Plot plot;
  final List<Plot.Layer> layers;
  final List<Object> facets;
  final List<Object> colours;
  final List<Series> series;
  final boolean named;
  private final List<List<Spread>> spreads;
  private final List<Object> places;
  private final List<Color> paints;

  /** The plot is this picture's own. */
  PlotData(Plot plot) {
    this.plot = plot;
    layers = plot.layers();
    spreads =
        layers.stream()
            .map(
                layer ->
                    Spread.of(
                        layer.table(),
                        plot.along(),
                        layer.ys(),
                        plot.measures(),
                        plot.colour(),
                        plot.facet(),
                        plot.band))
            .toList();
    Checks.that(
        !spreads.get(0).isEmpty(),
        "The plot '%s' has no values: no row has both '%s' and '%s'.",
        plot.title(),
        plot.along(),
        String.join("' or '", plot.measures()));
    facets = Columns.ordered(plot.facet(), keys(Spread::facet));
    colours = Columns.ordered(plot.colour(), keys(Spread::colour));
    places = Columns.ordered(plot.along(), keys(Spread::along));
    paints = Columns.colours(colours.isEmpty() ? List.of("") : colours);
    named = plot.mark == Plot.Mark.BARS || !(places.get(0) instanceof Double);
    series =
        Stream.concat(colours.stream(), Stream.of((Object) null))
            .flatMap(c -> IntStream.range(0, layers.size()).mapToObj(l -> new Series(l, c)))
            .filter(s -> !spreads(s, null).isEmpty())
            .toList();
  }

  private Stream<Object> keys(Function<Spread, Object> part) {
    return spreads.stream().flatMap(List::stream).map(part);
  }

  /** What a series shows in a panel, in its order along the axis; in all panels if it is null. */
  List<Spread> spreads(Series s, Object panel) {
    return spreads.get(s.layer).stream()
        .filter(spread -> Objects.equals(spread.colour(), s.colour))
        .filter(spread -> in(panel, spread))
        .sorted((a, b) -> Double.compare(at(a), at(b)))
        .toList();
  }

  private static boolean in(Object panel, Spread spread) {
    return panel == null || spread.facet() == null || spread.facet().equals(panel);
  }

  /** Where a value stands: among the numbers or, if they are names or hold bars, as their count. */
  double at(Spread spread) {
    return named ? places.indexOf(spread.along()) : (Double) spread.along();
  }

  Color paint(Series s) {
    boolean all = s.colour == null && !colours.isEmpty();
    return all ? Theme.INK : paints.get(number(s));
  }

  /** The number of its colour among the others. */
  int number(Series s) {
    return Math.max(0, colours.indexOf(s.colour));
  }

  /** What lines, bars and points are, of how many replicates; in its own words for each layer. */
  String note() {
    List<String> told =
        Stream.of(plot.along(), plot.colour(), plot.facet()).filter(Objects::nonNull).toList();
    List<String> varying = Columns.varying(layers.get(0).table(), told);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      String words = Spread.words(spreads.get(i), layers.get(i).table(), plot.band, varying);
      if (!words.isEmpty()) {
        all.add(i == 0 ? Columns.capital(words) : layers.get(i).name() + ": " + words);
      }
    }
    return Stream.of(String.join("; ", all), plot.note)
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining(". "));
  }

  /** The scale of the column whose values stand side by side; across, or down if the plot lies. */
  Scale along() {
    String label = plot.lying() ? plot.yLabel() : plot.xLabel();
    if (named) {
      List<String> names = places.stream().map(p -> Columns.value(plot.along(), p)).toList();
      return Scale.categories(label, names, plot.lying());
    }
    double[] x = places.stream().mapToDouble(p -> (Double) p).toArray();
    boolean whole = DoubleStream.of(x).allMatch(v -> v == Math.rint(v));
    return scale("x", label, plot.logX, plot.xRange, x, whole);
  }

  /** The scale of what is measured, over one panel or, if it is null, over all. */
  Scale measured(Object panel) {
    boolean lying = plot.lying();
    boolean log = lying ? plot.logX : plot.logY;
    boolean base = plot.mark == Plot.Mark.BARS && !log;
    double[] values =
        Stream.of(
                spreads.stream()
                    .flatMap(List::stream)
                    .filter(s -> in(panel, s))
                    .flatMapToDouble(s -> DoubleStream.of(s.drawn())),
                plot.references.stream().mapToDouble(Plot.Reference::at),
                base ? DoubleStream.of(0) : DoubleStream.empty())
            .flatMapToDouble(s -> s)
            .toArray();
    double[] given = lying && plot.xRange != null ? plot.xRange : plot.range;
    boolean own = Columns.MEASURE.equals(plot.facet());
    String label = lying ? plot.xLabel() : own ? "" : plot.yLabel();
    Scale scale = scale(lying ? "x" : "y", label, log, given, values, false);
    double least = given != null ? given[0] : DoubleStream.of(values).min().orElse(0);
    boolean stands = base && least == 0;
    return stands ? new Scale(label, 0, scale.to(), false, false, List.of()) : scale;
  }

  private Scale scale(
      String axis, String label, boolean log, double[] given, double[] values, boolean whole) {
    Checks.logarithmic(axis, log, given);
    if (log) {
      Checks.positive(plot.title(), axis, values);
    }
    var ends = DoubleStream.of(given != null ? given : values).summaryStatistics();
    return Scale.numbers(label, ends.getMin(), ends.getMax(), log, whole, ROOM);
  }
}
