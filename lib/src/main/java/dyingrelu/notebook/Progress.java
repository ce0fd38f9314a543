package dyingrelu.notebook;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How far long work has come: one line for each task, with a bar, the work's own words, and the
 * time spent and left. {@link Notebook#progress} makes one.
 *
 * <pre>{@code
 * var progress = Notebook.progress();
 * progress.update("relu, seed 1", 3, 12, "epoch 3 of 12, loss 0.045");
 * }</pre>
 *
 * <p>A finished task's line has no times in it, so that a saved notebook does not change when it is
 * run again. Tasks may report from several threads.
 */
public final class Progress implements ProgressListener {
  private record Task(long started, long now, int done, int total, String words) {
    boolean finished() {
      return done >= total;
    }
  }

  private final Consumer<Html> view;
  private final long interval;
  private final LongSupplier clock;

  /** By name, so that a saved notebook does not depend on which thread came first. */
  private final Map<String, Task> tasks = new TreeMap<>();

  private boolean shown;
  private long lastShown;
  private String closing = "";

  /**
   * @param view shows the current state in place of the one before
   * @param interval least time between two states shown; the end of a task is always shown
   * @param clock nanoseconds since some moment
   */
  Progress(Consumer<Html> view, Duration interval, LongSupplier clock) {
    this.view = view;
    this.interval = interval.toNanos();
    this.clock = clock;
  }

  /** The first report of a task starts its clock. */
  @Override
  public synchronized void update(String task, int done, int total, String detail) {
    if (total < 1 || done < 0 || done > total) {
      throw new IllegalArgumentException(
          "Task '%s' reports %d of %d steps; the total must be at least 1 and the steps done between 0 and the total."
              .formatted(task, done, total));
    }
    long now = clock.getAsLong();
    long started = tasks.containsKey(task) ? tasks.get(task).started : now;
    Task state = new Task(started, now, done, total, detail);
    tasks.put(task, state);
    if (!shown || state.finished() || now - lastShown >= interval) {
      show(now);
    }
  }

  /**
   * Shows the last state with a closing line below it.
   *
   * @param text the closing line, such as "3 networks trained"; it should hold no times
   */
  public synchronized void finish(String text) {
    closing = text;
    show(clock.getAsLong());
  }

  private void show(long now) {
    shown = true;
    lastShown = now;
    view.accept(new Html(html(), text()));
  }

  private String html() {
    StringBuilder html = new StringBuilder("<table>");
    tasks.forEach(
        (name, task) ->
            html.append(
                "<tr>%s<td><progress max=\"100\" value=\"%d\"></progress></td>%s%s</tr>"
                    .formatted(
                        Html.cell("td", "left", name),
                        percent(task),
                        Html.cell("td", "right", percent(task) + " %"),
                        Html.cell("td", "left", detail(task)))));
    html.append("</table>");
    return closing.isEmpty() ? html.toString() : html + "<p>" + Html.escaped(closing) + "</p>";
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    tasks.forEach(
        (name, task) ->
            text.append("%s: %d %%, %s%n".formatted(name, percent(task), detail(task))));
    return (text + closing).strip();
  }

  private static int percent(Task task) {
    return (int) (100L * task.done / task.total);
  }

  private static String detail(Task task) {
    if (task.finished()) {
      return task.words + ", done";
    }
    Duration spent = Duration.ofNanos(task.now - task.started);
    return task.words + ", " + timeLeft(spent, task.done, task.total - task.done);
  }

  /**
   * The time spent and left in words, such as "6 s so far, about 18 s left".
   *
   * @param spent how long it took
   * @param done how many steps were done in that time; with none, nothing is said of what is left
   * @param left how many steps of the same length are left
   */
  public static String timeLeft(Duration spent, long done, long left) {
    String soFar = words(spent.toNanos()) + " so far";
    return done == 0
        ? soFar
        : soFar + ", about " + words((double) spent.toNanos() * left / done) + " left";
  }

  private static String words(double nanoseconds) {
    long seconds = Math.round(nanoseconds / 1e9);
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%d:%02d min".formatted(seconds / 60, seconds % 60)
        : "%d:%02d h".formatted(seconds / 3600, seconds / 60 % 60);
  }
}
