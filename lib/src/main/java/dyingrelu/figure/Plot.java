package dyingrelu.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * A figure as a sentence over a tidy table's columns, in the words of ggplot2 and seaborn: {@code
 * Plot.of(table).where("task", "harsh").line("epoch", "dead_pct").colour("activation")}.
 *
 * <p>Rows that share x, colour and facet are replicates. If the table has a column {@code seed}, a
 * replicate is the mean of a seed's rows. Four or more are shown by their median and the range from
 * the least to the greatest, two or three by their median and one point each. The line below the
 * picture says which, and of how many. Without that column a replicate is a row, called by the
 * table's name if that is a plural such as {@code networks}. Rows without a value are left out.
 * Columns of the workbook have their words, units, order and colours; an accuracy, 0 to 1 in
 * tables, is drawn in percent.
 *
 * <p>Sources of the words: H. Wickham, A Layered Grammar of Graphics (2010), and seaborn's objects
 * interface.
 */
public final class Plot implements Cloneable {
  enum Mark {
    LINE,
    POINTS,
    BARS,
    INTERVALS
  }

  /** A table to draw, with the names of its own y columns if they are others; ours has no name. */
  record Layer(String name, Table table, List<String> ys) {}

  /** A line across the plot. */
  record Reference(double at, String name) {}

  final Table table;
  // Every setter replaces what it sets, so a shallow copy never changes.
  private List<Where> wheres = List.of();
  private List<Layer> tables;
  List<Reference> references = List.of();
  Mark mark;
  String x;
  List<String> ys = List.of();
  int columns = 3;
  double[] band;
  double[] range;
  double[] xRange;
  boolean logX;
  boolean logY;
  int width;
  int height;
  private String colour;
  private String facet;
  private String title;
  private String xLabel;
  private String yLabel;
  String note = "";
  String alt = "";

  private Plot(Table table) {
    this.table = table;
    tables = List.of(new Layer("", table, null));
  }

  /** A plot of a table's rows. */
  public static Plot of(Table table) {
    return new Plot(table);
  }

  /** Only the rows whose column equals one of the values, texts or numbers; may be repeated. */
  public Plot where(String column, Object... values) {
    Columns.require(table, column);
    wheres = with(wheres, new Where(column, List.of(values)));
    return this;
  }

  /**
   * A line over x. Several y columns are told apart by colour or facet, whichever is free, under
   * the name {@code measure}.
   *
   * @throws IllegalArgumentException if a column is missing or y is not numeric
   */
  public Plot line(String x, String... ys) {
    return mark(Mark.LINE, x, ys);
  }

  /** A point for each x; else as {@link #line}. */
  public Plot points(String x, String... ys) {
    return mark(Mark.POINTS, x, ys);
  }

  /** A bar for each value of x, or lying bars if x is a number and y a text; as {@link #line}. */
  public Plot bars(String x, String... ys) {
    return mark(Mark.BARS, x, ys);
  }

  /** A point with its range for each x, lying if x is a number and y a text; as {@link #line}. */
  public Plot intervals(String x, String... ys) {
    return mark(Mark.INTERVALS, x, ys);
  }

  private Plot mark(Mark chosen, String x, String... ys) {
    Checks.that(mark == null, "A plot has one kind of mark over one x column; make a second plot.");
    Checks.that(ys.length > 0, "A plot has at least one y column, but has none; name one.");
    Stream.concat(Stream.of(x), Stream.of(ys)).forEach(c -> Columns.require(table, c));
    mark = chosen;
    this.x = x;
    this.ys = List.of(ys);
    if (!lying()) {
      this.ys.forEach(y -> Columns.numbers(table, y));
    }
    return this;
  }

  /** Whether x is measured and y names what is. */
  boolean lying() {
    return mark != Mark.LINE && ys.size() == 1 && !numeric(ys.get(0)) && numeric(x);
  }

  /** The column whose values stand side by side; across, or down if the plot lies. */
  String along() {
    return lying() ? ys.get(0) : x;
  }

  /** The columns whose values are drawn. */
  List<String> measures() {
    return lying() ? List.of(x) : ys;
  }

  private boolean numeric(String column) {
    return table.column(column) instanceof NumericColumn;
  }

  /** Which column tells series apart in a panel; {@code measure} for the y columns. */
  public Plot colour(String column) {
    colour = named(column);
    return this;
  }

  /** Which column tells panels apart; {@code measure} for the y columns, each with its y axis. */
  public Plot facet(String column) {
    facet = named(column);
    return this;
  }

  private String named(String column) {
    if (column.equals(Columns.MEASURE)) {
      boolean own = table.columnNames().contains(column);
      Checks.that(!own, "A column is called '%s', which means the y columns; rename it.", column);
    } else {
      Columns.require(table, column);
    }
    return column;
  }

  /** How many panels stand side by side; 3 unless set. */
  public Plot columns(int count) {
    Checks.that(count >= 1, "A plot has at least 1 column, but has %d.", count);
    columns = count;
    return this;
  }

