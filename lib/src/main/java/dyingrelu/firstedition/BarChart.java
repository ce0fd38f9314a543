package dyingrelu.firstedition;

import dyingrelu.figure.Checks;
import dyingrelu.figure.Figure;
import dyingrelu.figure.Palette;
import dyingrelu.figure.Theme;
import java.awt.Color;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;

/**
 * Groups of bars: for each category one bar of every series, with error bars if wanted. *
 *
 * <p>Goes with the first edition; use {@link dyingrelu.figure.Plot}.
 */
public final class BarChart {
  private record Bars(String name, double[] values, double[] errors) {}

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Bars> series = new ArrayList<>();
  private final Map<String, Color> chosenColours = new HashMap<>();
  private List<String> categories = List.of();
  private double[] yRange;
  private int width = Theme.WIDTH;
  private int height = Theme.HEIGHT;
  private Legend legend = Legend.RIGHT;

  /** Labels give the unit where there is one: "layer", "dead units (%)". */
  public BarChart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /** The names along the x axis, one for each group of bars. */
  public BarChart categories(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("A bar chart needs at least one category.");
    }
    categories = List.of(names);
    return this;
  }

  /**
   * Adds one bar to each category.
   *
   * @param values one finite value for each category, in their order
   */
  public BarChart bars(String name, double... values) {
    return bars(name, values, null);
  }

  /**
   * Adds one bar with an error bar to each category.
   *
   * @param errors how far each error bar reaches up and down from the bar's end; null for none
   */
  public BarChart bars(String name, double[] values, double[] errors) {
    if (categories.isEmpty()) {
      throw new IllegalArgumentException(
          "Name the categories before the bars of '" + name + "', so that they can be matched.");
    }
    Checks.finite(name, "values", values, categories.size());
    if (errors != null) {
      Checks.finite(name, "errors", errors, categories.size());
    }
    if (series.stream().anyMatch(s -> s.name.equals(name))) {
      throw new IllegalArgumentException(
          "The chart has bars named '" + name + "' already; give each series its own name.");
    }
    series.add(new Bars(name, values.clone(), errors == null ? null : errors.clone()));
    return this;
  }

  /** Ends of the y axis; without this, 0 and the longest bar. */
  public BarChart yRange(double min, double max) {
    yRange = Checks.range("y", min, max);
    return this;
  }

  /** Size of the picture in pixels. */
  public BarChart size(int width, int height) {
    Checks.size(width, height);
    this.width = width;
    this.height = height;
    return this;
  }

  /** Where the legend stands; to the right unless set, and none for a single series. */
  public BarChart legend(Legend legend) {
    this.legend = legend;
    return this;
  }

  /** Sets the colour of the bars of this name. */
  public BarChart colour(String name, Color colour) {
    chosenColours.put(name, colour);
    return this;
  }

  /**
   * The finished picture. Later changes to this chart do not change it.
   *
   * @throws IllegalArgumentException if the chart has no bars
   */
  public Figure figure() {
    if (series.isEmpty()) {
      throw new IllegalArgumentException("The chart '" + title + "' has no bars; add some.");
    }
    CategoryChart chart = new CategoryChart(width, height);
    chart.setXAxisTitle(xLabel);
    chart.setYAxisTitle(yLabel);
    CategoryStyler styler = chart.getStyler();
    ChartTheme.apply(styler, series.size() == 1 ? Legend.NONE : legend);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setAvailableSpaceFill(0.75);
    double[] range = yRange != null ? yRange : extent();
    styler.setYAxisMin(range[0]);
    styler.setYAxisMax(range[1]);
    styler.setYAxisTickMarkSpacingHint(50);
    Map<String, Color> colours = new HashMap<>(chosenColours);
    for (Bars s : series) {
      CategorySeries bars = chart.addSeries(s.name, categories, boxed(s.values), boxed(s.errors));
      Color colour = colours.computeIfAbsent(s.name, n -> Palette.next(n, colours.values()));
      bars.setFillColor(colour);
      bars.setLineColor(colour);
    }
    List<String> labels =
        Stream.of(Stream.of(xLabel, yLabel), categories.stream(), series.stream().map(Bars::name))
            .flatMap(s -> s)
            .toList();
    return ChartTheme.figure(title, labels, width, height, chart);
  }

  private double[] extent() {
    DoubleStream.Builder ends = DoubleStream.builder().add(0);
    for (Bars s : series) {
      for (int i = 0; i < s.values.length; i++) {
        double error = s.errors == null ? 0 : s.errors[i];
        ends.add(s.values[i] - error).add(s.values[i] + error);
      }
    }
    var all = ends.build().summaryStatistics();
    return all.getMin() < all.getMax()
        ? new double[] {all.getMin(), all.getMax()}
        : new double[] {0, 1};
  }

  private static List<Double> boxed(double[] values) {
    return values == null ? null : DoubleStream.of(values).boxed().toList();
  }
}
