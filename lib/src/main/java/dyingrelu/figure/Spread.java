package dyingrelu.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import tech.tablesaw.api.Table;

/**
 * Replicates brought together: the rows of a table that share their panel, series and place. If the
 * table has seeds, a replicate is the mean of a seed's rows.
 *
 * @param facet which panel; null if the table does not tell
 * @param colour which series; null if the table does not tell
 * @param along where it stands
 * @param single the replicates in rising order
 * @param low the lower end of their range
 * @param middle their median
 * @param high the upper end of their range
 * @param means whether a seed had several rows of different values
 */
record Spread(
    Object facet,
    Object colour,
    Object along,
    double[] single,
    double low,
    double middle,
    double high,
    boolean means) {
  /** So many replicates are shown one by one. */
  static final int FEW = 3;

  private static final Percentile PERCENTILE =
      new Percentile().withEstimationType(EstimationType.R_7);

  /** Reads a table in the order of its rows, by the plot's columns. */
  static List<Spread> of(Plot.Layer layer, Plot plot) {
    Table table = layer.table();
    boolean seeds = table.columnNames().contains(Columns.SEED);
    Map<List<Object>, Map<Object, List<Double>>> places = new LinkedHashMap<>();
    for (String column : layer.ys()) {
      // In a second table what is measured may be in another column.
      String measure = plot.measures().get(layer.ys().indexOf(column));
      double[] values = Columns.numbers(table, column);
      String infinite =
          "Row %d of the column '%s' is infinite, which cannot be drawn; leave it out.";
      for (int row = 0; row < values.length; row++) {
        Checks.that(!Double.isInfinite(values[row]), infinite, row, column);
        Object at = key(table, plot.along(), row, measure);
        Object facet = key(table, plot.facet(), row, measure);
        Object colour = key(table, plot.colour(), row, measure);
        Object replicate = seeds ? key(table, Columns.SEED, row, measure) : row;
        if (!at.equals(Double.NaN) && !Double.isNaN(values[row])) {
          places
              .computeIfAbsent(Arrays.asList(facet, colour, at), its -> new LinkedHashMap<>())
              .computeIfAbsent(replicate, its -> new ArrayList<>())
              .add(values[row]);
        }
      }
    }
    double[] ends = plot.band == null ? new double[] {0, 100} : plot.band;
    List<Spread> spreads = new ArrayList<>();
    places.forEach((place, those) -> spreads.add(of(place, those, ends, seeds)));
    return spreads;
  }

  private static Object key(Table table, String column, int row, String measure) {
    if (Columns.MEASURE.equals(column)) {
      return measure;
    }
    boolean there = column != null && table.columnNames().contains(column);
    return there ? Columns.key(table, column, row) : null;
  }

  private static Spread of(
      List<Object> place, Map<Object, List<Double>> replicates, double[] ends, boolean seeds) {
    double[] all =
        replicates.values().stream()
            .mapToDouble(rows -> rows.stream().mapToDouble(v -> v).average().orElseThrow())
            .sorted()
            .toArray();
    // One value in several rows, such as a loss by layer.
    double[] single = !seeds && all[0] == all[all.length - 1] ? new double[] {all[0]} : all;
    return new Spread(
        place.get(0),
        place.get(1),
        place.get(2),
        single,
        ends[0] == 0 ? single[0] : PERCENTILE.evaluate(single, ends[0]),
        PERCENTILE.evaluate(single, 50),
        PERCENTILE.evaluate(single, ends[1]),
        replicates.values().stream().anyMatch(rows -> rows.stream().distinct().count() > 1));
  }

  /** Whether it is shown in a panel; it is in all if the panel, or its own, is null. */
  boolean in(Object panel) {
    return panel == null || facet == null || facet.equals(panel);
  }

  /** Whether the replicates are shown one by one. */
  boolean few() {
    return single.length <= FEW;
  }

  /** Every value that is drawn. */
  double[] drawn() {
    return few() ? single : new double[] {low, middle, high};
  }

  /** What a line, bar or point is: "median and range of 10 seeds"; empty if it is a row. */
  static String words(List<Spread> spreads, Table table, double[] band, List<String> varying) {
    boolean seeds = table.columnNames().contains(Columns.SEED);
    var n = spreads.stream().mapToInt(s -> s.single.length).summaryStatistics();
    int most = n.getMax();
    boolean means = !varying.isEmpty() && spreads.stream().anyMatch(Spread::means);
    if (spreads.isEmpty() || most == 1 && !means) {
      return "";
    }
    String ends = band == null ? "" : Theme.number(band[0]) + "th to " + Theme.number(band[1]);
    String all = band == null ? "range" : ends + "th percentile";
    String range = most <= FEW ? "single values" : all;
    String what = most == 1 ? "" : "median and " + range + " of ";
    String some = n.getMin() == 1 ? "up to " : n.getMin() + " to ";
    String count = n.getMin() == most ? "" + most : some + most;
    return what
        + count
        + " "
        + noun(table, seeds)
        + (most == 1 ? "" : "s")
        + (means
            ? ", means over " + String.join(", ", varying.stream().map(Spread::plural).toList())
            : "");
  }

  /** What a replicate is: a seed, else what the table's name says its rows are: "networks". */
  private static String noun(Table table, boolean seeds) {
    String rows = String.valueOf(table.name());
    boolean named = rows.matches("[a-z]+s");
    String row = named ? rows.substring(0, rows.length() - 1) : "value";
    return seeds ? "seed" : table.columnNames().contains("unit") ? "unit" : row;
  }

  private static String plural(String noun) {
    return noun.equals("data") ? noun : noun + "s";
  }
}
