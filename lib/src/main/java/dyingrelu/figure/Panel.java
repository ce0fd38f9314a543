package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One panel of a plot: what its series look like. */
final class Panel {
  static final BasicStroke REFERENCE =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {3, 3}, 0);

  /** Size of a mark in pixels, and of one for a single replicate. */
  static final int SIZE = 9;

  private static final int SMALL = 5;
  private static final BasicStroke WHISKER = new BasicStroke(2);

  /** A line with more points than this has marks at some of them only. */
  private static final int MARKED_POINTS = 24;

  private final PlotData data;
  private final Axes axes;
  private final Object facet;
  private final Marks marks;

  /** A panel for a value of the facet's column; null if there is only one. */
  Panel(PlotData data, Axes axes, Object facet) {
    this.data = data;
    this.axes = axes;
    this.facet = facet;
    marks = new Marks(axes);
  }

  /** Paints everything inside the frame: areas first, then lines, then marks. */
  void paint(Graphics2D g) {
    List<PlotData.Series> series = data.series;
    if (data.plot.mark == Plot.Mark.LINE) {
      series.forEach(this::band);
      series.forEach(this::curve);
    } else {
      boolean bars = data.plot.mark == Plot.Mark.BARS;
      double slot = Math.min(bars ? 1 : 0.25, 0.8 / series.size());
      for (int i = 0; i < series.size(); i++) {
        double aside = data.named ? (i - (series.size() - 1) / 2.0) * slot : 0;
        for (Spread spread : data.spreads(series.get(i), facet)) {
          double at = data.at(spread) + aside;
          if (bars) {
            bar(series.get(i), at, slot * 0.46, spread);
          }
          replicates(series.get(i), at, spread, bars);
        }
      }
    }
    for (Plot.Reference r : data.plot.references) {
      Scale along = data.plot.lying() ? axes.up() : axes.across();
      marks.line(List.of(at(along.from(), r.at()), at(along.to(), r.at())), Theme.INK, REFERENCE);
    }
    marks.paint(g);
  }

  private Point2D at(double along, double value) {
    return data.plot.lying() ? new Point2D.Double(value, along) : new Point2D.Double(along, value);
  }

  private List<Point2D> points(List<Spread> spreads, ToDoubleFunction<Spread> value) {
    return spreads.stream().map(s -> at(data.at(s), value.applyAsDouble(s))).toList();
  }

  /** The range of a curve's replicates, where there are not just a few. */
  private void band(PlotData.Series s) {
    List<Spread> spreads = data.spreads(s, facet);
    if (!spreads.stream().allMatch(Spread::few)) {
      List<Point2D> edge = new ArrayList<>(points(spreads, p -> p.few() ? p.middle() : p.high()));
      Collections.reverse(edge);
      edge.addAll(0, points(spreads, p -> p.few() ? p.middle() : p.low()));
      marks.area(edge, Palette.transparent(data.paint(s), s.layer() == 0 ? 50 : 25));
    }
  }

  private void curve(PlotData.Series s) {
    Color colour = data.paint(s);
    List<Spread> spreads = data.spreads(s, facet);
    spreads.forEach(spread -> singles(data.at(spread), spread, colour));
    List<Point2D> middle = points(spreads, Spread::middle);
    int n = middle.size();
    if (n > 0) {
      marks.line(middle, colour, s.layer() == 0 ? Theme.SOLID : Theme.DASHED);
    }
    if (s.layer() == 0 || n <= MARKED_POINTS) {
      int step = n <= MARKED_POINTS ? 1 : n / 8;
      // Of lines on top of each other the marks stand at different points.
      int first = data.number(s) * step / 7 % step;
      List<Point2D> marked =
          IntStream.iterate(first, j -> j < n, j -> j + step).mapToObj(middle::get).toList();
      marks.marks(marked, mark(s), colour);
    }
  }

  private Marks.Mark mark(PlotData.Series s) {
    return new Marks.Mark(data.number(s), SIZE, s.layer() > 0);
  }

  private void bar(PlotData.Series s, double at, double half, Spread spread) {
    Scale measured = data.plot.lying() ? axes.across() : axes.up();
    double base = measured.log() ? measured.from() : Math.max(measured.from(), 0);
    List<Point2D> corners =
        List.of(
            at(at - half, base),
            at(at - half, spread.middle()),
            at(at + half, spread.middle()),
            at(at + half, base));
    boolean hollow = s.layer() > 0;
    marks.area(corners, hollow ? Palette.transparent(data.paint(s), 40) : data.paint(s));
    if (hollow) {
      marks.line(corners, data.paint(s), WHISKER);
    }
  }

  /** The middle with its range, or with the single values if they are few. */
  private void replicates(PlotData.Series s, double at, Spread spread, boolean bar) {
    Color colour = bar ? Theme.INK : data.paint(s);
    if (!spread.few()) {
      List<Point2D> ends = List.of(at(at, spread.low()), at(at, spread.high()));
      marks.line(ends, colour, bar ? WHISKER : Theme.SOLID);
    }
    singles(at, spread, colour);
    if (!bar) {
      marks.marks(List.of(at(at, spread.middle())), mark(s), colour);
    }
  }

  /** The replicates one by one if they are few. */
  private void singles(double at, Spread spread, Color colour) {
    if (spread.few() && spread.single().length > 1) {
      List<Point2D> single = DoubleStream.of(spread.single()).mapToObj(v -> at(at, v)).toList();
      marks.marks(single, new Marks.Mark(0, SMALL, false), Palette.transparent(colour, 130));
    }
  }
}
