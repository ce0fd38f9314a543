package dyingrelu.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What lies inside one plot's frame, drawn by XChart: each area, line and set of marks is one of
 * its series, in the order in which they are added. Its own axes, whose labels it would draw as
 * outlines, are off; it sees every place as a share of the plot, so that {@link Axes} alone decides
 * where a value lies.
 */
final class Marks {
  /** In the order in which series take them. */
  private static final List<Marker> SHAPES =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.PLUS,
          SeriesMarkers.CROSS);

  private static final Color NONE = new Color(0, 0, 0, 0);

  private final Axes axes;
  private final XYChart chart;

  Marks(Axes axes) {
    this.axes = axes;
    chart = new XYChart((int) axes.plot().getWidth(), (int) axes.plot().getHeight());
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(NONE);
    styler.setPlotBackgroundColor(NONE);
    styler.setLegendVisible(false);
    styler.setChartPadding(0);
    styler.setPlotMargin(0);
    styler.setPlotContentSize(1);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesVisible(false);
    styler.setAxisTicksVisible(false);
    styler.setAxisTitlesVisible(false);
    styler.setXAxisMin(0.0);
    styler.setXAxisMax(1.0);
    styler.setYAxisMin(0.0);
    styler.setYAxisMax(1.0);
  }

  private void add(List<Point2D> points, XYSeriesRenderStyle style, Marker marker, Color colour) {
    double[] x = points.stream().mapToDouble(p -> axes.across().share(p.getX())).toArray();
    double[] y = points.stream().mapToDouble(p -> axes.up().share(p.getY())).toArray();
    var series = chart.addSeries("series " + chart.getSeriesCollection().size(), x, y);
    series.setXYSeriesRenderStyle(style).setLineStyle(SeriesLines.NONE);
    series.setMarker(marker).setMarkerColor(colour).setFillColor(colour);
  }

  /** Fills the shape with these corners, in data coordinates. */
  void area(List<Point2D> corners, Color colour) {
    add(corners, XYSeriesRenderStyle.PolygonArea, SeriesMarkers.NONE, colour);
  }

  /** Marks of one shape; one whose middle lies beyond the axes is left out. */
  void marks(List<Point2D> points, Marker shape, Color colour) {
    List<Point2D> inside =
        points.stream()
            .filter(p -> within(axes.across(), p.getX()) && within(axes.up(), p.getY()))
            .toList();
    if (!inside.isEmpty()) {
      add(inside, XYSeriesRenderStyle.Scatter, shape, colour);
    }
  }

  private static boolean within(Scale scale, double value) {
    return scale.share(value) > -1e-4 && scale.share(value) < 1 + 1e-4;
  }

  /** A line through points in data coordinates. */
  void line(List<Point2D> points, Color colour, BasicStroke stroke) {
    add(points, XYSeriesRenderStyle.Scatter, new Joined(points.size(), stroke), colour);
  }

  void paint(Graphics2D g) {
    AffineTransform before = g.getTransform();
    g.translate(axes.plot().getX(), axes.plot().getY());
    chart.paint(g, chart.getWidth(), chart.getHeight());
    g.setTransform(before);
  }

  /**
   * Joins the places of a series' marks to one path. XChart draws every segment of a line by
   * itself, so that dashes start anew at each point and a line of a thousand points becomes a
   * thousand SVG elements.
   */
  private static final class Joined extends Marker {
    private final Path2D path = new Path2D.Double();
    private final BasicStroke stroke;
    private int left;

    Joined(int points, BasicStroke stroke) {
      left = points;
      this.stroke = stroke;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int size) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
      left--;
      if (left == 0) {
        g.setStroke(stroke);
        g.draw(path);
      }
    }
  }

  /** A mark of a size of its own, filled or not; XChart has one size for a chart. */
  static final class Mark extends Marker {
    private final Marker shape;
    private final int size;
    private final boolean hollow;

    Mark(int shape, int size, boolean hollow) {
      this.shape = SHAPES.get(shape % SHAPES.size());
      this.size = size;
      this.hollow = hollow;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int ignored) {
      shape.paint(g, x, y, size);
      if (hollow) {
        Color colour = g.getColor();
        g.setColor(Color.WHITE);
        shape.paint(g, x, y, size - 4);
        g.setColor(colour);
      }
    }
  }
}