  /** The same columns of another table, dashed or hollow, under this name in the legend. */
  public Plot beside(String name, Table other) {
    tables = with(tables, new Layer(name, other, null));
    return this;
  }

  /** The same of another table, in which what is measured has another name. */
  public Plot beside(String name, Table other, String itsColumn) {
    Columns.numbers(other, itsColumn);
    tables = with(tables, new Layer(name, other, List.of(itsColumn)));
    return this;
  }

  /** A thin line at a value of y, named in the legend; of x in a lying plot. */
  public Plot reference(double value, String name) {
    Checks.finite(name, "the reference", new double[] {value}, 1);
    references = with(references, new Reference(value, name));
    return this;
  }

  /** Percentiles at the ends of the range, such as 5 and 95, in place of the extremes. */
  public Plot percentiles(double low, double high) {
    boolean rise = low >= 0 && low < high && high <= 100;
    Checks.that(rise, "Percentiles rise within 0 to 100, but are %s and %s.", low, high);
    band = new double[] {low, high};
    return this;
  }

  /** Ends of the y axis, in the unit in which it is shown; of the x axis in a lying plot. */
  public Plot range(double min, double max) {
    range = Checks.range("y", min, max);
    return this;
  }

  /** Ends of the x axis. */
  public Plot xRange(double min, double max) {
    xRange = Checks.range("x", min, max);
    return this;
  }

  /** A logarithmic x axis; every x must be above 0. */
  public Plot logX() {
    logX = true;
    return this;
  }

  /** A logarithmic y axis; every y must be above 0. */
  public Plot logY() {
    logY = true;
    return this;
  }

  /** Labels of the axes, in place of the columns' words. */
  public Plot label(String x, String y) {
    xLabel = x;
    yLabel = y;
    return this;
  }

  /** The title, in place of one made from the columns. */
  public Plot title(String text) {
    title = text;
    return this;
  }

  /** Size of the whole picture in pixels. */
  public Plot size(int width, int height) {
    Checks.size(width, height);
    this.width = width;
    this.height = height;
    return this;
  }

  /** A line below the picture, after what the plot says of its replicates. */
  public Plot note(String text) {
    note = text;
    return this;
  }

  /** The alternative text: what is seen, in a sentence; without it, one made from the data. */
  public Plot alt(String seen) {
    alt = seen;
    return this;
  }

  String xLabel() {
    return xLabel != null ? xLabel : Columns.label(List.of(x));
  }

  String yLabel() {
    return yLabel != null ? yLabel : Columns.label(ys);
  }

  /** The title, given or made from the columns. */
  String title() {
    if (title != null) {
      return title;
    }
    String drawn = ys.stream().map(Columns::words).collect(Collectors.joining(", "));
    String across = Columns.words(x);
    List<String> told = with(with(with(ys, x), colour), facet);
    var rows = wheres.stream().filter(w -> !told.contains(w.column())).map(Where::words);
    return Columns.capital(lying() ? across + " by " + drawn : drawn + " by " + across)
        + rows.collect(Collectors.joining());
  }

  /** The plot's own table and those beside it, with the rows that are asked for. */
  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : tables) {
      List<String> its = layer.ys == null ? measures() : layer.ys;
      String beside =
          "The plot has %d y columns, but '%s' gives one beside them; plot one of them.";
      Checks.that(its.size() == measures().size(), beside, ys.size(), layer.name);
      Columns.require(layer.table, along());
      its.forEach(y -> Columns.numbers(layer.table, y));
      Table rows = layer.table;
      for (Where where : wheres) {
        rows = where.of(rows);
      }
      layers.add(new Layer(layer.name, rows, its));
    }
    return layers;
  }

  /** The list and one more. */
  static <T> List<T> with(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }

  /**
   * The finished picture. Later changes to this plot do not change it.
   *
   * @throws IllegalArgumentException if nothing is to be drawn, if a {@link #where} leaves no row,
   *     or if a value at or below 0 meets a logarithmic axis
   */
  public Figure figure() {
    Checks.that(mark != null, "The plot draws nothing; say what: line, points, bars or intervals.");
    try {
      return new PlotPicture((Plot) clone()).figure();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** Which column tells series apart; the y columns do where colour is free. */
  String colour() {
    return colour == null && several() ? Columns.MEASURE : colour;
  }

  /** Which column tells panels apart; the y columns do where colour is taken. */
  String facet() {
    boolean free = facet == null || colour == null || !several();
    Checks.that(free, "Colour and facet are taken, so name one y column or free one of the two.");
    return facet == null && several() && colour != null ? Columns.MEASURE : facet;
  }

  /** Whether there are y columns that neither colour nor facet was told to show. */
  private boolean several() {
    return ys.size() > 1 && !Columns.MEASURE.equals(colour) && !Columns.MEASURE.equals(facet);
  }

  /** The title, so that the text beside a picture in a notebook is readable. */
  @Override
  public String toString() {
    return mark == null ? "Plot" : title();
  }
}
