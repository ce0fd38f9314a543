package dyingrelu.firstedition;

import dyingrelu.figure.Checks;
import dyingrelu.figure.Figure;
import dyingrelu.figure.Palette;
import dyingrelu.figure.Theme;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over a common x axis, with bands, points and error bars.
 *
 * <p>A curve's colour is the one set by {@link #colour}, else that of the line whose name its own
 * name contains ("relu, published" takes the colour of "relu"), else the activation's ({@link
 * Palette#of}), else the next of the palette. Lines differ in their markers too.
 *
 * <p>Goes with the first edition; use {@link dyingrelu.figure.Plot}.
 */
public final class LineChart {
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.PLUS,
          SeriesMarkers.CROSS);

  /** A line with more points than this shows a marker at some of them only. */
  private static final int MARKED_POINTS = 24;

  /** A logarithmic axis with more powers of ten than this leaves some without a label. */
  private static final int MOST_POWERS = 16;

  private static final BasicStroke ERROR_BAR = new BasicStroke(2);

  private enum Kind {
    BAND,
    LINE,
    DASHED,
    POINTS
  }

  /** For a band x and y run along its lower edge and back along the upper one. */
  private record Curve(Kind kind, String name, double[] x, double[] y, double[] errors) {}

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Curve> curves = new ArrayList<>();
  private final Map<String, Color> chosenColours = new HashMap<>();
  private double[] xRange;
  private double[] yRange;
  private boolean logX;
  private boolean logY;
  private int width = Theme.WIDTH;
  private int height = Theme.HEIGHT;
  private Legend legend = Legend.RIGHT;

  /** Labels give the unit where there is one: "epoch", "silent units (%)". */
  public LineChart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /**
   * A solid line through the points in the order given.
   *
   * @throws IllegalArgumentException if there are no points, if x and y differ in length, or if a
   *     value is not finite
   */
  public LineChart line(String name, double[] x, double[] y) {
    return add(Kind.LINE, name, x, y, null);
  }

  /** A dashed line, for what stands beside ours, such as "relu, published". */
  public LineChart dashed(String name, double[] x, double[] y) {
    return add(Kind.DASHED, name, x, y, null);
  }

  /** Markers without a line. */
  public LineChart points(String name, double[] x, double[] y) {
    return add(Kind.POINTS, name, x, y, null);
  }

  /**
   * Markers with vertical error bars.
   *
   * @param errors how far each bar reaches up and down from its point, at least 0
   */
  public LineChart errorBars(String name, double[] x, double[] y, double[] errors) {
    Checks.finite(name, "errors", errors, x.length);
    return add(Kind.POINTS, name, x, y, errors.clone());
  }

  /**
   * A shaded interval behind the curves, in the colour of the line of the same name. If no line has
   * its name, it has an entry of its own in the legend.
   */
  public LineChart band(String name, double[] x, double[] low, double[] high) {
    Checks.finite(name, "x", x, x.length);
    Checks.finite(name, "low", low, x.length);
    Checks.finite(name, "high", high, x.length);
    int n = x.length;
    double[] aroundX = new double[2 * n];
    double[] aroundY = new double[2 * n];
    for (int i = 0; i < n; i++) {
      aroundX[i] = x[i];
      aroundY[i] = low[i];
      aroundX[2 * n - 1 - i] = x[i];
      aroundY[2 * n - 1 - i] = high[i];
    }
    curves.add(new Curve(Kind.BAND, name, aroundX, aroundY, null));
    return this;
  }

  private LineChart add(Kind kind, String name, double[] x, double[] y, double[] errors) {
    Checks.finite(name, "x", x, x.length);
    Checks.finite(name, "y", y, x.length);
    if (curves.stream().anyMatch(c -> c.kind != Kind.BAND && c.name.equals(name))) {
      throw new IllegalArgumentException(
          "The chart has a curve named '" + name + "' already; give each curve its own name.");
    }
    curves.add(new Curve(kind, name, x.clone(), y.clone(), errors));
    return this;
  }

  /** Ends of the x axis; without this, those of the data. */
  public LineChart xRange(double min, double max) {
    xRange = Checks.range("x", min, max);
    return this;
  }

  /** Ends of the y axis; without this, those of the data. */
  public LineChart yRange(double min, double max) {
    yRange = Checks.range("y", min, max);
    return this;
  }

  /** A logarithmic x axis; every x must be above 0. */
  public LineChart logX() {
    logX = true;
    return this;
  }

  /** A logarithmic y axis; every y must be above 0. */
  public LineChart logY() {
    logY = true;
    return this;
  }

  /** Size of the picture in pixels. */
  public LineChart size(int width, int height) {
    Checks.size(width, height);
    this.width = width;
    this.height = height;
    return this;
  }

  /** Where the legend stands; to the right unless set. */
  public LineChart legend(Legend legend) {
    this.legend = legend;
    return this;
  }

  /** Sets the colour of the curves of this name. */
  public LineChart colour(String name, Color colour) {
    chosenColours.put(name, colour);
    return this;
  }

  /**
   * The finished picture. Later changes to this chart do not change it.
   *
   * @throws IllegalArgumentException if the chart is empty, or if a value at or below 0 meets a
   *     logarithmic axis
   */
  public Figure figure() {
    if (curves.isEmpty()) {
      throw new IllegalArgumentException(
          "The chart '" + title + "' has no curves; add one with line, points or band.");
    }
    Checks.logarithmic("x", logX, xRange);
    Checks.logarithmic("y", logY, yRange);
    for (Curve c : curves) {
      if (logX) {
        Checks.positive(c.name, "x", c.x);
      }
      if (logY) {
        reach(c).forEach(y -> Checks.positive(c.name, "y", y));
      }
    }
    XYChart chart = new XYChart(width, height);
    chart.setXAxisTitle(xLabel);
    chart.setYAxisTitle(yLabel);
    ChartTheme.apply(chart.getStyler(), legend);
    double[][] ranges = setAxes(chart);

    Map<String, Color> colours = colours();
    List<Curve> ordered = curves.stream().sorted(Comparator.comparing(Curve::kind)).toList();
    List<Joined> joined = new ArrayList<>();
    int lines = 0;
    for (Curve c : ordered) {
      Color colour = colours.get(c.name);
      switch (c.kind) {
        case BAND -> addBand(chart, c, colour);
        case LINE -> {
          addMarks(chart, c, lines++, Theme.SOLID, colour);
          joined.add(new Joined(c.x, c.y, colour, Theme.SOLID));
        }
        case DASHED -> {
          addMarks(chart, c, -1, Theme.DASHED, colour);
          joined.add(new Joined(c.x, c.y, colour, Theme.DASHED));
        }
        case POINTS -> {
          Marker marker = MARKERS.get(lines++ % MARKERS.size());
          XYSeries series = chart.addSeries(c.name, c.x, c.y);
          series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
          series.setMarker(marker).setMarkerColor(colour).setLineColor(colour);
          for (int i = 0; c.errors != null && i < c.x.length; i++) {
            double[] x = {c.x[i], c.x[i]};
            double[] y = {c.y[i] - c.errors[i], c.y[i] + c.errors[i]};
            joined.add(new Joined(x, y, colour, ERROR_BAR));
          }
        }
      }
    }
    chart.addAnnotation(new Lines(joined, new Axis(ranges[0], logX), new Axis(ranges[1], logY)));
    List<String> labels =
        Stream.concat(Stream.of(xLabel, yLabel), curves.stream().map(Curve::name))
            .distinct()
            .toList();
    return ChartTheme.figure(title, labels, width, height, chart);
  }

  /** Sets the axes up and gives the ends of both. */
  private double[][] setAxes(XYChart chart) {
    XYStyler styler = chart.getStyler();
    styler.setXAxisLogarithmic(logX);
    styler.setYAxisLogarithmic(logY);
    double[] x = xRange != null ? xRange : extent(curves.stream().map(Curve::x), logX);
    double[] y = yRange != null ? yRange : extent(curves.stream().flatMap(LineChart::reach), logY);
    styler.setXAxisMin(x[0]);
    styler.setXAxisMax(x[1]);
    styler.setYAxisMin(y[0]);
    styler.setYAxisMax(y[1]);
    styler.setXAxisTickMarkSpacingHint(70);
    styler.setYAxisTickMarkSpacingHint(50);
    styler.setXAxisTickLabelsFormattingFunction(logX ? powers(x) : Theme::number);
    styler.setYAxisTickLabelsFormattingFunction(logY ? powers(y) : Theme::number);
    // XChart draws nine grid lines in each decade, which is too many for more than two decades.
    styler.setPlotGridVerticalLinesVisible(!logX || decades(x) <= 2);
    styler.setPlotGridHorizontalLinesVisible(!logY || decades(y) <= 2);
    if (logX && decades(x) > 2) {
      double[] whole = wider(y, logY);
      powersWithin(x).forEach(at -> addGridLine(chart, at, at, whole[0], whole[1]));
    }
    if (logY && decades(y) > 2) {
      double[] whole = wider(x, logX);
      powersWithin(y).forEach(at -> addGridLine(chart, whole[0], whole[1], at, at));
    }
    return new double[][] {x, y};
  }

  private static double decades(double[] range) {
    return Math.log10(range[1] / range[0]);
  }

  private static DoubleStream powersWithin(double[] range) {
    int first = (int) Math.ceil(Math.log10(range[0]) - 1e-9);
    int last = (int) Math.floor(Math.log10(range[1]) + 1e-9);
    return IntStream.rangeClosed(first, last).mapToDouble(power -> Math.pow(10, power));
  }

  /** Beyond the plot's margins, which clip what is too long. */
  private static double[] wider(double[] range, boolean log) {
    double tenth = log ? Math.pow(range[1] / range[0], 0.1) : (range[1] - range[0]) / 10;
    return log
        ? new double[] {range[0] / tenth, range[1] * tenth}
        : new double[] {range[0] - tenth, range[1] + tenth};
  }

  private static void addGridLine(XYChart chart, double x0, double x1, double y0, double y1) {
    XYSeries line =
        chart.addSeries(
            "grid line " + chart.getSeriesCollection().size(),
            new double[] {x0, x1},
            new double[] {y0, y1});
    line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    line.setLineStyle(new BasicStroke(1)).setLineColor(Theme.GRID);
    line.setMarker(SeriesMarkers.NONE);
    line.setShowInLegend(false);
  }

  private static Stream<double[]> reach(Curve c) {
    if (c.errors == null) {
      return Stream.of(c.y);
    }
    return Stream.of(
        IntStream.range(0, c.y.length).mapToDouble(i -> c.y[i] - c.errors[i]).toArray(),
        IntStream.range(0, c.y.length).mapToDouble(i -> c.y[i] + c.errors[i]).toArray());
  }

  private static double[] extent(Stream<double[]> values, boolean log) {
    var all = values.flatMapToDouble(DoubleStream::of).summaryStatistics();
    double min = all.getMin();
    double max = all.getMax();
    if (min < max) {
      return new double[] {min, max};
    }
    return log ? new double[] {min / 10, max * 10} : new double[] {min - 0.5, max + 0.5};
  }

  /**
   * Tick labels of a logarithmic axis: powers of ten, and 2 and 5 between them where there is room.
   * Powers are written out if all are short.
   */
  private static Function<Double, String> powers(double[] range) {
    int every = (int) Math.ceil(decades(range) / MOST_POWERS);
    boolean shortNumbers = range[0] >= 0.9e-3 && range[1] <= 1.1e4;
    return value -> {
      int power = (int) Math.floor(Math.log10(value) + 1e-9);
      long digit = Math.round(value / Math.pow(10, power));
      if (digit != 1 && !(decades(range) <= 1.5 && (digit == 2 || digit == 5))) {
        return " ";
      }
      if (power % every != 0) {
        return " ";
      }
      if (shortNumbers || digit != 1) {
        return Theme.number(value);
      }
      StringBuilder text = new StringBuilder("10");
      for (char c : Integer.toString(power).toCharArray()) {
        text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
      }
      return text.toString();
    };
  }

  private Map<String, Color> colours() {
    Map<String, Color> colours = new LinkedHashMap<>(chosenColours);
    List<String> names = curves.stream().filter(c -> c.kind == Kind.LINE).map(Curve::name).toList();
    for (String name : names) {
      colours.computeIfAbsent(name, n -> Palette.next(n, colours.values()));
    }
    for (Curve c : curves) {
      colours.computeIfAbsent(
          c.name,
          n ->
              names.stream()
                  .filter(n::contains)
                  .max(Comparator.comparing(String::length))
                  .map(colours::get)
                  .orElseGet(() -> Palette.next(n, colours.values())));
    }
    return colours;
  }

  private void addBand(XYChart chart, Curve c, Color colour) {
    boolean alone = curves.stream().noneMatch(o -> o.kind != Kind.BAND && o.name.equals(c.name));
    String label = alone ? c.name : c.name + " (band)";
    XYSeries series = chart.addSeries(label, c.x, c.y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setLineStyle(SeriesLines.NONE).setLineColor(Palette.transparent(colour, 0));
    series.setMarker(SeriesMarkers.NONE);
    series.setFillColor(Palette.transparent(colour, 55));
    series.setShowInLegend(alone);
  }

  /**
   * Adds a curve's markers and its legend entry, without the line between the points: a gap (NaN)
   * after every point keeps XChart from drawing it.
   *
   * @param index the line's number, for its marker; -1 for none. In lines of many points the
   *     markers of different lines stand at different points, so that lines on top of each other
   *     show.
   */
  private void addMarks(XYChart chart, Curve c, int index, BasicStroke stroke, Color colour) {
    int step = c.x.length <= MARKED_POINTS ? 1 : c.x.length / 8;
    int first = Math.max(index, 0) * step / MARKERS.size() % step;
    int[] marked = IntStream.iterate(first, i -> i < c.x.length, i -> i + step).toArray();
    double[] x = new double[2 * marked.length];
    double[] y = new double[2 * marked.length];
    for (int i = 0; i < marked.length; i++) {
      x[2 * i] = x[2 * i + 1] = c.x[marked[i]];
      y[2 * i] = c.y[marked[i]];
      y[2 * i + 1] = Double.NaN;
    }
    XYSeries series = chart.addSeries(c.name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    series.setLineStyle(stroke).setLineColor(colour);
    series.setMarker(index < 0 ? SeriesMarkers.NONE : MARKERS.get(index % MARKERS.size()));
    series.setMarkerColor(colour);
  }

  /** The two ends of an axis, and whether it is logarithmic. */
  private record Axis(double[] ends, boolean log) {
    /**
     * Where a value lies if the ends lie at a and b. XChart itself puts what is below an axis in
     * the middle of it.
     */
    double place(double value, double a, double b) {
      double way =
          log
              ? Math.log(value / ends[0]) / Math.log(ends[1] / ends[0])
              : (value - ends[0]) / (ends[1] - ends[0]);
      return a + way * (b - a);
    }
  }

  private record Joined(double[] x, double[] y, Color colour, BasicStroke stroke) {}

  /**
   * Draws each line as one path. XChart draws every segment by itself, so that dashes start anew at
   * each point and a line of a thousand points becomes a thousand SVG elements.
   */
  private static final class Lines extends Annotation {
    private final List<Joined> lines;
    private final Axis xAxis;
    private final Axis yAxis;

    Lines(List<Joined> lines, Axis xAxis, Axis yAxis) {
      super(false);
      this.lines = lines;
      this.xAxis = xAxis;
      this.yAxis = yAxis;
    }

    @Override
    public void paint(Graphics2D g) {
      Shape clip = g.getClip();
      int left = getXAxisScreenValueForMin();
      int top = getYAxisScreenValueForMin();
      g.clipRect(left, top, getXAxisScreenValueForMax() - left, getYAxisScreenValueForMax() - top);
      double x0 = chart.getScreenXFromChart(xAxis.ends[0]);
      double x1 = chart.getScreenXFromChart(xAxis.ends[1]);
      double y0 = chart.getScreenYFromChart(yAxis.ends[0]);
      double y1 = chart.getScreenYFromChart(yAxis.ends[1]);
      for (Joined line : lines) {
        var path = new Path2D.Double();
        for (int i = 0; i < line.x.length; i++) {
          double px = xAxis.place(line.x[i], x0, x1);
          double py = yAxis.place(line.y[i], y0, y1);
          if (i == 0) {
            path.moveTo(px, py);
          } else {
            path.lineTo(px, py);
          }
        }
        g.setColor(line.colour);
        g.setStroke(line.stroke);
        g.draw(path);
      }
      g.setClip(clip);
    }
  }
}
