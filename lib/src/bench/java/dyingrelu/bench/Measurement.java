package dyingrelu.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An arrangement at work: its processes, and what they answered so far. */
final class Measurement implements AutoCloseable {
  private final Arrangement arrangement;
  private final PrintStream out;
  private final List<PeerProcess> processes = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> accuracies = new ArrayList<>();
  private String versions = "";
  private Optional<String> failure;

  /**
   * An arrangement that is not started yet.
   *
   * @param failure why it cannot be, if something it needs is missing
   * @param out gets a line for each thing done
   */
  Measurement(Arrangement arrangement, Optional<String> failure, PrintStream out) {
    this.arrangement = arrangement;
    this.failure = failure;
    this.out = out;
    failure.ifPresent(this::tell);
  }

  /** Starts the processes and waits until each has its data. */
  void start(Map<String, String> environment, Path logs) throws InterruptedException {
    attempt(
        () -> {
          for (List<String> command : arrangement.commands()) {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().clear();
            builder.environment().putAll(environment);
            String log = "%s-%d.log".formatted(arrangement, processes.size() + 1);
            processes.add(new PeerProcess(builder, logs.resolve(log)));
            versions = String.join(" ", processes.get(processes.size() - 1).answer().words());
          }
        });
  }

  /**
   * Trains new networks for three epochs, which gives their accuracies and warms the peer up.
   *
   * @param firstSeed of the first; the others follow it
   */
  void warmUp(int firstSeed) throws InterruptedException {
    attempt(
        () -> {
          int seed = firstSeed;
          for (PeerProcess process : processes) {
            process.send("accuracy " + seed);
            seed += arrangement.networks();
          }
          for (PeerProcess process : processes) {
            accuracies.addAll(process.answer().accuracies());
          }
          if (arrangement.trains()) {
            double mean = accuracies.stream().mapToDouble(a -> a).average().orElseThrow();
            tell(String.format(Locale.ROOT, "accuracy %.2f %%", 100 * mean));
          } else {
            accuracies.clear();
          }
        });
  }

  /** Trains one more epoch in each process at once, and takes the time of the last to finish. */
  void round() throws InterruptedException {
    attempt(
        () -> {
          for (PeerProcess process : processes) {
            process.send("epoch");
          }
          double slowest = 0;
          for (PeerProcess process : processes) {
            Answer.Epoch epoch = process.answer().epoch();
            if (arrangement.trains() && !Double.isFinite(epoch.loss())) {
              throw new PeerFailure("the loss became " + epoch.loss());
            }
            slowest = Math.max(slowest, epoch.seconds());
          }
          seconds.add(slowest / processes.size());
          tell(String.format(Locale.ROOT, "%.3f s", seconds.get(seconds.size() - 1)));
        });
  }

  /** What came of it so far. */
  Outcome outcome() {
    return new Outcome(arrangement, versions, seconds, accuracies, failure);
  }

  Arrangement arrangement() {
    return arrangement;
  }

  @FunctionalInterface
  private interface Step {
    void run() throws PeerFailure, IOException, InterruptedException;
  }

  /** Does a step unless the peer has failed; a failure is kept as the row's reason. */
  private void attempt(Step step) throws InterruptedException {
    if (failure.isPresent()) {
      return;
    }
    try {
      step.run();
    } catch (PeerFailure | IOException e) {
      failure = Optional.of(e.getMessage());
      tell(e.getMessage());
      close();
    }
  }

  private void tell(String what) {
    out.println("  " + arrangement + ": " + what);
  }

  @Override
  public void close() {
    processes.forEach(PeerProcess::close);
  }
}
