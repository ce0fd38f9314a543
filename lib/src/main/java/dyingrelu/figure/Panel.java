package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One panel of a plot: what its series look like. */
final class Panel {
  static final BasicStroke REFERENCE =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {3, 3}, 0);

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

  /** Paints everything inside the frame. */
  void paint(Graphics2D g) {
    for (int i = 0; i < data.series.size(); i++) {
      PlotData.Series s = data.series.get(i);
      List<Map.Entry<Summary.Place, Summary.Spread>> points =
          data.summaries.get(s.layer()).values().entrySet().stream()
              .filter(e -> Objects.equals(e.getKey().colour(), s.colour()))
              .filter(
                  e ->
                      facet == null
                          || e.getKey().facet() == null
                          || e.getKey().facet().equals(facet))
              .sorted(Comparator.comparingDouble(e -> data.along(e.getKey())))
              .toList();
      if (points.isEmpty()) {
        continue;
      }
      double slot = slot();
      double aside = data.categories.isEmpty() ? 0 : (i - (data.series.size() - 1) / 2.0) * slot;
      if (data.mark == Plot.Mark.LINE) {
        curve(s, points);
      } else {
        for (var point : points) {
          double at = data.along(point.getKey()) + aside;
          if (data.mark == Plot.Mark.BARS) {
            bar(s, at, slot, point.getValue());
          }
          replicates(s, at, point.getValue(), data.mark == Plot.Mark.BARS);
        }
      }
    }
    // Over bands and bars, below nothing.
    for (Plot.Reference r : data.references) {
      Scale along = data.lying ? axes.up() : axes.across();
      marks.line(List.of(at(along.from(), r.at()), at(along.to(), r.at())), Theme.INK, REFERENCE);
    }
    marks.paint(g);
  }

  /** The part of a category that one data.series takes. */
  private double slot() {
    return data.mark == Plot.Mark.BARS
        ? 0.8 / data.series.size()
        : Math.min(0.25, 0.8 / data.series.size());
  }

  private Point2D at(double along, double value) {
    return data.lying ? new Point2D.Double(value, along) : new Point2D.Double(along, value);
  }

  private void curve(PlotData.Series s, List<Map.Entry<Summary.Place, Summary.Spread>> points) {
    Color colour = data.paint(s);
    List<Point2D> middle = new ArrayList<>();
    List<Point2D> low = new ArrayList<>();
    List<Point2D> high = new ArrayList<>();
    List<Point2D> single = new ArrayList<>();
    for (var point : points) {
      double x = data.along(point.getKey());
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
      marks.area(edge, Palette.transparent(colour, s.layer() == 0 ? 50 : 25));
    }
    marks.marks(single, Marks.SHAPES.get(0), Marks.SMALL, Palette.transparent(colour, 130));
    marks.line(middle, colour, s.layer() == 0 ? Theme.SOLID : Theme.DASHED);
    int n = middle.size();
    int step = n <= MARKED_POINTS ? 1 : n / 8;
    // Of lines on top of each other the marks stand at different points.
    int first = Math.max(0, data.colours.indexOf(s.colour())) * step / Marks.SHAPES.size();
    List<Point2D> marked =
        IntStream.iterate(first, j -> j < n, j -> j + step).mapToObj(middle::get).toList();
    if (s.layer() == 0 || n <= MARKED_POINTS) {
      marks.marks(marked, data.shape(s), Marks.SIZE, colour);
    }
  }

  private void bar(PlotData.Series s, double at, double slot, Summary.Spread spread) {
    Scale measured = data.lying ? axes.across() : axes.up();
    double base = measured.log() ? measured.from() : Math.max(measured.from(), 0);
    double half = slot * 0.46;
    List<Point2D> corners =
        List.of(
            at(at - half, base),
            at(at - half, spread.middle()),
            at(at + half, spread.middle()),
            at(at + half, base));
    if (s.layer() == 0) {
      marks.area(corners, data.paint(s));
    } else {
      marks.area(corners, Palette.transparent(data.paint(s), 40));
      marks.line(corners, data.paint(s), WHISKER);
    }
  }

  /** The middle with its range, or with the single values if they are few. */
  private void replicates(PlotData.Series s, double at, Summary.Spread spread, boolean bar) {
    Color colour = bar ? Theme.INK : data.paint(s);
    if (spread.single().length > Summary.FEW) {
      List<Point2D> ends = List.of(at(at, spread.low()), at(at, spread.high()));
      marks.line(ends, colour, bar ? WHISKER : Theme.SOLID);
    } else if (spread.single().length > 1) {
      List<Point2D> single = DoubleStream.of(spread.single()).mapToObj(v -> at(at, v)).toList();
      marks.marks(single, Marks.SHAPES.get(0), Marks.SMALL, Palette.transparent(colour, 130));
    }
    if (!bar) {
      marks.marks(List.of(at(at, spread.middle())), data.shape(s), Marks.SIZE, colour);
    }
  }
}
