package dyingrelu.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import tech.tablesaw.api.Table;

/**
 * A table's rows brought together: rows that share their place, colour and panel are replicates. If
 * the table has seeds, a replicate is the mean of a seed's rows.
 *
 * @param values of each place, in the order of the table
 * @param seeds whether replicates are seeds
 * @param means whether a seed had several rows at one place
 */
record Summary(Map<Place, Spread> values, boolean seeds, boolean means) {
  /** So many replicates are shown one by one. */
  static final int FEW = 3;

  /** Where a value is drawn; colour and facet are null if the table does not tell them apart. */
  record Place(Object facet, Object colour, Object along) {}

  /** The middle of some replicates, the ends of their range, and themselves. */
  record Spread(double middle, double low, double high, double[] single) {}

  /**
   * Reads a table.
   *
   * @param along the column that says where a value stands
   * @param columns those of the values
   * @param measures their names in the plot, which are other columns' in a second table
   * @param band percentiles at the ends of the range; null for the least and the greatest value
   */
  static Summary of(
      Table table,
      String along,
      List<String> columns,
      List<String> measures,
      String colour,
      String facet,
      double[] band) {
    boolean seeds = table.columnNames().contains(Columns.SEED);
    Map<Place, Map<Object, List<Double>>> replicates = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      double[] values = Columns.numbers(table, columns.get(i));
      for (int row = 0; row < values.length; row++) {
        Object at = Columns.key(table, along, row);
        boolean missing = at instanceof Double number && number.isNaN();
        if (missing || Double.isNaN(values[row])) {
          continue;
        }
        if (Double.isInfinite(values[row])) {
          throw new IllegalArgumentException(
              "Row %d of the column '%s' is infinite, which cannot be drawn; leave it out."
                  .formatted(row, columns.get(i)));
        }
        String measure = measures.get(i);
        Place place =
            new Place(key(table, facet, row, measure), key(table, colour, row, measure), at);
        Object replicate = seeds ? Columns.key(table, Columns.SEED, row) : (Object) row;
        replicates
            .computeIfAbsent(place, p -> new LinkedHashMap<>())
            .computeIfAbsent(replicate, r -> new ArrayList<>())
            .add(values[row]);
      }
    }
    Map<Place, Spread> spreads = new LinkedHashMap<>();
    replicates.forEach((place, those) -> spreads.put(place, spread(those, band, seeds)));
    boolean means =
        replicates.values().stream()
            .flatMap(those -> those.values().stream())
            .anyMatch(rows -> rows.size() > 1);
    return new Summary(spreads, seeds, means);
  }

  private static Object key(Table table, String column, int row, String measure) {
    if (Columns.MEASURE.equals(column)) {
      return measure;
    }
    boolean there = column != null && table.columnNames().contains(column);
    return there ? Columns.key(table, column, row) : null;
  }

  private static Spread spread(Map<Object, List<Double>> replicates, double[] band, boolean seeds) {
    double[] single =
        replicates.values().stream()
            .mapToDouble(
                rows -> rows.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
            .sorted()
            .toArray();
    if (!seeds && single[0] == single[single.length - 1]) {
      single = new double[] {single[0]}; // One value in several rows, such as a loss by layer.
    }
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(single);
    double low = band == null ? single[0] : end(percentile, band[0], single);
    double high = band == null ? single[single.length - 1] : end(percentile, band[1], single);
    return new Spread(percentile.evaluate(50), low, high, single);
  }

  private static double end(Percentile percentile, double at, double[] sorted) {
    return at == 0 ? sorted[0] : percentile.evaluate(at);
  }

  /** Every value that is drawn in some of the places. */
  Stream<Double> drawn(Predicate<Place> where) {
    return values.entrySet().stream()
        .filter(entry -> where.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .flatMap(
            s ->
                s.single.length > FEW
                    ? Stream.of(s.low, s.middle, s.high)
                    : Arrays.stream(s.single).boxed());
  }

  /** What a line, bar or point is: "median and range of 10 seeds"; empty for single rows. */
  String words(double[] band, List<String> varying) {
    int[] n = values.values().stream().mapToInt(s -> s.single.length).sorted().toArray();
    int most = n.length == 0 ? 0 : n[n.length - 1];
    if (most == 0 || most == 1 && !seeds) {
      return "";
    }
    String range =
        band == null
            ? "range"
            : Theme.number(band[0]) + "th to " + Theme.number(band[1]) + "th percentile";
    String what = most == 1 ? "" : "median and " + (most > FEW ? range : "single values") + " of ";
    String count = n[0] == most ? Integer.toString(most) : n[0] + " to " + most;
    String noun = (seeds ? "seed" : "row") + (most == 1 ? "" : "s");
    String over = String.join(", ", varying);
    return what + count + " " + noun + (means && !over.isEmpty() ? ", means over " + over : "");
  }
}
