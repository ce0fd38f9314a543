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
import org.knowm.xchart.style.markers.XChartSeriesMarkers;

/**
 * What lies inside one plot's frame, drawn by XChart: each area, line and set of marks is one of
 * its series, in the order in which they are added. Its own axes, whose labels it would draw as
 * outlines, are off; it sees every place as a share of the plot, so that {@link Axes} alone decides
 * where a value lies.
 */
final class Marks {
  /** In the order in which series take them, so that colour alone never tells two apart. */
  private static final Marker[] SHAPES = new XChartSeriesMarkers().getSeriesMarkers();

  final Axes axes;
  private final XYChart chart;

  Marks(Axes axes) {
    this.axes = axes;
    chart = new XYChart((int) axes.plot().getWidth(), (int) axes.plot().getHeight());
    Color none = Palette.transparent(Color.WHITE, 0);
    XYStyler styler = chart.getStyler();
    styler.setPlotMargin(0).setPlotGridLinesVisible(false);
    styler.setAxisTicksVisible(false).setAxisTitlesVisible(false);
    styler.setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    styler.setChartBackgroundColor(none).setPlotBackgroundColor(none).setPlotBorderVisible(false);
    styler.setLegendVisible(false).setChartPadding(0).setPlotContentSize(1);
  }

  /** Marks of one shape at points in data coordinates. */
  void marks(List<Point2D> points, Marker shape, Color colour) {
    if (!points.isEmpty()) {
      add(points, XYSeriesRenderStyle.Scatter, shape, colour);
    }
  }

  /** Fills the shape with these corners. */
  void area(List<Point2D> corners, Color colour) {
    add(corners, XYSeriesRenderStyle.PolygonArea, SeriesMarkers.NONE, colour);
  }

  /** A line through points. */
  void line(List<Point2D> points, Color colour, BasicStroke stroke) {
    marks(points, new Joined(points.size(), stroke), colour);
  }

  private void add(List<Point2D> points, XYSeriesRenderStyle style, Marker marker, Color colour) {
    double[] x = points.stream().mapToDouble(p -> axes.across().share(p.getX())).toArray();
    double[] y = points.stream().mapToDouble(p -> axes.up().share(p.getY())).toArray();
    var series = chart.addSeries("series " + chart.getSeriesCollection().size(), x, y);
    series.setXYSeriesRenderStyle(style).setLineStyle(SeriesLines.NONE);
    series.setMarker(marker).setMarkerColor(colour).setFillColor(colour);
  }

  void paint(Graphics2D g) {
    AffineTransform before = g.getTransform();
    g.translate(axes.plot().getX(), axes.plot().getY());
    chart.paint(g, chart.getWidth(), chart.getHeight());
    g.setTransform(before);
    g.setColor(Theme.INK);
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
  static Marker mark(int shape, int size, boolean hollow) {
    Marker marker = SHAPES[shape % SHAPES.length];
    return new Marker() {
      @Override
      public void paint(Graphics2D g, double x, double y, int ignored) {
        Color colour = g.getColor();
        marker.paint(g, x, y, size);
        if (hollow) {
          g.setColor(Color.WHITE);
          marker.paint(g, x, y, size - 4);
          g.setColor(colour);
        }
      }
    };
  }
}
