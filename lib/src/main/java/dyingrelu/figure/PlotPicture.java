package dyingrelu.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.style.markers.Marker;

/** A plot's layout: title, legend, panels with their axes, and labels. */
final class PlotPicture {
  private static final int MARGIN = 12;
  private static final int PANEL_TITLE = 26;

  /** Room at the ends of an axis, as a share of what it shows. */
  private static final double ROOM = 0.035;

  private final PlotData data;
  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final Key legend;
  private final int width;
  private final int height;
  private final int columns;
  private final List<Axes> panels;

  PlotPicture(Plot plot) {
    data = new PlotData(plot);
    title = plot.title();
    xLabel = plot.xLabel();
    yLabel = plot.yLabel();
    columns = Math.max(1, Math.min(plot.columns, data.facets.size()));
    width = plot.width > 0 ? plot.width : Math.max(Theme.WIDTH, 360 * columns);
    legend = Key.of(entries(), width - 2 * MARGIN);
    int rows = (Math.max(1, data.facets.size()) + columns - 1) / columns;
    int above = Theme.TITLE_BAND + legend.height();
    int panelsHeight = data.facets.isEmpty() ? Theme.HEIGHT - Theme.TITLE_BAND : 80 + 240 * rows;
    int names = data.lying ? Math.max(0, 30 * data.categories.size() - 300) : 0;
    height =
        plot.height > 0
            ? plot.height - (data.note.isEmpty() ? 0 : Figure.NOTE)
            : above + panelsHeight + names;
    panels = panels(plot, rows, above);
  }

  /** Nothing if there is nothing to tell apart. */
  private List<Key.Entry> entries() {
    boolean line = data.mark == Plot.Mark.LINE;
    boolean bars = data.mark == Plot.Mark.BARS;
    List<Key.Entry> entries = new ArrayList<>();
    if (data.colours.size() > 1 || !data.colours.isEmpty() && data.layers.size() > 1) {
      if (data.colours.get(0) instanceof Double) {
        entries.add(new Key.Entry(Columns.words(data.colour), null, null, null, false));
      }
      for (Object key : data.colours) {
        PlotData.Series s = new PlotData.Series(0, key);
        entries.add(
            new Key.Entry(
                Columns.value(data.colour, key),
                data.paint(s),
                bars ? null : data.shape(s),
                line ? Theme.SOLID : null,
                false));
      }
    } else if (data.layers.size() > 1) {
      PlotData.Series s = new PlotData.Series(0, null);
      entries.add(
          new Key.Entry(
              "here",
              data.paint(s),
              bars ? null : Marks.SHAPES.get(0),
              line ? Theme.SOLID : null,
              false));
    }
    for (int i = 1; i < data.layers.size(); i++) {
      Marker shape = bars ? null : new Marks.Hollow(Marks.SHAPES.get(0));
      Color ink = data.colours.isEmpty() ? data.paint(new PlotData.Series(0, null)) : Theme.INK;
      entries.add(
          new Key.Entry(data.layers.get(i).name(), ink, shape, line ? Theme.DASHED : null, true));
    }
    for (Plot.Reference r : data.references) {
      entries.add(new Key.Entry(r.name(), Theme.INK, null, Panel.REFERENCE, false));
    }
    return entries;
  }

