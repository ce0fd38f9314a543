package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What lies inside one plot's frame, drawn by XChart: areas and marks as its series, lines as its
 * annotations. Its own axes are off, and it sees every place as a share of the plot, so that {@link
 * Axes} alone decides where a value lies.
 */
final class Marks {
  /** In the order in which series take them. */
  static final List<Marker> SHAPES =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.PLUS,
          SeriesMarkers.CROSS);

  static final int SIZE = 9;
  static final int SMALL = 5;

  private record Line(Path2D path, Color colour, BasicStroke stroke) {}

  private final Axes axes;
  private final XYChart chart;
  private final List<Line> lines = new ArrayList<>();

  Marks(Axes axes) {
    this.axes = axes;
    chart = new XYChart((int) axes.plot().getWidth(), (int) axes.plot().getHeight());
    Color none = new Color(0, 0, 0, 0);
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(none);
    styler.setPlotBackgroundColor(none);
    styler.setChartTitleVisible(false);
    styler.setLegendVisible(false);
    styler.setChartPadding(0);
    styler.setPlotMargin(0);
    styler.setPlotContentSize(1);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesVisible(false);
    styler.setPlotTicksMarksVisible(false);
    styler.setAxisTicksVisible(false);
    styler.setAxisTitlesVisible(false);
    styler.setXAxisMin(0.0);
    styler.setXAxisMax(1.0);
    styler.setYAxisMin(0.0);
    styler.setYAxisMax(1.0);
  }

  private XYSeries series(List<Point2D> points, XYSeriesRenderStyle style) {
    double[] x = points.stream().mapToDouble(p -> clamped(axes.across().share(p.getX()))).toArray();
    double[] y = points.stream().mapToDouble(p -> clamped(axes.up().share(p.getY()))).toArray();
    XYSeries series = chart.addSeries("series " + chart.getSeriesCollection().size(), x, y);
    series.setXYSeriesRenderStyle(style).setLineStyle(SeriesLines.NONE);
    return series;
  }

  /** XChart draws what is far below an axis in the middle of it. */
  private static double clamped(double share) {
    return Math.max(0, Math.min(1, share));
  }

  /** Fills the shape with these corners, in data coordinates. */
  void area(List<Point2D> corners, Color colour) {
    XYSeries series = series(corners, XYSeriesRenderStyle.PolygonArea);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour).setFillColor(colour);
  }

  /** Marks of one shape; those beyond the axes are left to the eye that sees the line leave. */
  void marks(List<Point2D> points, Marker shape, int size, Color colour) {
    List<Point2D> inside = points.stream().filter(p -> axes.holds(p.getX(), p.getY())).toList();
    if (!inside.isEmpty()) {
      XYSeries series = series(inside, XYSeriesRenderStyle.Scatter);
      series.setMarker(new Sized(shape, size)).setMarkerColor(colour);
    }
  }

  /**
   * A line as one path. XChart draws every segment by itself, so that dashes start anew at each
   * point and a line of a thousand points becomes a thousand SVG elements.
   */
  void line(List<Point2D> points, Color colour, BasicStroke stroke) {
    Path2D path = new Path2D.Double();
    for (Point2D point : points) {
      double x = axes.x(point.getX()) - axes.plot().getX();
      double y = axes.y(point.getY()) - axes.plot().getY();
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    lines.add(new Line(path, colour, stroke));
  }

  void paint(Graphics2D g) {
    chart.addAnnotation(new Lines(List.copyOf(lines)));
    lines.clear();
    AffineTransform before = g.getTransform();
    g.translate(axes.plot().getX(), axes.plot().getY());
    chart.paint(g, (int) axes.plot().getWidth(), (int) axes.plot().getHeight());
    g.setTransform(before);
  }

  private static final class Lines extends Annotation {
    private final List<Line> lines;

    Lines(List<Line> lines) {
      super(false);
      this.lines = lines;
    }

    @Override
    public void paint(Graphics2D g) {
      Shape clip = g.getClip();
      g.clipRect(0, 0, chart.getWidth(), chart.getHeight());
      for (Line line : lines) {
        g.setColor(line.colour);
        g.setStroke(line.stroke);
        g.draw(line.path);
      }
      g.setClip(clip);
    }
  }

  /** A mark of a size of its own; XChart has one size for a chart. */
  private static final class Sized extends Marker {
    private final Marker shape;
    private final int size;

    Sized(Marker shape, int size) {
      this.shape = shape;
      this.size = size;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int ignored) {
      shape.paint(g, x, y, size);
    }
  }

  /** The outline of a shape. */
  static final class Hollow extends Marker {
    private final Marker shape;

    Hollow(Marker shape) {
      this.shape = shape;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int size) {
      Color colour = g.getColor();
      shape.paint(g, x, y, size);
      g.setColor(Color.WHITE);
      shape.paint(g, x, y, size - 4);
      g.setColor(colour);
    }
  }
}
