package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A plot's layout: title, legend, panels with their axes, and labels. */
final class PlotPicture {
  private static final int PANEL_TITLE = 26;
  private static final int BETWEEN = 14;

  private final Plot plot;
  private final PlotData data;

  /** Each panel's value of the facet's column; one null if there is only one panel. */
  private final List<Object> facets;

  private final boolean own;
  private final String note;
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
    note = data.note();
    columns = Math.min(plot.columns, facets.size());
    width = plot.width > 0 ? plot.width : Math.max(Theme.WIDTH, 360 * columns);
    legend = Key.of(entries(), width - 2 * Theme.MARGIN);
    height = plot.height > 0 ? plot.height - (note.isEmpty() ? 0 : Figure.NOTE) : ownHeight();
    panels = panels();
  }

  /** As high as its panels, or the names in it, ask for. */
  private int ownHeight() {
    int rows = (facets.size() + columns - 1) / columns;
    int high = data.facets.isEmpty() ? Theme.HEIGHT - Theme.TITLE_BAND : 80 + 240 * rows;
    int names = plot.lying() ? data.along().names().size() : 0;
    return Theme.TITLE_BAND + legend.height() + high + Math.max(0, 30 * names - 300);
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
        entries.add(entry(Columns.value(plot.colour(), key), new PlotData.Series(0, key)));
      }
    } else if (layered) {
      entries.add(entry("here", new PlotData.Series(0, null)));
    }
    for (int i = 1; i < data.layers.size(); i++) {
      entries.add(entry(data.layers.get(i).name(), new PlotData.Series(i, null)));
    }
    for (Plot.Reference r : plot.references) {
      entries.add(new Key.Entry(r.name(), Theme.INK, null, Panel.REFERENCE, false));
    }
    return entries;
  }

  private Key.Entry entry(String text, PlotData.Series s) {
    boolean hollow = s.layer() > 0;
    var mark = new Marks.Mark(data.number(s), Panel.SIZE, hollow);
    BasicStroke stroke = hollow ? Theme.DASHED : Theme.SOLID;
    return new Key.Entry(
        text,
        data.paint(s),
        plot.mark == Plot.Mark.BARS ? null : mark,
        plot.mark == Plot.Mark.LINE ? stroke : null,
        hollow);
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
    Checks.that(
        wide >= 60 && high >= 50,
        "%d panels of '%s' do not fit into %d x %d pixels; make the plot larger with size or change"
            + " its columns.",
        all.size(),
        plot.title(),
        width,
        height);
    for (int i = 0; i < all.size(); i++) {
      double x = Math.rint(Theme.MARGIN + left) + (wide + gap) * (i % columns);
      double y = top + panelTitle + (high + panelTitle + BETWEEN) * (i / columns);
      var place = new Rectangle2D.Double(Math.rint(x), y, wide, high);
      all.set(i, new Axes(place, all.get(i).across(), all.get(i).up()));
    }
    return all;
  }

  Figure figure() {
    return new Figure(plot.title(), width, height, this::paint).note(note);
  }

  private void paint(Graphics2D g) {
    Theme.title(g, plot.title(), width);
    legend.paint(g, 0, width, Theme.TITLE_BAND);
    Rectangle2D whole = panels.get(0).plot();
    for (int i = 0; i < panels.size(); i++) {
      Axes axes = panels.get(i);
      Object facet = facets.get(i);
      axes.grid(g);
      new Panel(data, axes, facet).paint(g);
      axes.frame(g, i + columns >= panels.size(), own || i % columns == 0);
      if (facet != null) {
        String name = own ? Columns.label(facet.toString()) : Columns.named(plot.facet(), facet);
        var font = Theme.fitting(name, Theme.PANEL, axes.plot().getWidth());
        Theme.text(g, name, font, axes.plot().getCenterX(), axes.plot().getMinY() - 8, 0.5);
      }
      whole = whole.createUnion(axes.plot());
    }
    panels.get(0).titles(g, whole, width, height);
  }
}
