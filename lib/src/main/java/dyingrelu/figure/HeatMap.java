package dyingrelu.figure;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * A matrix as coloured cells, white for the smallest value to dark blue for the largest, with a
 * colour bar; a matrix of 0 and 1 has a legend in its place. Rows can be marked in a colour of
 * their own, and lines drawn along chosen values.
 *
 * <p>The cells are one small raster image inside the SVG: as separate shapes a map of 256 × 200
 * would take megabytes. XChart's heat map draws them so, therefore this one draws itself.
 */
public final class HeatMap implements Cloneable {
  /** A line over the cells; x in columns and y in rows, (0, 0) in the first cell's middle. */
  record Trail(String name, List<Point2D> points) {}

  String title;
  final String xLabel;
  final String yLabel;
  double[][] values;
  List<String> xTicks;
  List<String> yTicks;
  double[] range;
  boolean[] markedRows;
  String markLabel = "";
  String cellFormat;
  String missingLabel;
  double[] levels = {};
  List<Trail> trails = List.of();
  String barLabel = "";
  List<String> twoNames = List.of("no", "yes");
  int width = Theme.WIDTH;
  int height = Theme.HEIGHT;

  /** Labels name what the columns and the rows are: "image", "unit". */
  public HeatMap(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /**
   * A map of a table: a column of cells for each value of x, a row for each value of y, the highest
   * number on top. Of rows that share a cell it shows the median, of the means of each {@code seed}
   * if the table has that column. Cells without a row stay grey.
   *
   * @throws IllegalArgumentException if a column is missing or the value is not numeric
   */
  public static HeatMap of(Table table, String x, String y, String value) {
    Columns.numbers(table, value);
    PlotData data = new PlotData(Plot.of(table).points(x, value).facet(y));
    List<Object> down = new ArrayList<>(data.facets);
    if (down.get(0) instanceof Double) {
      Collections.reverse(down);
    }
    double[][] cells = new double[down.size()][data.places.size()];
    Arrays.stream(cells).forEach(row -> Arrays.fill(row, Double.NaN));
    for (Spread spread : data.series.get(0).spreads()) {
      cells[down.indexOf(spread.facet())][data.places.indexOf(spread.along())] = spread.middle();
    }
    String words = Columns.words(value) + " by " + Columns.words(x) + " and " + Columns.words(y);
    return new HeatMap(Columns.capital(words), Columns.label(List.of(x)), Columns.label(List.of(y)))
        .values(cells)
        .xTicks(data.places.stream().map(key -> Columns.value(x, key)).toArray(String[]::new))
        .yTicks(down.stream().map(key -> Columns.value(y, key)).toArray(String[]::new))
        .colourBar(Columns.label(List.of(value)))
        .missing("");
  }

  /** Another title. */
  public HeatMap title(String text) {
    title = text;
    return this;
  }

  /**
   * The matrix to show.
   *
   * @param rows rows from top to bottom, all of one length, of finite values; NaN only for cells
   *     that {@link #missing} gives a label
   */
  public HeatMap values(double[][] rows) {
    values = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    return this;
  }

  /** The matrix to show: rows from top to bottom × columns, of finite values. */
  public HeatMap values(INDArray matrix) {
    Checks.that(
        matrix.rank() == 2,
        "A heat map shows a matrix of rank 2, but the array has the shape %s.",
        Arrays.toString(matrix.shape()));
    return values(matrix.toDoubleMatrix());
  }

  /** Names of the columns; without them the columns are counted from 1. */
  public HeatMap xTicks(String... names) {
    xTicks = List.of(names);
    return this;
  }

  /** Names of the rows; without them the rows are counted from 1. */
  public HeatMap yTicks(String... names) {
    yTicks = List.of(names);
    return this;
  }

  /** Values of the two ends of the colours; without this, the smallest and the largest value. */
  public HeatMap range(double min, double max) {
    range = Checks.range("colour", min, max);
    return this;
  }

  /** What 0 and 1 mean in a matrix of nothing else; "no" and "yes" unless set. */
  public HeatMap two(String zero, String one) {
    twoNames = List.of(zero, one);
    return this;
  }

  /**
   * Draws some rows in one colour of their own, whatever their values.
   *
   * @param label what they are, for the legend, such as "silent for all 200 images"
   * @param rows one entry for each row, true for those to mark
   */
  public HeatMap mark(String label, boolean[] rows) {
    markLabel = label;
    markedRows = rows.clone();
    return this;
  }

  /** Writes each cell's value into it, such as with "%.0f". */
  public HeatMap labels(String format) {
    cellFormat = format;
    return this;
  }

  /** Draws cells whose value is NaN in grey with this text, such as "diverged". */
  public HeatMap missing(String label) {
    missingLabel = label;
    return this;
  }

  /**
   * Draws thin lines where the values, taken as points in the middle of the cells with straight
   * lines between them, cross these levels, with the level beside each line, clear of the cells'
   * numbers.
   */
  public HeatMap contours(double... levels) {
    boolean finite = Arrays.stream(levels).allMatch(Double::isFinite);
    Checks.that(finite, "Levels are finite, but are %s.", Arrays.toString(levels));
    this.levels = levels.clone();
    return this;
  }

  /**
   * Draws a path over the cells: a ring where it starts, dots at its points (of many, at some) and
   * a large one where it ends. What lies outside the map is not drawn.
   *
   * @param name for the legend; up to four paths have colours of their own, the first lies on top
   * @param columns where each point lies, counted in columns, 0 in the middle of the first
   * @param rows the same in rows, as long as {@code columns}
   */
  public HeatMap path(String name, double[] columns, double[] rows) {
    Checks.finite(name, "columns", columns, columns.length);
    Checks.finite(name, "rows", rows, columns.length);
    List<Point2D> points = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      points.add(new Point2D.Double(columns[i], rows[i]));
    }
    trails = Plot.with(trails, new Trail(name, points));
    return this;
  }

  /** What the colours mean, with its unit, beside the colour bar. */
  public HeatMap colourBar(String label) {
    barLabel = label;
    return this;
  }

  /** Size of the picture in pixels. */
  public HeatMap size(int width, int height) {
    Checks.size(width, height);
    this.width = width;
    this.height = height;
    return this;
  }

  /**
   * The finished picture. Later changes to this map do not change it.
   *
   * @throws IllegalArgumentException if there are no values, if names or marks do not fit them, or
   *     if a value is infinite, or NaN and there is no text for missing ones
   */
  public Figure figure() {
    Checks.that(
        values != null && values.length > 0 && values[0].length > 0,
        "The heat map '%s' has no values; give it a matrix of at least one row and column.",
        title);
    for (int r = 0; r < values.length; r++) {
      var row = Arrays.stream(values[r]).map(v -> Double.isNaN(v) && missingLabel != null ? 0 : v);
      Checks.finite("row " + r, "the heat map", row.toArray(), values[0].length);
    }
    requireLength("names for columns", xTicks == null ? -1 : xTicks.size(), values[0].length);
    requireLength("names for rows", yTicks == null ? -1 : yTicks.size(), values.length);
    requireLength("marks for rows", markedRows == null ? -1 : markedRows.length, values.length);
    try {
      // Every setter replaces what it sets, so a shallow copy never changes.
      return new HeatMapPicture((HeatMap) clone()).figure();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private void requireLength(String what, int actual, int expected) {
    String sentence = "The heat map '%s' has %d %s but %d expected; give one for each.";
    Checks.that(actual < 0 || actual == expected, sentence, title, actual, what, expected);
  }

  /** The title, so that the text beside a picture in a notebook is readable. */
  @Override
  public String toString() {
    return title;
  }
}
