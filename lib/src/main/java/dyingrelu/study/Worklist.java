package dyingrelu.study;

import dyingrelu.notebook.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Experiments that are worked through, and the rows of those that are finished. They are kept in a
 * file too, from which another run goes on. What an experiment is, and how it is done, is its
 * user's: {@link Runner} trains networks.
 *
 * @param <T> an experiment; its text names it to a reader
 */
public final class Worklist<T> {
  /**
   * How experiments are done.
   *
   * @param <T> an experiment
   */
  public interface Work<T> {
    /** Says how far an experiment is that is not finished. */
    void report(T experiment, ProgressListener listener);

    /**
     * Does it to the end, and says how far it is.
     *
     * @param helper lends a second thread for half of each batch, if one is free
     * @return its rows
     */
    Table run(T experiment, Executor helper, ProgressListener listener) throws InterruptedException;
  }

  private final List<T> experiments;
  private final Table empty;
  private final Backend backend;
  private final Path file;
  private final Map<T, Table> finished = new HashMap<>();

  /**
   * Experiments, of which those whose rows are in the file are finished.
   *
   * @param name of an experiment, as its rows have it
   * @param nameOf a row's experiment
   * @param empty a table without rows, of the columns that theirs have
   * @param backend what works through them
   * @param file of the rows of finished experiments; null for none
   * @throws IllegalArgumentException if there are none, or two of the same name
   * @throws dyingrelu.data.DataException if the file is no file of such rows
   */
  public Worklist(
      List<T> experiments,
      Function<T, Object> name,
      Function<Row, Object> nameOf,
      Table empty,
      Backend backend,
      Path file) {
    if (experiments.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no experiment to run: give at least one seed and one network.");
    }
    this.experiments = List.copyOf(experiments);
    this.empty = empty;
    this.backend = backend;
    this.file = file;
    Map<Object, T> byName = new HashMap<>();
    for (T experiment : experiments) {
      if (byName.put(name.apply(experiment), experiment) != null) {
        throw new IllegalArgumentException(
            "Two experiments are both '%s': name each once, or give them different cures or seeds."
                .formatted(experiment));
      }
    }
    if (file != null && Files.exists(file)) {
      for (Row row : Results.read(file, empty)) {
        T experiment = byName.get(nameOf.apply(row));
        if (experiment != null) {
          finished.computeIfAbsent(experiment, e -> empty.copy()).append(row);
        }
      }
    }
  }

  /** Whether its rows are there. */
  public boolean finished(T experiment) {
    return finished.containsKey(experiment);
  }

  /**
   * Does what is not finished yet. If one fails, the others go on.
   *
   * @throws InterruptedException if the thread is interrupted; nothing runs any more, what is
   *     finished is kept, and another call goes on from there
   * @throws IllegalStateException if an experiment failed, the listener did, or the file could not
   *     be written; the others are finished and kept
   */
  public void run(ProgressListener listener, Work<T> work) throws InterruptedException {
    List<String> failures = Collections.synchronizedList(new ArrayList<>());
    ProgressListener careful = careful(listener, failures);
    List<T> missing = experiments.stream().filter(experiment -> !finished(experiment)).toList();
    missing.forEach(experiment -> work.report(experiment, careful));
    backend.run(
        missing,
        (experiment, helper) -> work.run(experiment, helper, careful),
        new Backend.Keeper<T>() {
          @Override
          public void keep(T experiment, Table rows) {
            finished.put(experiment, rows);
            save(failures);
          }

          @Override
          public void failed(T experiment, RuntimeException reason) {
            failures.add("%s failed (%s).".formatted(experiment, reason.getMessage()));
          }
        });
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          String.join(" ", new LinkedHashSet<>(failures)) + " The other networks are counted.");
    }
  }

  /** A listener whose own failure is told once, at the end, and not taken for a network's. */
  private static ProgressListener careful(ProgressListener listener, List<String> failures) {
    return (experiment, done, total, detail) -> {
      synchronized (failures) {
        try {
          listener.update(experiment, done, total, detail);
        } catch (RuntimeException e) {
          failures.add("Progress could not be shown (%s).".formatted(e.getMessage()));
        }
      }
    };
  }

  private void save(List<String> failures) {
    if (file != null) {
      try {
        Results.write(rows(), file);
      } catch (IOException e) {
        failures.add("%s could not be written (%s).".formatted(file.getFileName(), e.getMessage()));
      }
    }
  }

  /** All rows of those that are finished, in the order of the experiments. */
  public Table rows() {
    Table all = empty.copy();
    experiments.stream().filter(this::finished).forEach(e -> all.append(finished.get(e)));
    return all;
  }
}
