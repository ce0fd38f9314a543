package dyingrelu.notebook;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
public final class Progress {
  /** Shows the current state in place of the one before. */
  interface View {
    void show(Html state);
  }

  private static final class Task {
    final long started;
    long now;
    int done;
    int total;
    String detail;

    Task(long started) {
      this.started = started;
    }

    boolean finished() {
      return done >= total;
    }
  }

  private final View view;
  private final long interval;
  private final LongSupplier clock;

  /** By name, so that a saved notebook does not depend on which thread came first. */
  private final Map<String, Task> tasks = new TreeMap<>();

  private boolean shown;
  private long lastShown;
  private String closing = "";

  /**
   * @param interval least time between two states shown; the end of a task is always shown
   * @param clock nanoseconds since some moment
   */
  Progress(View view, Duration interval, LongSupplier clock) {
    this.view = view;
    this.interval = interval.toNanos();
    this.clock = clock;
  }

  /**
   * Reports how far a task has come. The first report starts the task and its clock.
   *
   * @param task the task's name; reports of the same name are of the same task
   * @param done how many of its steps are done, 0 to total
   * @param total how many steps it has, at least 1
   * @param detail what to say about it, such as "epoch 3 of 12, loss 0.045"; it should hold no
   *     times
   */
  public synchronized void update(String task, int done, int total, String detail) {
    if (total < 1 || done < 0 || done > total) {
      throw new IllegalArgumentException(
          String.format(
              "Task '%s' reports %d of %d steps; the total must be at least 1 and the steps done"
                  + " between 0 and the total.",
              task, done, total));
    }
    long now = clock.getAsLong();
    Task state = tasks.computeIfAbsent(task, name -> new Task(now));
    state.now = now;
    state.done = done;
    state.total = total;
    state.detail = detail;
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
    view.show(new Html(html(), text()));
  }

  private String html() {
    StringBuilder html = new StringBuilder("<table>");
    tasks.forEach(
        (name, task) ->
            html.append("<tr><td style=\"text-align:left\">")
                .append(Html.escaped(name))
                .append("</td><td><progress max=\"100\" value=\"")
                .append(percent(task))
                .append("\"></progress></td><td style=\"text-align:right\">")
                .append(percent(task))
                .append(" %</td><td style=\"text-align:left\">")
                .append(Html.escaped(detail(task)))
                .append("</td></tr>"));
    html.append("</table>");
    if (!closing.isEmpty()) {
      html.append("<p>").append(Html.escaped(closing)).append("</p>");
    }
    return html.toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    tasks.forEach(
        (name, task) ->
            text.append(String.format("%s: %d %%, %s%n", name, percent(task), detail(task))));
    return (text + closing).strip();
  }

  private static int percent(Task task) {
    return (int) (100L * task.done / task.total);
  }

  private static String detail(Task task) {
    if (task.finished()) {
      return task.detail + ", done";
    }
    long spent = task.now - task.started;
    String left =
        task.done == 0
            ? ""
            : ", about " + time((long) (spent * ((double) task.total / task.done - 1))) + " left";
    return task.detail + ", " + time(spent) + " so far" + left;
  }

  private static String time(long nanoseconds) {
    long seconds = Math.round(nanoseconds / 1e9);
    return seconds < 60
        ? seconds + " s"
        : String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
  }
}
