package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.style.markers.Marker;

/** A plot's layout, title, legend, panels and labels, and what its series look like. */
final class PlotPicture {
  private static final int PANEL_TITLE = 26;
  private static final int BETWEEN = 14;

  /** A picture that was not told its size stays below this, with its note. */
  private static final int HIGHEST = 480;

  private static final BasicStroke WHISKER = new BasicStroke(2);
  private static final BasicStroke REFERENCE =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {3, 3}, 0);

  /** Size of a mark in pixels, and of one for a single replicate. */
  private static final int SIZE = 9;

  private static final int SMALL = 5;

  /** A line with more points than this has marks at some of them only. */
  private static final int MARKED_POINTS = 24;

  private final Plot plot;
  private final PlotData data;

  /** Each panel's value of the facet's column; one null if there is only one panel. */
  private final List<Object> facets;

  /** Whether panels are different measures, each with its own y axis. */
  private final boolean own;

  private final boolean bars;
  private final Key legend;
  private final int width;
  private final int height;
  private final int columns;
  private final List<Axes> panels;

  /** The plot is this picture's own. */
  PlotPicture(Plot plot) {
    this.plot = plot;
    data = new PlotData(plot);
    facets = data.facets.isEmpty() ? Collections.singletonList(null) : data.facets;
    own = Columns.MEASURE.equals(plot.facet());
    bars = plot.mark == Plot.Mark.BARS;
    columns = Math.min(plot.columns, facets.size());
    width = plot.width > 0 ? plot.width : Math.max(Theme.WIDTH, 360 * columns);
    legend = Key.of(entries(), width - 2 * Theme.MARGIN);
    int note = data.note().isEmpty() ? 0 : Figure.NOTE;
    height = plot.height > 0 ? plot.height - note : ownHeight();
    panels = panels();
  }

  Figure figure() {
    return new Figure(plot.title(), width, height, this::paint)
        .alt(plot.alt.isBlank() ? data.finding() : plot.alt)
        .note(data.note());
  }

  /** As high as its panels, or the names in it, ask for; not above a screen if they fit. */
  private int ownHeight() {
    int rows = (facets.size() + columns - 1) / columns;
    int high = data.facets.isEmpty() ? Theme.HEIGHT - Theme.TITLE_BAND : 80 + 240 * rows;
    int names = plot.lying() ? data.along().names().size() : 0;
    int around = Theme.TITLE_BAND + legend.height();
    int asked = around + high + Math.max(0, 30 * names - 300);
    int least = around + 80 + rows * (PANEL_TITLE + BETWEEN + Math.max(60, 20 * names));
    int note = data.note().isEmpty() ? 0 : Figure.NOTE;
    return Math.min(asked, Math.max(least, HIGHEST - note));
  }

  /** Nothing if there is nothing to tell apart. */
  private List<Key.Entry> entries() {
    List<Key.Entry> entries = new ArrayList<>();
    boolean layered = data.layers.size() > 1;
    if (data.colours.size() > 1 || layered && !data.colours.isEmpty()) {
      if (data.colours.get(0) instanceof Double) {
        entries.add(new Key.Entry(Columns.words(plot.colour()), null));
      }
      for (Object key : data.colours) {
        entries.add(entry(Columns.value(plot.colour(), key), data.series(0, key)));
      }
    } else if (layered) {
      entries.add(
          entry(
              data.summarised() ? "median" : Columns.words(plot.measures().get(0)),
              data.series(0, null)));
    }
    for (int i = 1; i < data.layers.size(); i++) {
      entries.add(entry(data.layers.get(i).name(), data.series(i, null)));
    }
    plot.references.forEach(r -> entries.add(new Key.Entry(r.name(), Theme.INK, null, REFERENCE)));
    return entries;
  }

  private Key.Entry entry(String text, PlotData.Series s) {
    BasicStroke stroke = plot.mark == Plot.Mark.LINE ? stroke(s) : null;
    return new Key.Entry(text, bars ? filling(s) : s.colour(), bars ? null : mark(s), stroke);
  }

  /** Every panel's axes; the y axis is one for all unless panels are different measures. */
  private List<Axes> panels() {
    Scale along = data.along();
    List<Axes> all = new ArrayList<>();
    for (Object facet : facets) {
      Scale measured = data.measured(own ? facet : null);
      all.add(plot.lying() ? new Axes(null, measured, along) : new Axes(null, along, measured));
    }
    int rows = (facets.size() + columns - 1) / columns;
    double panelTitle = data.facets.isEmpty() ? 0 : PANEL_TITLE;
    double top = Theme.TITLE_BAND + legend.height() + 6;
    double row = (height - top - 60) / rows - panelTitle;
    double left = all.stream().mapToDouble(a -> a.up().room(row, false)).max().orElseThrow();
    double gap = own ? left + BETWEEN : 26;
    double free = width - left - 2 * Theme.MARGIN - 6 - gap * (columns - 1);
    double wide = Math.floor(free / columns);
    double below = all.get(0).across().room(wide, true) + Theme.MARGIN;
    double high = Math.floor((height - top - below + BETWEEN) / rows - panelTitle - BETWEEN);
    String full =
        "%d panels do not fit into %d x %d pixels; make the plot larger or change columns.";
    Checks.that(wide >= 60 && high >= 50, full, all.size(), width, height);
    for (int i = 0; i < all.size(); i++) {
      double x = Math.rint(Theme.MARGIN + left) + (wide + gap) * (i % columns);
      double y = top + panelTitle + (high + panelTitle + BETWEEN) * (i / columns);
      var place = new Rectangle2D.Double(Math.rint(x), y, wide, high);
      all.set(i, new Axes(place, all.get(i).across(), all.get(i).up()));
    }
    return all;
  }

  private void paint(Graphics2D g) {
    Theme.title(g, plot.title(), width);
    legend.paint(g, width / 2.0, Theme.TITLE_BAND);
    Rectangle2D whole = panels.get(0).plot();
    for (int i = 0; i < panels.size(); i++) {
      Axes axes = panels.get(i);
      Object facet = facets.get(i);
      axes.paint(g, i + columns >= panels.size(), own || i % columns == 0);
      paintData(g, axes, facet);
      if (facet != null) {
        String value = Columns.value(plot.facet(), facet);
        String words = facet instanceof Double ? Columns.words(plot.facet()) + " " : "";
        String name = own ? Columns.label(List.of(facet.toString())) : words + value;
        var font = Theme.fitting(name, Theme.PANEL, axes.plot().getWidth());
        Theme.text(g, name, font, axes.plot().getCenterX(), axes.plot().getMinY() - 8, 0.5);
      }
      whole = whole.createUnion(axes.plot());
    }
    panels.get(0).titles(g, whole, width, height);
  }

  /** What lies inside a panel's frame: areas first, then lines, then marks. */
  private void paintData(Graphics2D g, Axes axes, Object facet) {
    Marks marks = new Marks(axes);
    Scale along = plot.lying() ? axes.up() : axes.across();
    int count = data.series.size();
    double slot = Math.min(bars ? 1 : 0.25, 0.8 / count);
    if (plot.mark == Plot.Mark.LINE) {
      data.series.forEach(s -> band(marks, s, s.of(facet)));
    }
    for (int i = 0; i < count; i++) {
      PlotData.Series s = data.series.get(i);
      List<Spread> spreads = s.of(facet);
      if (plot.mark == Plot.Mark.LINE) {
        curve(marks, s, spreads);
      } else {
        for (Spread spread : spreads) {
          double at = data.at(spread) + slot * aside(s, spread.along(), facet);
          replicates(marks, s, at, slot, spread);
        }
      }
    }
    for (Plot.Reference r : plot.references) {
      marks.line(List.of(at(along.from(), r.at()), at(along.to(), r.at())), Theme.INK, REFERENCE);
    }
    marks.paint(g);
  }

  /** How many slots a series stands aside of a place, among those that have a value there. */
  private double aside(PlotData.Series own, Object place, Object facet) {
    if (!data.named) {
      return 0;
    }
    List<PlotData.Series> there =
        data.series.stream()
            .filter(s -> s.of(facet).stream().anyMatch(other -> other.along().equals(place)))
            .toList();
    return there.indexOf(own) - (there.size() - 1) / 2.0;
  }

  private Point2D at(double along, double value) {
    return plot.lying() ? new Point2D.Double(value, along) : new Point2D.Double(along, value);
  }

  private List<Point2D> points(List<Spread> spreads, ToDoubleFunction<Spread> value) {
    return spreads.stream().map(s -> at(data.at(s), value.applyAsDouble(s))).toList();
  }

  private Marker mark(PlotData.Series s) {
    return Marks.mark(s.number(), SIZE, s.layer() > 0);
  }

  private static BasicStroke stroke(PlotData.Series s) {
    return s.layer() > 0 ? Theme.DASHED : Theme.SOLID;
  }

  /** What bars are filled with. */
  private Color filling(PlotData.Series s) {
    return Palette.transparent(s.colour(), s.layer() > 0 ? 40 : 255);
  }

  /** The range of a curve's replicates, where there are not just a few. */
  private void band(Marks marks, PlotData.Series s, List<Spread> spreads) {
    if (!spreads.stream().allMatch(Spread::few)) {
      List<Point2D> edge = new ArrayList<>(points(spreads, p -> p.few() ? p.middle() : p.high()));
      Collections.reverse(edge);
      edge.addAll(0, points(spreads, p -> p.few() ? p.middle() : p.low()));
      marks.area(edge, Palette.transparent(s.colour(), s.layer() == 0 ? 50 : 25));
    }
  }

  private void curve(Marks marks, PlotData.Series s, List<Spread> spreads) {
    Color colour = s.colour();
    spreads.forEach(spread -> singles(marks, data.at(spread), spread, colour));
    List<Point2D> middle = points(spreads, Spread::middle);
    int n = middle.size();
    marks.line(middle, colour, stroke(s));
    if (s.layer() == 0 || n <= MARKED_POINTS) {
      int step = n <= MARKED_POINTS ? 1 : n / 8;
      // Of lines on top of each other the marks stand at different points.
      int first = s.number() * step / 7 % step;
      List<Point2D> marked =
          IntStream.iterate(first, j -> j < n, j -> j + step).mapToObj(middle::get).toList();
      marks.marks(marked, mark(s), colour);
    }
  }

  /** A bar or point with its range, or with the single values if they are few. */
  private void replicates(Marks marks, PlotData.Series s, double at, double slot, Spread spread) {
    Color colour = bars ? Theme.INK : s.colour();
    if (bars) {
      Scale measured = plot.lying() ? marks.axes.across() : marks.axes.up();
      double base = measured.log() ? measured.from() : Math.max(measured.from(), 0);
      double half = slot * 0.46;
      List<Point2D> corners =
          List.of(
              at(at - half, base),
              at(at - half, spread.middle()),
              at(at + half, spread.middle()),
              at(at + half, base));
      marks.area(corners, filling(s));
      if (s.layer() > 0) {
        marks.line(corners, s.colour(), WHISKER);
      }
    }
    if (!spread.few()) {
      List<Point2D> ends = List.of(at(at, spread.low()), at(at, spread.high()));
      marks.line(ends, colour, bars ? WHISKER : Theme.SOLID);
    }
    singles(marks, at, spread, colour);
    if (!bars) {
      marks.marks(List.of(at(at, spread.middle())), mark(s), colour);
    }
  }

  /** The replicates one by one if they are few. */
  private void singles(Marks marks, double at, Spread spread, Color colour) {
    if (spread.few() && spread.single().length > 1) {
      List<Point2D> single = DoubleStream.of(spread.single()).mapToObj(v -> at(at, v)).toList();
      marks.marks(single, Marks.mark(0, SMALL, false), Palette.transparent(colour, 130));
    }
  }
}