  /** Every panel's axes; the y axis is one for all unless panels are different measures. */
  private List<Axes> panels(Plot plot, int rows, int above) {
    boolean own = Columns.MEASURE.equals(data.facet);
    List<Object> all = data.facets.isEmpty() ? Arrays.asList((Object) null) : data.facets;
    Scale alongScale = alongScale(plot);
    List<Scale> ends = all.stream().map(f -> measured(plot, own ? f : null)).toList();
    double panelTitle = data.facets.isEmpty() ? 0 : PANEL_TITLE;
    double bottom = MARGIN + (xLabel.isEmpty() ? 0 : Axes.TITLE);
    double left = MARGIN + (yLabel.isEmpty() || own ? 0 : Axes.TITLE);
    double tall = (height - above - bottom) / rows - panelTitle - 30;
    double labels =
        (data.lying ? Stream.of(alongScale) : ends.stream())
                .mapToDouble(s -> s.depth(tall, false))
                .max()
                .orElseThrow()
            + Axes.GAP;
    double gap = own ? labels + 14 : 26;
    double each = Math.floor((width - left - labels - MARGIN - 6 - gap * (columns - 1)) / columns);
    Scale firstAcross = data.lying ? ends.get(0) : alongScale;
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
          data.lying
              ? new Axes(place, ends.get(i), alongScale)
              : new Axes(place, alongScale, ends.get(i)));
    }
    return axes;
  }

  private Scale alongScale(Plot plot) {
    String label = data.lying ? yLabel : xLabel;
    if (!data.categories.isEmpty()) {
      List<String> names = data.categories.stream().map(c -> Columns.value(data.along, c)).toList();
      return Scale.categories(label, names, data.lying);
    }
    double[] x = data.places.stream().mapToDouble(p -> (Double) p).toArray();
    Checks.logarithmic("x", plot.logX, plot.xRange);
    if (plot.logX) {
      Checks.positive(data.along, "x", x);
    }
    boolean whole = DoubleStream.of(x).allMatch(v -> v == Math.rint(v));
    double[] ends = plot.xRange != null ? plot.xRange : new double[] {x[0], x[x.length - 1]};
    return Scale.numbers(label, ends[0], ends[1], plot.logX, whole, ROOM);
  }

  /** The scale of what is measured, over one panel or all. */
  private Scale measured(Plot plot, Object panel) {
    boolean log = data.lying ? plot.logX : plot.logY;
    String name = data.lying ? "x" : "y";
    double[] given = data.lying && plot.xRange != null ? plot.xRange : plot.range;
    Checks.logarithmic(name, log, given);
    double[] values =
        data.summaries.stream()
            .flatMap(s -> s.drawn(p -> panel == null || panel.equals(p.facet())))
            .mapToDouble(v -> v)
            .toArray();
    if (log) {
      Checks.positive(title, name, values);
    }
    boolean base = data.mark == Plot.Mark.BARS && !log;
    double[] lines =
        Stream.concat(
                data.references.stream().map(Plot.Reference::at),
                base ? Stream.of(0.0) : Stream.empty())
            .mapToDouble(v -> v)
            .toArray();
    var ends =
        DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(lines)).summaryStatistics();
    double least = given != null ? given[0] : ends.getMin();
    double most = given != null ? given[1] : ends.getMax();
    Scale scale = Scale.numbers(data.lying ? xLabel : yLabel, least, most, log, false, ROOM);
    // Bars stand on the axis.
    return base && least == 0 && most > 0
        ? new Scale(scale.label(), 0, scale.to(), false, false, List.of())
        : scale;
  }

  Figure figure() {
    Stream<String> titles = data.facets.stream().map(f -> Columns.named(data.facet, f));
    List<String> labels =
        Stream.of(Stream.of(xLabel, yLabel), legend.texts(), titles)
            .flatMap(s -> s)
            .distinct()
            .toList();
    return new Figure(title, labels, width, height, this::paint).note(data.note);
  }

  private void paint(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    Theme.title(g, title, width);
    legend.paint(g, 0, width, Theme.TITLE_BAND);
    boolean own = Columns.MEASURE.equals(data.facet);
    for (int i = 0; i < panels.size(); i++) {
      Axes axes = panels.get(i);
      Rectangle2D plot = axes.plot();
      axes.grid(g);
      Object panel = data.facets.isEmpty() ? null : data.facets.get(i);
      new Panel(data, axes, panel).paint(g);
      axes.frame(g, i + columns >= panels.size(), own || i % columns == 0);
      if (panel != null) {
        String name = own ? Columns.label(panel.toString()) : Columns.named(data.facet, panel);
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
}
