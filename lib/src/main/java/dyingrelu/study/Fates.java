package dyingrelu.study;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What became of the units of a study, on all training images: never silent, silent and back, or
 * silent for good since some epoch.
 */
public final class Fates {
  private record Layer(String activation, long seed, int layer, int units) {}

  private Fates() {}

  /**
   * The fates of a study's units, counted by layer.
   *
   * @param results of a study, see {@link Results}; networks that diverged are left out
   * @return columns {@code activation}, {@code seed}, {@code layer}; {@code fate}: {@code never
   *     silent}, {@code came back} (silent after some epoch, but not after the last) or {@code
   *     silent for good}; {@code epoch}: for the last of these the first epoch of its silence, else
   *     0; {@code units}: how many
   */
  public static Table of(Table results) {
    Map<Layer, List<BitSet>> silentByEpoch = new LinkedHashMap<>();
    for (Row row : results) {
      if (!row.isMissing("silent_units")) {
        silentByEpoch
            .computeIfAbsent(layer(row), key -> new ArrayList<>())
            .add(units(row.getString("silent_units")));
      }
    }
    Table fates =
        Table.create(
            "fates",
            StringColumn.create("activation"),
            LongColumn.create("seed"),
            IntColumn.create("layer"),
            StringColumn.create("fate"),
            IntColumn.create("epoch"),
            IntColumn.create("units"));
    silentByEpoch.forEach((layer, silent) -> count(layer, silent, fates));
    return fates;
  }

  /**
   * How many units of each layer came and went from one epoch to the next.
   *
   * @param results of a study, see {@link Results}, epochs in order
   * @return columns {@code activation}, {@code seed}, {@code layer}, {@code epoch}; {@code
   *     fell_silent}: units silent on all training images after this epoch and not after the one
   *     before; {@code revived}: the other way round; {@code revived_pct}: these in percent of the
   *     units that were silent after the epoch before, missing if none was. The first epoch of each
   *     layer, which has none before it, is left out
   */
  public static Table turnover(Table results) {
    Table turnover =
        Table.create(
            "turnover",
            StringColumn.create("activation"),
            LongColumn.create("seed"),
            IntColumn.create("layer"),
            IntColumn.create("epoch"),
            IntColumn.create("fell_silent"),
            IntColumn.create("revived"),
            DoubleColumn.create("revived_pct"));
    Map<Layer, Integer> silentBefore = new HashMap<>();
    for (Row row : results) {
      if (row.isMissing("silent_on_train_pct")) {
        continue;
      }
      Layer layer = layer(row);
      int silent = (int) Math.round(row.getDouble("silent_on_train_pct") * layer.units / 100);
      Integer before = silentBefore.put(layer, silent);
      if (before == null) {
        continue;
      }
      int revived = row.getInt("revived");
      Row change = turnover.appendRow();
      change.setString("activation", layer.activation);
      change.setLong("seed", layer.seed);
      change.setInt("layer", layer.layer);
      change.setInt("epoch", row.getInt("epoch"));
      change.setInt("fell_silent", silent - before + revived);
      change.setInt("revived", revived);
      if (before > 0) {
        change.setDouble("revived_pct", 100.0 * revived / before);
      }
    }
    return turnover;
  }

  private static Layer layer(Row row) {
    return new Layer(
        row.getString("activation"), row.getLong("seed"), row.getInt("layer"), row.getInt("units"));
  }

  private static void count(Layer layer, List<BitSet> silent, Table fates) {
    int last = silent.size() - 1;
    int never = 0;
    int back = 0;
    Map<Integer, Integer> forGood = new TreeMap<>();
    for (int unit = 0; unit < layer.units; unit++) {
      int spoke = last; // the last epoch after which it was not silent, or −1
      while (spoke >= 0 && silent.get(spoke).get(unit)) {
        spoke--;
      }
      int which = unit;
      if (spoke < last) {
        forGood.merge(spoke + 1, 1, Integer::sum);
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

  private static void append(Table fates, Layer layer, String fate, int epoch, int units) {
    Row row = fates.appendRow();
    row.setString("activation", layer.activation);
    row.setLong("seed", layer.seed);
    row.setInt("layer", layer.layer);
    row.setString("fate", fate);
    row.setInt("epoch", epoch);
    row.setInt("units", units);
  }

  /** A set of units as a hexadecimal number, unit 0 being the last bit. */
  static String hex(BitSet units) {
    BigInteger number = BigInteger.ZERO;
    for (int unit = units.nextSetBit(0); unit >= 0; unit = units.nextSetBit(unit + 1)) {
      number = number.setBit(unit);
    }
    return number.toString(16);
  }

  /** What {@link #hex} made a number of. */
  static BitSet units(String hex) {
    BigInteger number = new BigInteger(hex, 16);
    BitSet units = new BitSet();
    for (int unit = 0; unit < number.bitLength(); unit++) {
      units.set(unit, number.testBit(unit));
    }
    return units;
  }
}
