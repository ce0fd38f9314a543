package dyingrelu.firstedition;

import dyingrelu.study.Results;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Results with one row per network and epoch, as notebook 06 reads them. */
public final class NetworkRows {
  private static final String[] COUNTS = {"revived", "hit", "first_hit", "first_hit_alive"};
  private static final String[] NETWORK = {
    "task", "cure", "initializer", "optimizer", "learning_rate", "depth", "seed", "epoch"
  };
  private static final String[] SAME = {"train_loss", "test_accuracy", "seconds"};
  private static final String[] MEANS = {"dead_pct", "dormant_pct"};

  private NetworkRows() {}

  /**
   * Sums counts over the layers and takes the mean of shares; of a network with a layer 0, which
   * stands for all of them, that layer's.
   *
   * @param results as {@link Results#read} gives them
   */
  public static Table of(Table results) {
    Table rows =
        Table.create(
            results.name(),
            StringColumn.create("task"),
            StringColumn.create("cure"),
            StringColumn.create("initializer"),
            StringColumn.create("optimizer"),
            DoubleColumn.create("learning_rate"),
            IntColumn.create("depth"),
            IntColumn.create("seed"),
            IntColumn.create("epoch"),
            IntColumn.create("parameters"));
    for (String column : SAME) {
      rows.addColumns(DoubleColumn.create(column));
    }
    for (String column : MEANS) {
      rows.addColumns(DoubleColumn.create(column));
    }
    rows.addColumns(DoubleColumn.create("gradient_norm_1"));
    for (String column : COUNTS) {
      rows.addColumns(IntColumn.create(column));
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    Set<Integer> whole = new HashSet<>();
    Map<Integer, Integer> layers = new LinkedHashMap<>();
    for (Row from : results) {
      String network =
          Stream.of(NETWORK)
              .map(column -> from.getObject(column).toString())
              .collect(Collectors.joining(","));
      Integer place = places.get(network);
      if (place == null) {
        place = rows.rowCount();
        places.put(network, place);
        Row to = rows.appendRow();
        for (String column : List.of("task", "cure", "initializer", "optimizer")) {
          to.setString(column, from.getString(column));
        }
        to.setDouble("learning_rate", from.getDouble("learning_rate"));
        to.setInt("depth", from.getInt("depth"));
        to.setInt("seed", (int) from.getLong("seed"));
        to.setInt("epoch", from.getInt("epoch"));
        to.setInt("parameters", from.getInt("parameters"));
      }
      Row to = rows.row(place);
      if (from.getInt("layer") == 1) {
        to.setDouble("gradient_norm_1", from.getDouble("gradient_norm"));
      }
      for (String column : COUNTS) {
        if (!from.isMissing(column)) {
          to.setInt(column, (to.isMissing(column) ? 0 : to.getInt(column)) + from.getInt(column));
        }
      }
      if (from.getInt("layer") == 0) {
        whole.add(place);
      } else if (whole.contains(place)) {
        continue;
      }
      if (!from.isMissing("dead_pct")) {
        int before = layers.merge(place, 1, Integer::sum) - 1;
        for (String column : SAME) {
          to.setDouble(column, from.getDouble(column));
        }
        for (String column : MEANS) {
          double mean = before == 0 ? 0 : to.getDouble(column);
          to.setDouble(column, mean + (from.getDouble(column) - mean) / (before + 1));
        }
      }
    }
    return rows;
  }
}
