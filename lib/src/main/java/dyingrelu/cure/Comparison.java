package dyingrelu.cure;

import static tech.tablesaw.aggregate.AggregateFunctions.mean;

import dyingrelu.census.Rows;
import dyingrelu.claim.Measurement;
import dyingrelu.claim.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What the comparison of cures found: networks beside networks, and how sure a difference is. */
public final class Comparison {
  /** The least difference worth naming, in percentage points. */
  public static final double LEAST = 0.2;

  /** The plain networks: the control, and the control once more in other orders of the images. */
  private static final String[] PLAIN = {Cure.CONTROL, Cure.AGAIN};

  /** An accuracy below this is a failure, in percent. */
  private static final double FAILED = 50;

  /** Digits guessed are right this often, in percent: what a network that diverged counts as. */
  private static final double GUESSING = 10;

  private static final double LEVEL = 0.05;

  private static final List<String> SHARES =
      List.of("silent_on_probe_pct", "silent_on_train_pct", "dead_pct", "dormant_pct");
  private static final List<String> COUNTS =
      List.of("units", "revived", "hit", "first_hit", "first_hit_alive");

  private Comparison() {}

  /**
   * A row for each network and epoch, in which layer 0 stands for all hidden layers.
   *
   * @param results rows by layer; a network that has a layer 0 already keeps it
   * @return the same columns: shares are means, counts are sums, the gradient's norm is that of
   *     layer 1, and which units are silent is left out
   */
  public static Table condensed(Table results) {
    Map<List<Object>, List<Integer>> epochs = new LinkedHashMap<>();
    for (Row row : results) {
      List<Object> key =
          Stream.of("task", "cure", "inputs", "seed", "epoch").map(row::getObject).toList();
      epochs.computeIfAbsent(key, k -> new ArrayList<>()).add(row.getRowNumber());
    }
    Table condensed = results.emptyCopy();
    for (List<Integer> rows : epochs.values()) {
      Table layers = results.rows(rows.stream().mapToInt(i -> i).toArray()).sortOn("layer");
      Table epoch = layers.first(1);
      int first = epoch.intColumn("layer").get(0) == 0 ? 1 : 0;
      if (first == 0) {
        for (String share : SHARES) {
          epoch.doubleColumn(share).set(0, layers.doubleColumn(share).mean());
        }
        for (String count : COUNTS) {
          if (!epoch.intColumn(count).isMissing(0)) {
            epoch.intColumn(count).set(0, (int) layers.intColumn(count).sum());
          }
        }
        epoch.intColumn("layer").set(0, 0);
        epoch.stringColumn("silent_units").setMissing(0);
      }
      if (first < layers.rowCount()) {
        epoch.doubleColumn("gradient_norm").set(0, layers.doubleColumn("gradient_norm").get(first));
      }
      condensed.append(epoch);
    }
    return condensed;
  }

  /**
   * A row for each network.
   *
   * @param results rows by epoch, as in {@code data/results/cures.csv}
   * @return {@code task}, {@code cure}, {@code activation}, {@code inputs}, {@code seed}; {@code
   *     accuracy_pct}, test accuracy as the mean of the last two epochs, and {@code best_pct}, of
   *     the best epoch; {@code failed}, 1 if {@code accuracy_pct} is below 50 and else 0; {@code
   *     dead_pct} and {@code dormant_pct} of all hidden units after the last epoch, missing if it
   *     diverged
   */
  public static Table networks(Table results) {
    Table networks =
        Rows.table(
            "networks",
            """
            String task cure activation inputs
            long seed
            double accuracy_pct best_pct
            int failed
            double dead_pct dormant_pct
            """);
    Table trained = results.where(results.intColumn("epoch").isGreaterThan(0));
    Table epochs =
        trained
            .summarize("test_accuracy", "dead_pct", "dormant_pct", mean)
            .by("task", "cure", "activation", "inputs", "seed", "epoch");
    for (Table network : epochs.splitOn("task", "cure", "inputs", "seed").asTableList()) {
      Table inOrder = network.sortOn("epoch");
      Row last = inOrder.row(inOrder.rowCount() - 1);
      double[] accuracy =
          Arrays.stream(inOrder.doubleColumn("Mean [test_accuracy]").asDoubleArray())
              .map(share -> Double.isNaN(share) ? GUESSING : 100 * share)
              .toArray();
      int twoLast = Math.max(0, accuracy.length - 2);
      double end = StatUtils.mean(accuracy, twoLast, accuracy.length - twoLast);
      Rows.add(
          networks,
          last.getString("task"),
          last.getString("cure"),
          last.getString("activation"),
          last.getString("inputs"),
          last.getLong("seed"),
          end,
          StatUtils.max(accuracy),
          end < FAILED ? 1 : 0,
          last.getDouble("Mean [dead_pct]"),
          last.getDouble("Mean [dormant_pct]"));
    }
    return networks;
  }

