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
 * @param means whether a seed had several rows
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

  /**
   * Reads a table, in the order of its rows.
   *
   * @param along the column that says where a value stands
   * @param columns those of the values
   * @param measures their names in the plot, which are other columns' in a second table
   * @param band percentiles at the ends of the range; null for the least and the greatest value
   */
  static List<Spread> of(
      Table table,
      String along,
      List<String> columns,
      List<String> measures,
      String colour,
      String facet,
      double[] band) {
    boolean seeds = table.columnNames().contains(Columns.SEED);
    Map<List<Object>, Map<Object, List<Double>>> places = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      double[] values = Columns.numbers(table, columns.get(i));
      for (int row = 0; row < values.length; row++) {
        Object at = Columns.key(table, along, row);
        if (at.equals(Double.NaN) || Double.isNaN(values[row])) {
          continue;
        }
        Checks.that(
            Double.isFinite(values[row]),
            "Row %d of the column '%s' is infinite, which cannot be drawn; leave it out.",
            row,
            columns.get(i));
        String measure = measures.get(i);
        List<Object> place =
            Arrays.asList(key(table, facet, row, measure), key(table, colour, row, measure), at);
        places
            .computeIfAbsent(place, p -> new LinkedHashMap<>())
            .computeIfAbsent(seeds ? Columns.key(table, Columns.SEED, row) : row, r -> list())
            .add(values[row]);
      }
    }
    List<Spread> spreads = new ArrayList<>();
    places.forEach((place, those) -> spreads.add(of(place, those, band, seeds)));
    return spreads;
  }

  private static List<Double> list() {
    return new ArrayList<>();
  }

  private static Object key(Table table, String column, int row, String measure) {
    if (Columns.MEASURE.equals(column)) {
      return measure;
    }
    boolean there = column != null && table.columnNames().contains(column);
    return there ? Columns.key(table, column, row) : null;
  }

  private static Spread of(
      List<Object> place, Map<Object, List<Double>> replicates, double[] band, boolean seeds) {
    double[] all =
        replicates.values().stream()
            .mapToDouble(rows -> rows.stream().mapToDouble(v -> v).average().orElseThrow())
            .sorted()
            .toArray();
    // One value in several rows, such as a loss by layer.
    double[] single = !seeds && all[0] == all[all.length - 1] ? new double[] {all[0]} : all;
    boolean means = replicates.values().stream().anyMatch(rows -> rows.size() > 1);
    var percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(single);
    boolean whole = band == null;
    return new Spread(
        place.get(0),
        place.get(1),
        place.get(2),
        single,
        whole || band[0] == 0 ? single[0] : percentile.evaluate(band[0]),
        percentile.evaluate(50),
        whole ? single[single.length - 1] : percentile.evaluate(band[1]),
        means);
  }

  /** Whether the replicates are shown one by one. */
  boolean few() {
    return single.length <= FEW;
  }

  /** Every value that is drawn. */
  double[] drawn() {
    return few() ? single : new double[] {low, middle, high};
  }

  /** What a line, bar or point is: "median and range of 10 seeds"; empty for single rows. */
  static String words(List<Spread> spreads, Table table, double[] band, List<String> varying) {
    boolean seeds = table.columnNames().contains(Columns.SEED);
    var n = spreads.stream().mapToInt(s -> s.single.length).summaryStatistics();
    int most = n.getMax();
    if (spreads.isEmpty() || most == 1 && !seeds) {
      return "";
    }
    String range =
        band == null
            ? "range"
            : Theme.number(band[0]) + "th to " + Theme.number(band[1]) + "th percentile";
    String what = most == 1 ? "" : "median and " + (most > FEW ? range : "single values") + " of ";
    String count = n.getMin() == most ? "" + most : n.getMin() + " to " + most;
    String noun = (seeds ? " seed" : " row") + (most == 1 ? "" : "s");
    boolean means = !varying.isEmpty() && spreads.stream().anyMatch(Spread::means);
    return what + count + noun + (means ? ", means over " + String.join(", ", varying) : "");
  }
}
