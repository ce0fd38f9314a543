package dyingrelu.firstedition;

import dyingrelu.census.LayerCensus;
import dyingrelu.census.Monitor;
import dyingrelu.cure.Cure;
import dyingrelu.study.Studies;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import tech.tablesaw.api.Table;

/**
 * What to do about a census: a list of questions, of which the first that is answered with yes
 * decides, each with a piece of advice and the networks of the comparison it rests on. Where the
 * advice is to change something, it names the cure with the greatest median accuracy there.
 *
 * @param question about the census, for a person
 * @param applies the same for the machine
 * @param advice what to do
 * @param evidence the networks it rests on
 */
public record Advice(
    String question, Predicate<List<LayerCensus>> applies, String advice, Evidence evidence) {
  /** A unit counts as dormant by {@link LayerCensus#TAU}; more than this share is a collapse. */
  private static final double TOO_MANY_DORMANT = 50;

  /** Digits guessed are right this often: what a network that diverged counts as. */
  private static final double GUESSING = 0.1;

  /**
   * A cure's networks on one task after the last epoch, beside the control's.
   *
   * @param task {@code published} or {@code harsh}
   * @param cure its name
   * @param seeds how many networks
   * @param accuracy median share of test images classified correctly, 0 to 1
   * @param least the worst network's
   * @param greatest the best network's
   * @param dead median share of dead units, in percent
   * @param equals other cures that were open to choice, whose median is not below {@code least}
   */
  public record Evidence(
      String task,
      String cure,
      int seeds,
      double accuracy,
      double least,
      double greatest,
      double dead,
      List<String> equals) {
    /** The row in words. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s on the %s task: accuracy %.1f %% (%.1f to %.1f, %d seeds), %.0f %% dead",
          cure,
          task,
          100 * accuracy,
          100 * least,
          100 * greatest,
          seeds,
          dead);
    }
  }

  /**
   * The first piece of advice whose question the census answers with yes.
   *
   * @param census of every hidden layer, best on all training inputs: on a few, more units look
   *     dead than are
   * @param results as in {@code data/results/cures.csv}
   * @throws IllegalArgumentException if there are no layers, or the results lack a row that the
   *     advice needs
   */
  public static Advice of(List<LayerCensus> census, Table results) {
    if (census.isEmpty()) {
      throw new IllegalArgumentException(
          "Advice needs a census of at least one hidden layer; take one with LayerCensus.take.");
    }
    return all(results).stream().filter(one -> one.applies.test(census)).findFirst().orElseThrow();
  }

  /**
   * All of it, in the order in which it is asked; the last always applies.
   *
   * @param results as in {@code data/results/cures.csv}
   * @throws IllegalArgumentException if a row that is needed is missing
   */
  public static List<Advice> all(Table results) {
    Evidence mild = control(results, Studies.Task.PUBLISHED);
    double many = (mild.dead + control(results, Studies.Task.HARSH).dead) / 2;
    Evidence strongest = best(results, Studies.Task.HARSH, cure -> true);
    Evidence rate = best(results, Studies.Task.PUBLISHED, cure -> cure.family().equals("rate"));
    Evidence rateWhenHarsh =
        best(results, Studies.Task.HARSH, cure -> cure.family().equals("rate"));
    return List.of(
        new Advice(
            "Is every unit of some hidden layer dead?",
            census -> census.stream().anyMatch(layer -> dead(layer) == 100),
            "No error passes that layer, and none below it learns. Start again with: "
                + strongest.cure,
            strongest),
        new Advice(
            String.format(Locale.ROOT, "Are more than %.0f %% of all units dead?", many),
            census -> LayerCensus.meanPercent(census, LayerCensus::dead) > many,
            "So many deaths cost accuracy. Start again with: " + strongest.cure,
            strongest),
        new Advice(
            "Is more than a tenth of some layer dead?",
            census -> census.stream().anyMatch(layer -> dead(layer) > 100 * Monitor.TOO_MANY_DEAD),
            "They cost little. Leave the network as it is and change the rate: " + rate.cure,
            rate),
        new Advice(
            "Are more than half of the units dormant?",
            census ->
                LayerCensus.meanPercent(census, layer -> layer.dormant(LayerCensus.TAU))
                    > TOO_MANY_DORMANT,
            "Few are dead, yet little is said: a collapse. Start again with: " + rateWhenHarsh.cure,
            rateWhenHarsh),
        new Advice(
            "None of these?",
            census -> true,
            "Nothing to cure. Train on, and count again after some epochs",
            mild));
  }

  private static double dead(LayerCensus layer) {
    return layer.percent(layer.dead());
  }

  private static Evidence control(Table results, Studies.Task task) {
    return row(results, task, Cure.CONTROL);
  }

  /** The cure with the greatest median accuracy, and those whose medians lie in its range. */
  private static Evidence best(Table results, Studies.Task task, Predicate<Cure> open) {
    List<Evidence> rows =
        Cure.all().stream()
            .filter(open)
            .map(Cure::name)
            .filter(name -> !name.equals(Cure.CONTROL))
            .filter(name -> !networks(results, task, name).isEmpty())
            .map(name -> row(results, task, name))
            .sorted(Comparator.comparingDouble(Evidence::accuracy).reversed())
            .toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "The results have no cure on the %s task: give those of data/results/cures.csv."
              .formatted(task));
    }
    Evidence best = rows.get(0);
    return new Evidence(
        best.task,
        best.cure,
        best.seeds,
        best.accuracy,
        best.least,
        best.greatest,
        best.dead,
        rows.stream()
            .skip(1)
            .filter(row -> row.accuracy >= best.least)
            .map(Evidence::cure)
            .toList());
  }

  private static Evidence row(Table results, Studies.Task task, String cure) {
    Table networks = networks(results, task, cure);
    if (networks.isEmpty()) {
      throw new IllegalArgumentException(
          "The results have no row of '%s' on the %s task after epoch %d: give those of data/results/cures.csv."
              .formatted(cure, task, Cure.EPOCHS));
    }
    var accuracy = networks.numberColumn("test_accuracy").asDoubleColumn();
    accuracy.set(accuracy.isMissing(), GUESSING);
    return new Evidence(
        task.toString(),
        cure,
        networks.rowCount(),
        accuracy.median(),
        accuracy.min(),
        accuracy.max(),
        networks.numberColumn("dead_pct").median(),
        List.of());
  }

  private static Table networks(Table results, Studies.Task task, String cure) {
    return results.where(
        results
            .stringColumn("task")
            .isEqualTo(task.toString())
            .and(results.stringColumn("cure").isEqualTo(cure))
            .and(results.intColumn("epoch").isEqualTo(Cure.EPOCHS)));
  }
}
