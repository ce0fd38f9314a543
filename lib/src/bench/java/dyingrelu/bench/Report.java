package dyingrelu.bench;

import dyingrelu.figure.Figure;
import dyingrelu.figure.Plot;
import dyingrelu.machine.OpenBlas;
import dyingrelu.machine.Provenance;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The benchmark's table, from what came of each arrangement. */
final class Report {
  /** Accuracies further apart than this, in percent, are not the same work. */
  static final double TOLERANCE_PCT = 0.5;

  private final List<Outcome> outcomes;

  Report(List<Outcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  /**
   * One row per arrangement.
   *
   * <p>Rows belong to a {@code processor}, the {@code core_type} whose kernels OpenBLAS took, and a
   * {@code task}; ratios are within these. {@code seconds_*} are per epoch and network over the
   * rounds; {@code ratio_to_pytorch} is the median over that of PyTorch in one process with two
   * threads, {@code ratio_to_pytorch_best} over that of PyTorch's faster arrangement. {@code
   * accuracy_pct} is the median over all networks that the peer trained for three epochs, in
   * whatever arrangement, as that changes nothing in the work; {@code networks} says how many.
   * {@code same_work} is {@code yes} if it is within 0.5 points of PyTorch's, {@code no} if not,
   * {@code unknown} if there is nothing to compare, and {@code products only} where nothing is
   * trained. A peer without figures has the reason in {@code failure}.
   */
  Table table() {
    StringColumn processor = StringColumn.create("processor");
    StringColumn coreType = StringColumn.create("core_type");
    StringColumn task = StringColumn.create("task");
    StringColumn peer = StringColumn.create("peer");
    StringColumn arrangement = StringColumn.create("arrangement");
    IntColumn rounds = IntColumn.create("rounds");
    DoubleColumn median = DoubleColumn.create("seconds_median");
    DoubleColumn least = DoubleColumn.create("seconds_min");
    DoubleColumn lower = DoubleColumn.create("seconds_quartile_1");
    DoubleColumn upper = DoubleColumn.create("seconds_quartile_3");
    DoubleColumn greatest = DoubleColumn.create("seconds_max");
    DoubleColumn ratio = DoubleColumn.create("ratio_to_pytorch");
    DoubleColumn ratioToBest = DoubleColumn.create("ratio_to_pytorch_best");
    DoubleColumn accuracy = DoubleColumn.create("accuracy_pct");
    IntColumn networks = IntColumn.create("networks");
    StringColumn sameWork = StringColumn.create("same_work");
    StringColumn versions = StringColumn.create("versions");
    StringColumn failure = StringColumn.create("failure");
    for (Outcome outcome : outcomes) {
      double[] seconds = outcome.seconds().stream().mapToDouble(Double::doubleValue).toArray();
      Arrangement of = outcome.arrangement();
      processor.append(Provenance.processor());
      coreType.append(Optional.ofNullable(System.getenv(OpenBlas.VARIABLE)).orElse("unset"));
      task.append(of.task().toString());
      peer.append(of.peer());
      arrangement.append(outcome.arrangement().name());
      rounds.append(seconds.length);
      append(median, quantile(seconds, 0.5), 4);
      append(least, quantile(seconds, 0), 4);
      append(lower, quantile(seconds, 0.25), 4);
      append(upper, quantile(seconds, 0.75), 4);
      append(greatest, quantile(seconds, 1), 4);
      append(ratio, over(quantile(seconds, 0.5), pytorchWithTwoThreads(of.task())), 3);
      append(ratioToBest, over(quantile(seconds, 0.5), pytorchAtBest(of.task())), 3);
      append(accuracy, accuracyPercent(of.task(), of.peer()), 2);
      networks.append(accuracies(of.task(), of.peer()).length);
      sameWork.append(sameWork(outcome.arrangement()));
      versions.append(outcome.versions());
      failure.append(outcome.failure().orElse(""));
    }
    return Table.create(
        "Seconds per epoch and network",
        processor,
        coreType,
        task,
        peer,
        arrangement,
        rounds,
        median,
        least,
        lower,
        upper,
        greatest,
        ratio,
        ratioToBest,
        accuracy,
        networks,
        sameWork,
        versions,
        failure);
  }

  /** Medians, with lines from the least to the greatest; peers without figures in a note. */
  Figure figure() {
    Table rounds =
        Table.create("rounds", StringColumn.create("arrangement"), DoubleColumn.create("seconds"));
    for (Outcome outcome : outcomes) {
      if (outcome.arrangement().task() == Task.RELU) {
        for (double seconds : outcome.seconds()) {
          rounds.stringColumn("arrangement").append(outcome.arrangement().toString());
          rounds.doubleColumn("seconds").append(seconds);
        }
      }
    }
    String missing =
        outcomes.stream()
            .filter(outcome -> outcome.seconds().isEmpty())
            .map(outcome -> outcome.arrangement().toString())
            .collect(Collectors.joining("; "));
    return Plot.of(rounds)
        .intervals("seconds", "arrangement")
        .logX()
        .label("seconds, median and range (log scale)", "")
        .title("One epoch of the MNIST study, per network")
        .note(missing.isEmpty() ? "" : "Not measured: " + missing)
        .figure();
  }

  /** Whether an arrangement reaches the accuracy of PyTorch; see {@link #table}. */
  String sameWork(Arrangement arrangement) {
    if (!arrangement.trains()) {
      return "products only";
    }
    OptionalDouble its = accuracyPercent(arrangement.task(), arrangement.peer());
    OptionalDouble reference = accuracyPercent(arrangement.task(), Arrangement.PYTORCH);
    if (its.isEmpty() || reference.isEmpty()) {
      return "unknown";
    }
    return Math.abs(its.getAsDouble() - reference.getAsDouble()) <= TOLERANCE_PCT ? "yes" : "no";
  }

  private OptionalDouble accuracyPercent(Task task, String peer) {
    OptionalDouble median = quantile(accuracies(task, peer), 0.5);
    return median.isPresent() ? OptionalDouble.of(100 * median.getAsDouble()) : median;
  }

  private double[] accuracies(Task task, String peer) {
    return outcomes.stream()
        .filter(outcome -> outcome.arrangement().task() == task)
        .filter(outcome -> outcome.arrangement().peer().equals(peer))
        .flatMap(outcome -> outcome.accuracies().stream())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private OptionalDouble pytorchWithTwoThreads(Task task) {
    return pytorchMedians(task, arrangement -> arrangement.commands().size() == 1).min();
  }

  private OptionalDouble pytorchAtBest(Task task) {
    return pytorchMedians(task, arrangement -> true).min();
  }

  private DoubleStream pytorchMedians(Task task, Predicate<Arrangement> which) {
    return outcomes.stream()
        .filter(outcome -> outcome.arrangement().peer().equals(Arrangement.PYTORCH))
        .filter(outcome -> outcome.arrangement().task() == task)
        .filter(outcome -> which.test(outcome.arrangement()))
        .map(outcome -> outcome.seconds().stream().mapToDouble(Double::doubleValue).toArray())
        .filter(seconds -> seconds.length > 0)
        .mapToDouble(seconds -> quantile(seconds, 0.5).getAsDouble());
  }

  private static OptionalDouble over(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() && b.isPresent()
        ? OptionalDouble.of(a.getAsDouble() / b.getAsDouble())
        : OptionalDouble.empty();
  }

  /**
   * The value below which a share of the values lies, linear between neighbours.
   *
   * @param share in [0, 1]
   */
  static OptionalDouble quantile(double[] values, double share) {
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return OptionalDouble.of(sorted[below] + (at - below) * (sorted[above] - sorted[below]));
  }

  private static void append(DoubleColumn column, OptionalDouble value, int digits) {
    if (value.isEmpty()) {
      column.appendMissing();
    } else {
      double scale = Math.pow(10, digits);
      column.append(Math.round(value.getAsDouble() * scale) / scale);
    }
  }
}
