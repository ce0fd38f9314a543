package dyingrelu.figure;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
  /**
   * A line over the cells; x counted in columns and y in rows, (0, 0) in the first cell's middle.
   */
  record Trail(String name, double[] columns, double[] rows) {}

  String title;
  final String xLabel;
  final String yLabel;
  double[][] values;
  String[] xTicks;
  String[] yTicks;
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
    Columns.require(table, x);
    Columns.require(table, y);
    List<Spread> spreads = Spread.of(table, x, List.of(value), List.of(value), null, y, null);
    Checks.that(!spreads.isEmpty(), "The heat map has no values: no row has '%s'.", value);
    List<Object> across = Columns.ordered(x, spreads.stream().map(Spread::along));
    List<Object> down = Columns.ordered(y, spreads.stream().map(Spread::facet));
    if (down.get(0) instanceof Double) {
      Collections.reverse(down);
    }
    double[][] cells = new double[down.size()][across.size()];
    for (double[] row : cells) {
      Arrays.fill(row, Double.NaN);
    }
    for (Spread spread : spreads) {
      cells[down.indexOf(spread.facet())][across.indexOf(spread.along())] = spread.middle();
    }
    String words = Columns.words(value) + " by " + Columns.words(x) + " and " + Columns.words(y);
    return new HeatMap(Columns.capital(words), Columns.label(x), Columns.label(y))
        .values(cells)
        .xTicks(across.stream().map(key -> Columns.value(x, key)).toArray(String[]::new))
        .yTicks(down.stream().map(key -> Columns.value(y, key)).toArray(String[]::new))
        .colourBar(Columns.label(value))
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
    Checks.that(
        rows.length > 0 && rows[0].length > 0,
        "The heat map '%s' needs at least one row and one column.",
        title);
    double[][] copy = new double[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      double[] present = Arrays.stream(rows[r]).map(v -> Double.isNaN(v) ? 0 : v).toArray();
      Checks.finite("row " + r, "the heat map", present, rows[0].length);
      copy[r] = rows[r].clone();
    }
    values = copy;
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
    xTicks = names.clone();
    return this;
  }

  /** Names of the rows; without them the rows are counted from 1. */
  public HeatMap yTicks(String... names) {
    yTicks = names.clone();
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
    if (levels.length > 0) {
      Checks.finite("contours", "the heat map '" + title + "'", levels, levels.length);
    }
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
    trails = Plot.with(trails, new Trail(name, columns.clone(), rows.clone()));
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
   *     if a value is NaN and there is no text for missing ones
   */
  public Figure figure() {
    Checks.that(values != null, "The heat map '%s' has no values; give it a matrix.", title);
    for (int r = 0; missingLabel == null && r < values.length; r++) {
      Checks.finite("row " + r, "the heat map", values[r], values[0].length);
    }
    requireLength("names for columns", xTicks == null ? -1 : xTicks.length, values[0].length);
    requireLength("names for rows", yTicks == null ? -1 : yTicks.length, values.length);
    requireLength("marks for rows", markedRows == null ? -1 : markedRows.length, values.length);
    try {
      // Every setter replaces what it sets, so a shallow copy never changes.
      return new HeatMapPicture((HeatMap) clone()).figure();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private void requireLength(String what, int actual, int expected) {
    Checks.that(
        actual < 0 || actual == expected,
        "The heat map '%s' has %d %s but %d expected; give one for each.",
        title,
        actual,
        what,
        expected);
  }

  /** Names, or the numbers from 1. */
  static List<String> names(String[] given, int count) {
    return given != null
        ? List.of(given)
        : IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }

  /** The title, so that the text beside a picture in a notebook is readable. */
  @Override
  public String toString() {
    return title;
  }
}
