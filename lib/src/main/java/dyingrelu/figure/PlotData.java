package dyingrelu.figure;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
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
  /**
   * One curve, row of bars or row of points of every panel.
   *
   * @param layer the number of its table
   * @param number that of its colour among the others
   * @param spreads in their order along the axis
   */
  record Series(int layer, int number, Color colour, List<Spread> spreads) {
    List<Spread> of(Object facet) {
      return spreads.stream().filter(s -> s.in(facet)).toList();
    }
  }

  /** An alternative text has about so many characters. */
  private static final int ALT = 280;

  final Plot plot;
  final List<Plot.Layer> layers;
  final List<Object> facets;
  final List<Object> colours;
  final List<Object> places;
  final List<Series> series;

  /** Whether places have names, or hold bars, and stand at 0, 1, 2 and so on. */
  final boolean named;

  private final List<List<Spread>> spreads;

  /** The plot is this picture's own. */
  PlotData(Plot plot) {
    this.plot = plot;
    layers = plot.layers();
    spreads = layers.stream().map(layer -> Spread.of(layer, plot)).toList();
    String none = "The plot '%s' has no values: no row has both '%s' and one of %s.";
    boolean some = !spreads.get(0).isEmpty();
    Checks.that(some, none, plot.title(), plot.along(), plot.measures());
    facets = Columns.ordered(plot.facet(), keys(Spread::facet));
    colours = Columns.ordered(plot.colour(), keys(Spread::colour));
    places = Columns.ordered(plot.along(), keys(Spread::along));
    named = plot.mark == Plot.Mark.BARS || !(places.get(0) instanceof Double);
    series =
        Stream.concat(colours.stream(), Stream.of((Object) null))
            .flatMap(c -> IntStream.range(0, layers.size()).mapToObj(l -> series(l, c)))
            .filter(s -> !s.spreads.isEmpty())
            .toList();
  }

  private Stream<Object> keys(Function<Spread, Object> part) {
    return spreads.stream().flatMap(List::stream).map(part);
  }

  /** The series of a layer and colour; in ink if the layer does not tell colours apart. */
  Series series(int layer, Object key) {
    int number = Math.max(0, colours.indexOf(key));
    List<Color> paints = Columns.colours(colours.isEmpty() ? List.of("") : colours);
    Color colour = key == null && !colours.isEmpty() ? Theme.INK : paints.get(number);
    var its = spreads.get(layer).stream().filter(s -> Objects.equals(s.colour(), key));
    var sorted = its.sorted((a, b) -> Double.compare(at(a), at(b))).toList();
    return new Series(layer, number, colour, sorted);
  }

  /** Where a value stands: among the numbers or, if they are named, as their count. */
  double at(Spread spread) {
    return named ? places.indexOf(spread.along()) : (Double) spread.along();
  }

  /** What lines, bars and points are, of how many replicates; in its own words for each layer. */
  String note() {
    List<String> told = Stream.of(plot.along(), plot.colour(), plot.facet(), Columns.SEED).toList();
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

  /** Whether a mark of the plot's own table stands for several replicates. */
  boolean summarised() {
    return spreads.get(0).stream().anyMatch(s -> s.single().length > 1);
  }

  /** What is seen, as words: where lines begin and end, else the least and the greatest. */
  String finding() {
    List<String> parts = new ArrayList<>();
    boolean lines = plot.mark == Plot.Mark.LINE;
    boolean apart = lines || Columns.MEASURE.equals(plot.facet());
    for (Object facet : apart && !facets.isEmpty() ? facets : Collections.singletonList(null)) {
      List<List<Spread>> shown = new ArrayList<>();
      series.stream().map(s -> s.of(facet)).filter(s -> !s.isEmpty()).forEach(shown::add);
      if (lines) {
        shown.forEach(s -> parts.add(course(s, facet)));
      } else {
        var rising = Comparator.comparingDouble(Spread::middle);
        List<Spread> all = shown.stream().flatMap(List::stream).sorted(rising).toList();
        Spread least = all.get(0);
        Spread most = all.get(all.size() - 1);
        parts.add("least " + value(least) + name(least, facet, least.along()));
        parts.add("greatest " + value(most) + name(most, facet, most.along()));
      }
    }
    String label = plot.lying() ? plot.xLabel() : plot.yLabel();
    String measured = label.isBlank() ? Columns.label(plot.measures()) : label;
    StringBuilder text = new StringBuilder(Columns.capital(measured) + ": ");
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0 && text.length() + parts.get(i).length() > ALT) {
        return text + "; and " + (parts.size() - i) + " more.";
      }
      text.append(i > 0 ? "; " : "").append(parts.get(i));
    }
    return text + ".";
  }

  /** A line from its first to its last point. */
  private String course(List<Spread> line, Object facet) {
    Spread first = line.get(0);
    Spread last = line.get(line.size() - 1);
    String from = value(first);
    String to = value(last);
    String moves = last.middle() > first.middle() ? "rises from " : "falls from ";
    String name = name(first, facet, null);
    return (from.equals(to) ? "stays at " + to : moves + from + " to " + to) + name;
  }

  private static String value(Spread spread) {
    return Theme.number(new BigDecimal(spread.middle()).round(new MathContext(3)).doubleValue());
  }

  /** In brackets which series, panel and place a value belongs to; empty if there is one only. */
  private String name(Spread spread, Object facet, Object place) {
    List<String> words = new ArrayList<>();
    BiConsumer<String, Object> add =
        (column, key) -> {
          String number = key instanceof Double ? Columns.words(column) + " " : "";
          words.addAll(key == null ? List.of() : List.of(number + Columns.value(column, key)));
        };
    add.accept(plot.along(), place);
    add.accept(plot.colour(), spread.colour());
    add.accept(plot.facet(), facet == null ? spread.facet() : facet);
    for (int i = 1; i < layers.size(); i++) {
      words.addAll(spreads.get(i).contains(spread) ? List.of(layers.get(i).name()) : List.of());
    }
    return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
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
    return Scale.numbers(label, x, plot.xRange, plot.logX, whole, false);
  }

  /** The scale of what is measured, over one panel or, if it is null, over all. */
  Scale measured(Object panel) {
    boolean lying = plot.lying();
    boolean log = lying ? plot.logX : plot.logY;
    boolean stand = plot.mark == Plot.Mark.BARS && !log;
    double[] values =
        Stream.of(
                keys(s -> s.in(panel) ? s.drawn() : new double[0]).map(double[].class::cast),
                plot.references.stream().map(reference -> new double[] {reference.at()}),
                Stream.of(new double[stand ? 1 : 0]))
            .flatMap(parts -> parts)
            .flatMapToDouble(DoubleStream::of)
            .toArray();
    double[] given = lying && plot.xRange != null ? plot.xRange : plot.range;
    boolean own = Columns.MEASURE.equals(plot.facet());
    String label = lying ? plot.xLabel() : own ? "" : plot.yLabel();
    return Scale.numbers(label, values, given, log, false, stand);
  }
}
