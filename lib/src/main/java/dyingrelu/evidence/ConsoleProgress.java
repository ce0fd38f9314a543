package dyingrelu.evidence;

import dyingrelu.notebook.Progress;
import dyingrelu.notebook.ProgressListener;
import java.time.Duration;
import java.util.function.Consumer;

/** A line for each network that is finished, with the time left. */
final class ConsoleProgress implements ProgressListener {
  private final int networks;
  private final Consumer<String> out;
  private final long start = System.nanoTime();
  private int missing;
  private int epochs;
  private int epochsLeft;
  private int finished;

  ConsoleProgress(int networks, Consumer<String> out) {
    this.networks = networks;
    this.out = out;
  }

  @Override
  public void update(String experiment, int done, int total, String detail) {
    if (done == 0) { // Each that is to be run reports so before the first begins.
      missing++;
      epochsLeft += total;
      return;
    }
    epochs++;
    epochsLeft--;
    if (done == total) {
      finished++;
      Duration spent = Duration.ofNanos(System.nanoTime() - start);
      out.accept(
          "%d of %d networks, %s | %s: %s"
              .formatted(
                  networks - missing + finished,
                  networks,
                  Progress.timeLeft(spent, epochs, epochsLeft),
                  experiment,
                  detail));
    }
  }
}
