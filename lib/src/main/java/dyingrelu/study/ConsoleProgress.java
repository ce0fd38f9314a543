package dyingrelu.study;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** A line for each network that is finished, with the time left. */
final class ConsoleProgress implements Runner.Listener {
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
          String.format(
              Locale.ROOT,
              "%d of %d networks, %s, about %s left | %s: %s",
              networks - missing + finished,
              networks,
              words(spent),
              words(spent.multipliedBy(epochsLeft).dividedBy(epochs)),
              experiment,
              detail));
    }
  }

  private static String words(Duration time) {
    return String.format(Locale.ROOT, "%d:%02d min", time.toMinutes(), time.toSecondsPart());
  }
}
