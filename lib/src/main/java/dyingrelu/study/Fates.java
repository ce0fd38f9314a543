package dyingrelu.study;

import dyingrelu.census.Rows;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * What became of the units of a study, on all training images: never silent, silent and back, or
 * silent for good since some epoch.
 */
public final class Fates {
  private static final String LAYER = "String activation\nlong seed\nint layer\n";

  private Fates() {}

  /**
   * The fates of a study's units, counted by layer.
   *
   * @param results of a study, see {@link Results}, epochs in order; networks that diverged are
   *     left out
   * @return columns {@code activation}, {@code seed}, {@code layer}; {@code fate}: {@code never
   *     silent}, {@code came back} (silent after some epoch, but not after the last) or {@code
   *     silent for good}; {@code epoch}: for the last of these the first epoch of its silence, else
   *     0; {@code units}: how many
   */
  public static Table of(Table results) {
    Table fates = Rows.table("fates", LAYER + "String fate\nint epoch units");
    for (Table layer : layers(results, "silent_units")) {
      List<BitSet> silent =
          layer.stringColumn("silent_units").asList().stream().map(Fates::units).toList();
      int never = 0;
      int back = 0;
      Map<Integer, Integer> forGood = new TreeMap<>();
      for (int unit = 0; unit < layer.intColumn("units").get(0); unit++) {
        int since = silent.size(); // the epoch since which it is silent
        while (since > 0 && silent.get(since - 1).get(unit)) {
          since--;
        }
        int which = unit;
        if (since < silent.size()) {
          forGood.merge(since, 1, Integer::sum);
        } else if (silent.stream().anyMatch(epoch -> epoch.get(which))) {
          back++;
        } else {
          never++;
        }
      }
      append(fates, layer, "never silent", 0, never);
      append(fates, layer, "came back", 0, back);
      forGood.forEach((since, units) -> append(fates, layer, "silent for good", since, units));
    }
    return fates;
  }

  /**
   * How many units of each layer came and went from one epoch to the next.
   *
   * @param results as for {@link #of}
   * @return columns {@code activation}, {@code seed}, {@code layer}, {@code epoch}; {@code
   *     fell_silent}: units silent on all training images after this epoch and not after the one
   *     before; {@code revived}: the other way round; {@code revived_pct}: these in percent of the
   *     units that were silent after the epoch before, missing if none was. The first epoch of each
   *     layer, which has none before it, is left out
   */
  public static Table turnover(Table results) {
    Table turnover =
        Rows.table("turnover", LAYER + "int epoch fell_silent revived\ndouble revived_pct");
    for (Table layer : layers(results, "silent_on_train_pct")) {
      double[] percent = layer.doubleColumn("silent_on_train_pct").asDoubleArray();
      int units = layer.intColumn("units").get(0);
      for (int i = 1; i < percent.length; i++) {
        long before = Math.round(percent[i - 1] * units / 100);
        int revived = layer.intColumn("revived").get(i);
        int fell = (int) (Math.round(percent[i] * units / 100) - before) + revived;
        int epoch = layer.intColumn("epoch").get(i);
        // 0 of 0 is not a number, which a table has as missing.
        append(turnover, layer, epoch, fell, revived, 100.0 * revived / before);
      }
    }
    return turnover;
  }

  /** The rows of each layer of each network that did not diverge. */
  private static List<Table> layers(Table results, String counted) {
    return results.splitOn("activation", "seed", "layer").asTableList().stream()
        .filter(layer -> layer.column(counted).countMissing() == 0)
        .toList();
  }

  private static void append(Table table, Table layer, Object... values) {
    Row row = layer.row(0);
    List<Object> all = new ArrayList<>();
    for (String column : List.of("activation", "seed", "layer")) {
      all.add(row.getObject(column));
    }
    all.addAll(List.of(values));
    Rows.add(table, all.toArray());
  }

  /** A set of units as a hexadecimal number, unit 0 being the last bit. */
  static String hex(BitSet units) {
    BigInteger number = BigInteger.ZERO;
    for (int unit : units.stream().toArray()) {
      number = number.setBit(unit);
    }
    return number.toString(16);
  }

  /** What {@link #hex} made a number of. */
  static BitSet units(String hex) {
    BigInteger number = new BigInteger(hex, 16);
    BitSet units = new BitSet();
    IntStream.range(0, number.bitLength()).filter(number::testBit).forEach(units::set);
    return units;
  }
}
