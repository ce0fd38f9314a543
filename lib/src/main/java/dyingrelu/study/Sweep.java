package dyingrelu.study;

import dyingrelu.data.DataException;
import dyingrelu.data.Mnist;
import dyingrelu.machine.AtomicFile;
import dyingrelu.machine.Checkout;
import dyingrelu.machine.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Works through many cells that do not depend on each other, as many at a time as there are
 * processors, and keeps what is finished: a sweep that was stopped goes on where it was.
 *
 * @param <C> what decides the lines of a cell, apart from the images
 * @param header the first line of the file
 * @param cellOf the cell that a line belongs to; fails in its own way if the line is none
 * @param lines how many lines a cell has
 */
record Sweep<C extends Comparable<C>>(
    String header, Function<String, C> cellOf, ToIntFunction<C> lines) {

  /** Works out a cell, on one thread. */
  @FunctionalInterface
  interface Work<C, R> {
    /** What comes out of the cell, such as its lines. */
    R run(C cell) throws InterruptedException;
  }

  /** Hears of each finished cell. */
  @FunctionalInterface
  interface Listener<C> {
    /**
     * Called once at the start and after each cell, when its lines are in the file.
     *
     * @param done finished cells, those of earlier runs included
     * @param total cells in all
     * @param cell the newest, or null at the start
     * @param lines of that cell
     */
    void update(int done, int total, C cell, List<String> lines);
  }

  /**
   * Runs the cells that have no lines in a file yet, one thread each, and writes the file anew
   * after each. It is always whole: whoever stops this, how ever hard, keeps the finished cells.
   * Lines of other cells stay in it.
   *
   * @param cells which to run
   * @param work how
   * @param file a CSV file, made if it is not there
   * @param listener hears of each cell
   * @return the lines of every cell in the file, sorted
   * @throws IOException if the file cannot be read or written
   * @throws DataException if the file holds something else
   * @throws InterruptedException if the thread is interrupted; finished cells are in the file
   * @throws IllegalStateException if a cell failed; finished ones are in the file
   */
  Map<C, List<String>> run(
      List<C> cells, Work<C, List<String>> work, Path file, Listener<C> listener)
      throws IOException, InterruptedException {
    Map<C, List<String>> finished = read(file);
    List<C> missing = cells.stream().filter(cell -> !finished.containsKey(cell)).toList();
    int[] done = {cells.size() - missing.size()};
    listener.update(done[0], cells.size(), null, List.of());
    try {
      work(
          missing,
          work,
          (cell, of) -> {
            finished.put(cell, of);
            write(file, finished);
            listener.update(++done[0], cells.size(), cell, of);
          });
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "The sweep stopped: %s The finished cells are kept in %s."
              .formatted(e.getMessage(), file.getFileName()),
          e);
    }
    return finished;
  }

  /** Takes what came out of a finished cell, one cell at a time. */
  @FunctionalInterface
  interface Keeper<C, R> {
    void keep(C cell, R result) throws IOException;
  }

  /**
   * Works out cells, one thread each, and hands each on when it is finished.
   *
   * @throws IOException if one could not be kept
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException if a cell failed
   */
  static <C, R> void work(List<C> cells, Work<C, R> work, Keeper<C, R> keeper)
      throws IOException, InterruptedException {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), Math.max(1, cells.size()));
    ExecutorService executor =
        Executors.newFixedThreadPool(threads, task -> new Thread(task, "sweep-worker"));
    try {
      CompletionService<Map.Entry<C, R>> queue = new ExecutorCompletionService<>(executor);
      cells.forEach(cell -> queue.submit(() -> Map.entry(cell, runNamed(cell, work))));
      for (int left = cells.size(); left > 0; left--) {
        Map.Entry<C, R> finished = queue.take().get();
        keeper.keep(finished.getKey(), finished.getValue());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    } finally {
      executor.shutdownNow();
      MnistStudy.awaitEnd(executor);
    }
  }

  private static <C, R> R runNamed(C cell, Work<C, R> work) throws InterruptedException {
    try {
      return work.run(cell);
    } catch (RuntimeException e) {
      throw new IllegalStateException(cell + " failed (" + e + ").", e);
    }
  }

  /** Writes the header and the lines of these cells. */
  void write(Path file, Map<C, List<String>> cells) throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    cells.values().forEach(of -> of.forEach(line -> text.append(line).append('\n')));
    AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The cells of a file that have all their lines; none if there is no file. */
  Map<C, List<String>> read(Path file) throws IOException {
    Map<C, List<String>> cells = new TreeMap<>();
    if (!Files.exists(file)) {
      return cells;
    }
    String text = Files.readString(file);
    // What follows the last line's end was cut off.
    List<String> all = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    for (int i = 0; i < all.size(); i++) {
      try {
        if (i > 0) {
          cells.computeIfAbsent(cellOf.apply(all.get(i)), c -> new ArrayList<>()).add(all.get(i));
        } else if (!all.get(0).equals(header)) {
          throw new IllegalArgumentException("another header");
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new DataException(
            "Line %d of %s is not from this sweep: delete the file and run again."
                .formatted(i + 1, file),
            e);
      }
    }
    cells.entrySet().removeIf(c -> c.getValue().size() != lines.applyAsInt(c.getKey()));
    return cells;
  }

  /**
   * A command's whole work: runs the sweep, or goes on with it, and writes {@code
   * data/results/<name>.csv} with its provenance when the last cell is done. Until then the
   * finished cells wait in {@code target/}. Ends the program with 1 and a sentence if something is
   * wrong.
   *
   * @param name of the file, without its ending
   * @param command such as {@code mvn -Pphase}
   * @param seeds of all cells
   * @param cells which to run
   * @param work how, given the images
   * @param summary a few words on a cell's lines
   */
  void command(
      String name,
      String command,
      List<Long> seeds,
      List<C> cells,
      Function<Mnist, Work<C, List<String>>> work,
      Function<List<String>, String> summary)
      throws InterruptedException {
    try {
      Mnist mnist = Mnist.load();
      String note = mnist.train().note();
      String file = name + (note.isEmpty() ? "" : " (" + note + ")") + ".csv";
      Path waiting = Checkout.root().resolve("target").resolve(file);
      Map<C, List<String>> all = run(cells, work.apply(mnist), waiting, report(summary));
      all.keySet().retainAll(cells);
      Path result = Checkout.results(file);
      write(result, all);
      Provenance.of(command, seeds).write(result);
      Files.delete(waiting);
      System.out.println("Written: data/results/" + file);
    } catch (DataException | IllegalStateException | IOException e) {
      System.out.println("ERROR: " + e.getMessage());
      System.exit(1);
    }
  }

  /** A line for each cell, with the time left by what this run's cells took. */
  private Listener<C> report(Function<List<String>, String> summary) {
    long start = System.nanoTime();
    int[] before = {0};
    return (done, total, cell, of) -> {
      if (cell == null) {
        before[0] = done;
        System.out.printf(
            "%d of %d cells are done; Ctrl-C stops, and the same command goes on.%n", done, total);
        return;
      }
      Duration spent = Duration.ofNanos(System.nanoTime() - start);
      Duration left = spent.multipliedBy(total - done).dividedBy(done - before[0]);
      System.out.printf(
          Locale.ROOT,
          "%3d of %d, %d:%02d min, about %d:%02d left | %s: %s%n",
          done,
          total,
          spent.toMinutes(),
          spent.toSecondsPart(),
          left.toMinutes(),
          left.toSecondsPart(),
          cell,
          summary.apply(of));
    };
  }
}
