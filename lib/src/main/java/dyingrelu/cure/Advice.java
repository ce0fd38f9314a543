package dyingrelu.cure;

import dyingrelu.census.Monitor;
import dyingrelu.claim.Measurement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * What to do about a census, and the networks that it rests on. One question decides: is a layer
 * wholly dead, is more than a tenth of one dead, or neither? The task of the comparison whose plain
 * ReLU networks are dead to the most similar degree then says which cures were best there.
 *
 * @param found what the census says, in a sentence
 * @param what to do, in a sentence
 * @param cures the best of the comparison on that task, and those less than {@link
 *     Comparison#LEAST} behind it, best first; none if nothing is to be done
 * @param evidence the networks it rests on, in a sentence
 */
public record Advice(String found, String what, List<String> cures, String evidence) {
  /**
   * Advice on what a monitor counted.
   *
   * @param report a monitor's, best of all training inputs: on a few, more units look dead than are
   * @param networks as {@link Comparison#networks} gives them
   * @throws IllegalArgumentException if the networks have no plain ReLU
   */
  public static Advice of(Monitor.Report report, Table networks) {
    double units = report.table().intColumn("units").sum();
    double dead = 100 * report.table().intColumn("dead").sum() / units;
    double worst = 0;
    for (Row layer : report.table()) {
      worst = Math.max(worst, (double) layer.getInt("dead") / layer.getInt("units"));
    }
    String found =
        String.format(
            Locale.ROOT,
            "%.0f %% of all units are dead, and of the worst layer %.0f %%.",
            dead,
            100 * worst);
    Map<Double, String> near = new TreeMap<>();
    for (String task : networks.stringColumn("task").unique()) {
      double usual = StatUtils.mean(Comparison.values(networks, task, "dead_pct", Cure.CONTROL));
      near.put(Math.abs(usual - dead), task);
    }
    String task = near.values().iterator().next();
    if (worst <= Monitor.TOO_MANY_DEAD) {
      String evidence = said(networks, task, Cure.CONTROL);
      return new Advice(found, "Nothing to cure: train on and count again.", List.of(), evidence);
    }
    List<String> best = best(networks, task);
    String what =
        worst == 1
            ? "No error passes a layer that is wholly dead: start again with "
            : "Start again with ";
    return new Advice(
        found, what + best.get(0) + ".", best, said(networks, task, best.get(0), Cure.CONTROL));
  }

  /** Falling by mean accuracy, down to the least difference from the best that is worth naming. */
  private static List<String> best(Table networks, String task) {
    Table ofTask = networks.where(networks.stringColumn("task").isEqualTo(task));
    List<String> falling =
        ofTask.stringColumn("cure").asList().stream()
            .distinct()
            .sorted(Comparator.comparingDouble(cure -> -StatUtils.mean(of(networks, task, cure))))
            .toList();
    double least = StatUtils.mean(of(networks, task, falling.get(0))) - Comparison.LEAST;
    return falling.stream()
        .filter(cure -> StatUtils.mean(of(networks, task, cure)) > least)
        .toList();
  }

  private static double[] of(Table networks, String task, String cure) {
    return Comparison.values(networks, task, "accuracy_pct", cure);
  }

  private static String said(Table networks, String task, String... cures) {
    return List.of(cures).stream()
        .map(cure -> cure + ": " + Measurement.mean(of(networks, task, cure)))
        .collect(Collectors.joining("; ", "Accuracy on the " + task + " task, in percent: ", "."));
  }
}
