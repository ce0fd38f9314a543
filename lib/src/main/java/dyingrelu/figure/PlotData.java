package dyingrelu.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.style.markers.Marker;

/**
 * What a plot draws: its tables brought together, and which panels, series and places there are.
 */
final class PlotData {
  /** One curve, row of bars or row of points of a panel; colour is null if nothing tells it. */
  record Series(int layer, Object colour) {}

  final Plot.Mark mark;
  final boolean lying;

  /** The column whose values stand side by side; across, or down if the plot lies. */
  final String along;

  final String colour;
  final String facet;
  final List<Plot.Reference> references;
  final List<Plot.Layer> layers;
  final List<Summary> summaries;
  final List<Object> facets;
  final List<Object> colours;
  final List<Object> places;

  /** The places if they are names or hold bars; empty if they are numbers on an axis. */
  final List<Object> categories;

  final List<Series> series;
  final String note;
  private final List<Color> paints;

  PlotData(Plot plot) {
    mark = plot.mark;
    lying = plot.lying();
    along = lying ? plot.ys.get(0) : plot.x;
    colour = plot.colour();
    facet = plot.facet();
    references = List.copyOf(plot.references);
    layers = plot.layers();
    List<String> measures = plot.measures();
    summaries =
        layers.stream()
            .map(l -> Summary.of(l.table(), along, l.ys(), measures, colour, facet, plot.band))
            .toList();
    if (summaries.get(0).values().isEmpty()) {
      throw new IllegalArgumentException(
          "The plot '%s' has no values: no row has both '%s' and '%s'."
              .formatted(plot.title(), along, String.join("' or '", measures)));
    }
    List<String> named = Stream.of(along, colour, facet).filter(Objects::nonNull).toList();
    note =
        Stream.of(replicates(plot.band, Columns.varying(layers.get(0).table(), named)), plot.note)
            .filter(line -> !line.isBlank())
            .collect(Collectors.joining(". "));
    facets = Columns.ordered(facet, keys(Summary.Place::facet).filter(Objects::nonNull));
    colours = Columns.ordered(colour, keys(Summary.Place::colour).filter(Objects::nonNull));
    List<Object> shown = colours.isEmpty() ? List.of((Object) "") : colours;
    paints = Columns.colours(shown);
    places = Columns.ordered(along, keys(Summary.Place::along));
    boolean numbers = places.stream().allMatch(Double.class::isInstance);
    categories = numbers && mark != Plot.Mark.BARS ? List.of() : places;
    series =
        Stream.concat(colours.stream(), Stream.of((Object) null))
            .flatMap(c -> IntStream.range(0, layers.size()).mapToObj(l -> new Series(l, c)))
            .filter(this::drawn)
            .toList();
  }

  private Stream<Object> keys(Function<Summary.Place, Object> part) {
    return summaries.stream().flatMap(s -> s.values().keySet().stream()).map(part);
  }

  private boolean drawn(Series s) {
    return summaries.get(s.layer).values().keySet().stream()
        .anyMatch(place -> Objects.equals(place.colour(), s.colour));
  }

  /** What lines, bars and points are, of how many replicates; in its own words for each layer. */
  private String replicates(double[] band, List<String> varying) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      String words = summaries.get(i).words(band, varying);
      if (!words.isEmpty()) {
        String first = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        all.add(i == 0 ? first : layers.get(i).name() + ": " + words);
      }
    }
    return String.join("; ", all);
  }

  Color paint(Series s) {
    return s.colour == null && !colours.isEmpty()
        ? Theme.INK
        : paints.get(Math.max(0, colours.indexOf(s.colour)));
  }

  Marker shape(Series s) {
    Marker shape = Marks.SHAPES.get(Math.max(0, colours.indexOf(s.colour)) % Marks.SHAPES.size());
    return s.layer == 0 ? shape : new Marks.Hollow(shape);
  }

  /** Where a value stands among the places. */
  double along(Summary.Place place) {
    return categories.isEmpty() ? (Double) place.along() : categories.indexOf(place.along());
  }
}