  /**
   * The numbers of some cures on a task, all networks alike.
   *
   * @param networks as {@link #networks} gives them
   * @param column such as {@code dead_pct}; networks without a value are left out
   * @throws IllegalArgumentException if no network is left
   */
  public static double[] values(Table networks, String task, String column, String... cures) {
    Table rows =
        networks.where(
            networks
                .stringColumn("task")
                .isEqualTo(task)
                .and(networks.stringColumn("cure").isIn(cures)));
    double[] values = rows.numberColumn(column).asDoubleColumn().removeMissing().asDoubleArray();
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "No network of %s on the %s task has a value of %s: name cures of data/results/cures.csv."
              .formatted(String.join(", ", cures), task, column));
    }
    return values;
  }

  /**
   * The mean of a cure's networks minus that of others', with Welch's interval.
   *
   * @param networks as {@link #networks} gives them
   * @param column such as {@code accuracy_pct}
   * @param than names of the others, taken together; {@link #PLAIN} if there are none
   */
  public static Measurement difference(
      Table networks, String task, String column, String cure, String... than) {
    return Measurement.difference(
        values(networks, task, column, cure),
        values(networks, task, column, than.length == 0 ? PLAIN : than));
  }

  /**
   * Every cure on a task beside {@link #PLAIN} networks, in the order of the table: difference of
   * the means, Welch's 95 % interval, and the p of Mann and Whitney's rank test, corrected by Holm
   * for the number of cures. Ranks, since accuracies of networks that collapse have no bell curve.
   *
   * @param networks as {@link #networks} gives them
   * @param column such as {@code accuracy_pct}; a cure whose networks all lack it is left out
   * @return {@code task}, {@code cure}, {@code networks}, {@code difference}, {@code low}, {@code
   *     high}, {@code p_holm}, and {@code told}: {@code above} or {@code below} if the corrected p
   *     is below 0.05 and the difference at least {@link #LEAST}, else {@code not told apart}
   */
  public static Table against(Table networks, String task, String column) {
    Table table =
        Rows.table(
            column + " against plain ReLU",
            "String task cure, int networks, double difference low high");
    double[] plain = values(networks, task, column, PLAIN);
    Table ofTask =
        networks.where(
            networks
                .stringColumn("task")
                .isEqualTo(task)
                .and(networks.column(column).isNotMissing()));
    List<String> cures =
        ofTask.stringColumn("cure").asList().stream()
            .distinct()
            .filter(cure -> !List.of(PLAIN).contains(cure))
            .toList();
    double[] p = new double[cures.size()];
    for (int i = 0; i < p.length; i++) {
      double[] cured = values(networks, task, column, cures.get(i));
      Measurement difference = Measurement.difference(cured, plain);
      p[i] = cured.length < 2 ? 1 : new MannWhitneyUTest().mannWhitneyUTest(cured, plain);
      Rows.add(
          table,
          task,
          cures.get(i),
          cured.length,
          difference.value(),
          difference.low(),
          difference.high());
    }
    double[] corrected = Samples.holm(p);
    StringColumn told = StringColumn.create("told");
    for (int i = 0; i < p.length; i++) {
      double by = table.doubleColumn("difference").get(i);
      boolean named = corrected[i] < LEVEL && Math.abs(by) >= LEAST;
      told.append(!named ? "not told apart" : by > 0 ? "above" : "below");
    }
    return table.addColumns(DoubleColumn.create("p_holm", corrected), told);
  }
}
