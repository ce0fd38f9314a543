package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.style.markers.Marker;

/** A plot's data, brought together, with its layout. */
final class PlotPicture {
  private static final int MARGIN = 12;
  private static final int PANEL_TITLE = 26;
  private static final int LEGEND_ROW = 24;
  private static final int SWATCH = 30;

  /** A line with more points than this has marks at some of them only. */
  private static final int MARKED_POINTS = 24;

  /** Room at the ends of an axis, as a share of what it shows. */
  private static final double ROOM = 0.035;

  private static final BasicStroke WHISKER = new BasicStroke(2);
  private static final BasicStroke REFERENCE =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {3, 3}, 0);

  /** One curve, row of bars or row of points of a panel. */
  private record Series(int layer, Object colour) {}

  /** One of a legend's entries: a line, a mark, both, or neither for a bar; no colour for words. */
  private record Entry(
      String text, Color colour, Marker shape, BasicStroke stroke, boolean hollow) {
    double width() {
      return (colour == null ? 0 : SWATCH + 6) + Theme.width(text, Theme.LEGEND) + 20;
    }
  }

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final Plot.Mark mark;
  private final boolean lying;
  private final String facet;
  private final double[] band;
  private final List<Plot.Reference> references;
  private final List<Plot.Layer> layers;
  private final List<Summary> summaries;
  private final String note;
  private final List<Object> facets;
  private final List<Object> colours;
  private final List<Color> paints;
  private final List<Object> categories;
  private final List<Series> series;
  private final List<List<Entry>> legend;
  private final int width;
  private final int height;
  private final List<Axes> panels;
  private final int columns;

  PlotPicture(Plot plot) {
    title = plot.title();
    lying = plot.lying();
    xLabel = plot.xLabel();
    yLabel = plot.yLabel();
    mark = plot.mark;
    facet = plot.facet();
    band = plot.band;
    references = List.copyOf(plot.references);
    layers = plot.layers();
    String along = lying ? plot.ys.get(0) : plot.x;
    List<String> measures = lying ? List.of(plot.x) : plot.ys;
    String colour = plot.colour();
    summaries =
        layers.stream()
            .map(
                l -> {
                  List<String> its = lying && l.name().isEmpty() ? measures : l.ys();
                  return Summary.of(l.table(), along, its, measures, colour, facet, band);
                })
            .toList();
    if (summaries.get(0).values().isEmpty()) {
      throw new IllegalArgumentException(
          "The plot '%s' has no values: no row has both '%s' and '%s'."
              .formatted(title, along, String.join("' or '", measures)));
    }
    List<String> named = Stream.of(along, colour, facet).filter(Objects::nonNull).toList();
    note =
        Stream.of(replicates(Columns.varying(layers.get(0).table(), named)), plot.note)
            .filter(line -> !line.isBlank())
            .collect(Collectors.joining(". "));
    facets = Columns.ordered(facet, keys(Summary.Place::facet).filter(Objects::nonNull));
    colours = Columns.ordered(colour, keys(Summary.Place::colour).filter(Objects::nonNull));
    List<Object> shown = colours.isEmpty() ? List.of((Object) "") : colours;
    paints = Columns.colours(shown);
    List<Object> places = Columns.ordered(along, keys(Summary.Place::along));
    boolean numbers = places.stream().allMatch(Double.class::isInstance);
    categories = numbers && mark != Plot.Mark.BARS ? List.of() : places;
    series =
        Stream.concat(colours.stream(), Stream.of((Object) null))
            .flatMap(c -> IntStream.range(0, layers.size()).mapToObj(l -> new Series(l, c)))
            .filter(this::drawn)
            .toList();
    columns = Math.max(1, Math.min(plot.columns, facets.size()));
    width = plot.width > 0 ? plot.width : Math.max(Theme.WIDTH, 360 * columns);
    List<Entry> entries = entries(colour);
    legend = flowed(entries, width - 2 * MARGIN);
    int rows = (Math.max(1, facets.size()) + columns - 1) / columns;
    int above = Theme.TITLE_BAND + LEGEND_ROW * legend.size();
    height =
        plot.height > 0
            ? plot.height - (note.isEmpty() ? 0 : Figure.NOTE)
            : above
                + (facets.isEmpty() ? Theme.HEIGHT - Theme.TITLE_BAND : 80 + 240 * rows)
                + (lying ? Math.max(0, 30 * categories.size() - 300) : 0);
    panels = panels(plot, along, places, rows, above);
  }

  private Stream<Object> keys(Function<Summary.Place, Object> part) {
    return summaries.stream().flatMap(s -> s.values().keySet().stream()).map(part);
  }

  private boolean drawn(Series s) {
    return summaries.get(s.layer).values().keySet().stream()
        .anyMatch(place -> Objects.equals(place.colour(), s.colour));
  }

  /** What lines, bars and points are, of how many replicates; in its own words for each layer. */
  private String replicates(List<String> varying) {
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

  private Color paint(Series s) {
    return s.colour == null && !colours.isEmpty()
        ? Theme.INK
        : paints.get(Math.max(0, colours.indexOf(s.colour)));
  }

  private Marker shape(Series s) {
    Marker shape = Marks.SHAPES.get(Math.max(0, colours.indexOf(s.colour)) % Marks.SHAPES.size());
    return s.layer == 0 ? shape : new Marks.Hollow(shape);
  }

  /** Nothing if there is nothing to tell apart. */
  private List<Entry> entries(String colour) {
    boolean line = mark == Plot.Mark.LINE;
    boolean bars = mark == Plot.Mark.BARS;
    List<Entry> entries = new ArrayList<>();
    if (colours.size() > 1 || !colours.isEmpty() && layers.size() > 1) {
      if (colours.get(0) instanceof Double) {
        entries.add(new Entry(Columns.words(colour), null, null, null, false));
      }
      for (Object key : colours) {
        Series s = new Series(0, key);
        entries.add(
            new Entry(
                Columns.value(colour, key),
                paint(s),
                bars ? null : shape(s),
                line ? Theme.SOLID : null,
                false));
      }
    } else if (layers.size() > 1) {
      Series s = new Series(0, null);
      entries.add(
          new Entry(
              "here",
              paint(s),
              bars ? null : Marks.SHAPES.get(0),
              line ? Theme.SOLID : null,
              false));
    }
    for (int i = 1; i < layers.size(); i++) {
      Marker shape = bars ? null : new Marks.Hollow(Marks.SHAPES.get(0));
      Color ink = colours.isEmpty() ? paints.get(0) : Theme.INK;
      entries.add(new Entry(layers.get(i).name(), ink, shape, line ? Theme.DASHED : null, true));
    }
    for (Plot.Reference r : references) {
      entries.add(new Entry(r.name(), Theme.INK, null, REFERENCE, false));
    }
    return entries;
  }

  private static List<List<Entry>> flowed(List<Entry> entries, double width) {
    List<List<Entry>> rows = new ArrayList<>();
    double taken = width;
    for (Entry entry : entries) {
      if (taken + entry.width() > width || rows.isEmpty()) {
        rows.add(new ArrayList<>());
        taken = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      taken += entry.width();
    }
    return rows;
  }

  /** Every panel's axes; the y axis is one for all unless panels are different measures. */
  private List<Axes> panels(Plot plot, String along, List<Object> places, int rows, int above) {
    boolean own = Columns.MEASURE.equals(facet);
    List<Object> all = facets.isEmpty() ? Arrays.asList((Object) null) : facets;
    Scale alongScale = alongScale(plot, along, places);
    List<Scale> ends = all.stream().map(f -> measured(plot, own ? f : null)).toList();
    double panelTitle = facets.isEmpty() ? 0 : PANEL_TITLE;
    double bottom = MARGIN + (xLabel.isEmpty() ? 0 : Axes.TITLE);
    double left = MARGIN + (yLabel.isEmpty() || own ? 0 : Axes.TITLE);
    double tall = (height - above - bottom) / rows - panelTitle - 30;
    Scale firstUp = lying ? alongScale : ends.get(0);
    double labels =
        (lying ? Stream.of(alongScale) : ends.stream())
                .mapToDouble(s -> s.depth(tall, false))
                .max()
                .orElseThrow()
            + Axes.GAP;
    double gap = own ? labels + 14 : 20;
    double each = Math.floor((width - left - labels - MARGIN - 6 - gap * (columns - 1)) / columns);
    Scale firstAcross = lying ? ends.get(0) : alongScale;
    double below = firstAcross.depth(each, true) + 6;
    double high = Math.floor((height - above - 6 - bottom - below + 14) / rows - panelTitle - 14);
    if (each < 60 || high < 50) {
      throw new IllegalArgumentException(
          "%d panels of '%s' do not fit into %d x %d pixels; make the plot larger with size or"
                  .formatted(all.size(), title, width, height)
              + " change its columns.");
    }
    List<Axes> axes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      double x = left + labels + (each + gap) * (i % columns);
      double y = above + 6 + panelTitle + (high + panelTitle + 14) * (i / columns);
      var place = new Rectangle2D.Double(Math.rint(x), Math.rint(y), each, high);
      axes.add(
          lying
              ? new Axes(place, ends.get(i), alongScale)
              : new Axes(place, alongScale, ends.get(i)));
    }
    return axes;
  }

  private Scale alongScale(Plot plot, String along, List<Object> places) {
    String label = lying ? yLabel : xLabel;
    if (!categories.isEmpty()) {
      List<String> names = categories.stream().map(c -> Columns.value(along, c)).toList();
      return Scale.categories(label, names, lying);
    }
    double[] x = places.stream().mapToDouble(p -> (Double) p).toArray();
    Checks.logarithmic("x", plot.logX, plot.xRange);
    if (plot.logX) {
      Checks.positive(along, "x", x);
    }
    boolean whole = DoubleStream.of(x).allMatch(v -> v == Math.rint(v));
    double[] ends = plot.xRange != null ? plot.xRange : new double[] {x[0], x[x.length - 1]};
    return Scale.numbers(label, ends[0], ends[1], plot.logX, whole, ROOM);
  }

  /** The scale of what is measured, over one panel or all. */
  private Scale measured(Plot plot, Object panel) {
    boolean log = lying ? plot.logX : plot.logY;
    String name = lying ? "x" : "y";
    double[] given = lying && plot.xRange != null ? plot.xRange : plot.range;
    Checks.logarithmic(name, log, given);
    double[] values =
        summaries.stream()
            .flatMap(s -> s.drawn(p -> panel == null || panel.equals(p.facet())))
            .mapToDouble(v -> v)
            .toArray();
    if (log) {
      Checks.positive(title, name, values);
    }
    boolean base = mark == Plot.Mark.BARS && !log;
    double[] lines =
        Stream.concat(
                references.stream().map(Plot.Reference::at), base ? Stream.of(0.0) : Stream.empty())
            .mapToDouble(v -> v)
            .toArray();
    var ends =
        DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(lines)).summaryStatistics();
    double least = given != null ? given[0] : ends.getMin();
    double most = given != null ? given[1] : ends.getMax();
    Scale scale = Scale.numbers(lying ? xLabel : yLabel, least, most, log, false, ROOM);
    // Bars stand on the axis.
    return base && least == 0 && most > 0
        ? new Scale(scale.label(), 0, scale.to(), false, false, List.of())
        : scale;
  }

  Figure figure() {
    Stream<String> texts = legend.stream().flatMap(List::stream).map(Entry::text);
    Stream<String> titles = facets.stream().map(f -> Columns.named(facet, f));
    List<String> labels =
        Stream.of(Stream.of(xLabel, yLabel), texts, titles).flatMap(s -> s).distinct().toList();
    return new Figure(title, labels, width, height, this::paint).note(note);
  }

  private void paint(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    Theme.title(g, title, width);
    paintLegend(g);
    boolean own = Columns.MEASURE.equals(facet);
    for (int i = 0; i < panels.size(); i++) {
      Axes axes = panels.get(i);
      Rectangle2D plot = axes.plot();
      axes.grid(g);
      Object panel = facets.isEmpty() ? null : facets.get(i);
      Marks marks = new Marks(axes);
      paintMarks(marks, axes, panel);
      marks.paint(g);
      axes.frame(g, i + columns >= panels.size(), own || i % columns == 0);
      if (panel != null) {
        String name = own ? Columns.label(panel.toString()) : Columns.named(facet, panel);
        g.setColor(Theme.INK);
        var font = Theme.fitting(name, Theme.PANEL, plot.getWidth());
        Theme.text(g, name, font, plot.getCenterX(), plot.getMinY() - 8, 0.5);
      }
    }
    Rectangle2D first = panels.get(0).plot();
    Rectangle2D last = panels.get(panels.size() - 1).plot();
    double right = panels.get(Math.min(columns, panels.size()) - 1).plot().getMaxX();
    g.setColor(Theme.INK);
    double across = (first.getMinX() + right) / 2;
    double low = last.getMaxY() + panels.get(0).across().depth(last.getWidth(), true) + 24;
    Theme.text(g, xLabel, Theme.fitting(xLabel, Theme.AXIS, width - 24.0), across, low, 0.5);
    if (!own) {
      double up = (first.getMinY() + last.getMaxY()) / 2;
      double room = height - Theme.TITLE_BAND - 12.0;
      Theme.textUpwards(g, yLabel, Theme.fitting(yLabel, Theme.AXIS, room), MARGIN + 14, up);
    }
  }

  private void paintLegend(Graphics2D g) {
    double y = Theme.TITLE_BAND + LEGEND_ROW / 2.0;
    for (List<Entry> row : legend) {
      double x = (width - row.stream().mapToDouble(Entry::width).sum() + 20) / 2;
      for (Entry e : row) {
        double text = x;
        if (e.colour != null) {
          g.setColor(e.colour);
          if (e.stroke != null) {
            g.setStroke(e.stroke);
            g.draw(new Line2D.Double(x, y, x + SWATCH, y));
          }
          if (e.shape != null) {
            e.shape.paint(g, x + SWATCH / 2.0, y, Marks.SIZE);
          } else if (e.stroke == null) {
            var box = new Rectangle2D.Double(x + 8, y - 7, 16, 14);
            g.setStroke(WHISKER);
            g.draw(box);
            if (!e.hollow) {
              g.fill(box);
            }
          }
          text += SWATCH + 6;
        }
        g.setColor(Theme.INK);
        Theme.text(g, e.text, Theme.LEGEND, text, y + 5, 0);
        x += e.width();
      }
      y += LEGEND_ROW;
    }
  }

  private void paintMarks(Marks marks, Axes axes, Object panel) {
    for (int i = 0; i < series.size(); i++) {
      Series s = series.get(i);
      List<Map.Entry<Summary.Place, Summary.Spread>> points =
          summaries.get(s.layer).values().entrySet().stream()
              .filter(e -> Objects.equals(e.getKey().colour(), s.colour))
              .filter(
                  e ->
                      panel == null
                          || e.getKey().facet() == null
                          || e.getKey().facet().equals(panel))
              .sorted(Comparator.comparingDouble(e -> along(e.getKey())))
              .toList();
      if (points.isEmpty()) {
        continue;
      }
      double slot = slot();
      double aside = categories.isEmpty() ? 0 : (i - (series.size() - 1) / 2.0) * slot;
      if (mark == Plot.Mark.LINE) {
        curve(marks, s, points);
      } else {
        for (var point : points) {
          double at = along(point.getKey()) + aside;
          if (mark == Plot.Mark.BARS) {
            bar(marks, axes, s, at, slot, point.getValue());
          }
          replicates(marks, s, at, point.getValue(), mark == Plot.Mark.BARS);
        }
      }
    }
    // Over bands and bars, below nothing.
    for (Plot.Reference r : references) {
      Scale along = lying ? axes.up() : axes.across();
      marks.line(List.of(at(along.from(), r.at()), at(along.to(), r.at())), Theme.INK, REFERENCE);
    }
  }

  /** The part of a category that one series takes. */
  private double slot() {
    return mark == Plot.Mark.BARS ? 0.8 / series.size() : Math.min(0.25, 0.8 / series.size());
  }

  private double along(Summary.Place place) {
    return categories.isEmpty() ? (Double) place.along() : categories.indexOf(place.along());
  }

  private Point2D at(double along, double value) {
    return lying ? new Point2D.Double(value, along) : new Point2D.Double(along, value);
  }

  private void curve(Marks marks, Series s, List<Map.Entry<Summary.Place, Summary.Spread>> points) {
    Color colour = paint(s);
    List<Point2D> middle = new ArrayList<>();
    List<Point2D> low = new ArrayList<>();
    List<Point2D> high = new ArrayList<>();
    List<Point2D> single = new ArrayList<>();
    for (var point : points) {
      double x = along(point.getKey());
      Summary.Spread spread = point.getValue();
      boolean few = spread.single().length <= Summary.FEW;
      middle.add(at(x, spread.middle()));
      low.add(at(x, few ? spread.middle() : spread.low()));
      high.add(0, at(x, few ? spread.middle() : spread.high()));
      if (few && spread.single().length > 1) {
        DoubleStream.of(spread.single()).forEach(v -> single.add(at(x, v)));
      }
    }
    if (points.stream().anyMatch(p -> p.getValue().single().length > Summary.FEW)) {
      List<Point2D> edge = Stream.concat(low.stream(), high.stream()).toList();
      marks.area(edge, Palette.transparent(colour, s.layer == 0 ? 50 : 25));
    }
    marks.marks(single, Marks.SHAPES.get(0), Marks.SMALL, Palette.transparent(colour, 130));
    marks.line(middle, colour, s.layer == 0 ? Theme.SOLID : Theme.DASHED);
    int n = middle.size();
    int step = n <= MARKED_POINTS ? 1 : n / 8;
    // Of lines on top of each other the marks stand at different points.
    int first = Math.max(0, colours.indexOf(s.colour)) * step / Marks.SHAPES.size();
    List<Point2D> marked =
        IntStream.iterate(first, j -> j < n, j -> j + step).mapToObj(middle::get).toList();
    if (s.layer == 0 || n <= MARKED_POINTS) {
      marks.marks(marked, shape(s), Marks.SIZE, colour);
    }
  }

  private void bar(
      Marks marks, Axes axes, Series s, double at, double slot, Summary.Spread spread) {
    Scale measured = lying ? axes.across() : axes.up();
    double base = measured.log() ? measured.from() : Math.max(measured.from(), 0);
    double half = slot * 0.46;
    List<Point2D> corners =
        List.of(
            at(at - half, base),
            at(at - half, spread.middle()),
            at(at + half, spread.middle()),
            at(at + half, base));
    if (s.layer == 0) {
      marks.area(corners, paint(s));
    } else {
      marks.area(corners, Palette.transparent(paint(s), 40));
      marks.line(corners, paint(s), WHISKER);
    }
  }

  /** The middle with its range, or with the single values if they are few. */
  private void replicates(Marks marks, Series s, double at, Summary.Spread spread, boolean bar) {
    Color colour = bar ? Theme.INK : paint(s);
    if (spread.single().length > Summary.FEW) {
      List<Point2D> ends = List.of(at(at, spread.low()), at(at, spread.high()));
      marks.line(ends, colour, bar ? WHISKER : Theme.SOLID);
    } else if (spread.single().length > 1) {
      List<Point2D> single = DoubleStream.of(spread.single()).mapToObj(v -> at(at, v)).toList();
      marks.marks(single, Marks.SHAPES.get(0), Marks.SMALL, Palette.transparent(colour, 130));
    }
    if (!bar) {
      marks.marks(List.of(at(at, spread.middle())), shape(s), Marks.SIZE, colour);
    }
  }
}
