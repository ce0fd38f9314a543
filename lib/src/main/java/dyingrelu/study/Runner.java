package dyingrelu.study;

import dyingrelu.data.Mnist;
import dyingrelu.network.Network;
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
import java.util.concurrent.ConcurrentHashMap;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * Trains and counts a list of experiments. It alone knows of threads, of interruption and going on,
 * of divergence, of progress and of the file of rows.
 *
 * <pre>{@code
 * Runner runner = new Runner(Studies.mnist(1), Mnist.load());
 * runner.run(Notebook.progress()::update);   // interrupted, it goes on when called again
 * Table rows = runner.results();
 * }</pre>
 */
public final class Runner {
  private final List<Experiment> experiments;
  private final Mnist mnist;
  private final Backend backend;
  private final Path file;
  private final Question question;
  private final Map<Experiment, Table> finished = new HashMap<>();
  private final Map<Experiment, Trial> trials = new ConcurrentHashMap<>();
  private final Map<Inputs, Mnist> variants = new ConcurrentHashMap<>();

  /** Experiments on this machine's threads, their rows and networks in memory. */
  public Runner(List<Experiment> experiments, Mnist mnist) {
    this(experiments, mnist, Trial.COUNTS, LocalThreads.all(), null);
  }

  /**
   * Experiments that are asked a question, whose rows are also kept in a file, from which another
   * run goes on.
   *
   * @param question {@link Trial#COUNTS}, or a study's own
   * @param backend what works through them
   * @param file of the rows of finished experiments; null for none. With a file the networks are
   *     let go when they are finished
   * @throws IllegalArgumentException if there are none, or two with the same name in a table
   * @throws dyingrelu.data.DataException if the file is no file of results
   */
  public Runner(
      List<Experiment> experiments, Mnist mnist, Question question, Backend backend, Path file) {
    if (experiments.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no experiment to run: give at least one seed and one network.");
    }
    this.experiments = List.copyOf(experiments);
    this.mnist = mnist;
    this.backend = backend;
    this.file = file;
    this.question = question;
    Map<List<Object>, Experiment> byName = new HashMap<>();
    for (Experiment experiment : experiments) {
      if (byName.put(Results.name(experiment), experiment) != null) {
        throw new IllegalArgumentException(
            "Two experiments are both '%s': name each once, or give them different cures or seeds."
                .formatted(experiment));
      }
    }
    if (file != null && Files.exists(file)) {
      for (Row row : Results.read(file, question.columns())) {
        Experiment experiment = byName.get(Results.name(row));
        if (experiment != null) {
          finished.computeIfAbsent(experiment, e -> empty("rows")).append(row);
        }
      }
    }
  }

  private Table empty(String name) {
    return Results.empty(name, question.columns());
  }

  /**
   * Runs what is not finished yet. A network that diverges is counted as such, and the others go
   * on; so they do when one fails.
   *
   * @throws InterruptedException if the thread is interrupted; nothing runs any more, what is
   *     counted is kept, and another call goes on from there
   * @throws IllegalStateException if an experiment failed, the listener did, or the file could not
   *     be written; the others are finished and kept
   */
  public void run(ProgressListener listener) throws InterruptedException {
    List<String> failures = Collections.synchronizedList(new ArrayList<>());
    ProgressListener careful = careful(listener, failures);
    List<Experiment> missing =
        experiments.stream().filter(experiment -> !finished.containsKey(experiment)).toList();
    missing.forEach(experiment -> report(careful, trial(experiment)));
    backend.run(
        missing,
        (experiment, helper) -> {
          Trial trial = trial(experiment);
          while (!trial.finished()) {
            trial.epoch(helper);
            report(careful, trial);
          }
          return trial.answers(question, helper);
        },
        new Backend.Keeper() {
          @Override
          public void keep(Experiment experiment, Table rows) {
            finished.put(experiment, rows);
            if (file != null) {
              trials.remove(experiment);
              save(failures);
            }
          }

          @Override
          public void failed(Experiment experiment, RuntimeException reason) {
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

  private static void report(ProgressListener listener, Trial trial) {
    Experiment experiment = trial.experiment;
    listener.update(experiment.toString(), trial.epochs(), experiment.epochs(), trial.detail());
  }

  private Trial trial(Experiment experiment) {
    return trials.computeIfAbsent(experiment, e -> question.trial().apply(e, variant(e.inputs())));
  }

  private Mnist variant(Inputs inputs) {
    return variants.computeIfAbsent(inputs, variant -> variant.of(mnist));
  }

  private void save(List<String> failures) {
    try {
      Results.write(gather(), file);
    } catch (IOException e) {
      failures.add("%s could not be written (%s).".formatted(file.getFileName(), e.getMessage()));
    }
  }

  private Table gather() {
    String note = mnist.train().note();
    Table all = empty(experiments.get(0).task() + (note.isEmpty() ? "" : " (" + note + ")"));
    experiments.stream().filter(finished::containsKey).forEach(e -> all.append(finished.get(e)));
    return all;
  }

  /**
   * All rows, in the order of the experiments.
   *
   * @throws IllegalStateException if an experiment is not finished: says how far it is
   */
  public Table results() {
    for (Experiment experiment : experiments) {
      if (!finished.containsKey(experiment)) {
        throw new IllegalStateException(
            "The study is not finished: '%s' has %d of %d epochs. Run its cell again, and it goes on."
                .formatted(experiment, trial(experiment).epochs(), experiment.epochs()));
      }
    }
    return gather();
  }

  /**
   * A trained network.
   *
   * @param cure of its experiment
   * @param seed of its experiment
   * @throws IllegalStateException if it is not finished
   * @throws IllegalArgumentException if there is no such experiment
   */
  public Network network(String cure, long seed) {
    return finished(cure, seed).network;
  }

  /**
   * Every unit of a network after every epoch: columns {@code epoch}, from 0; {@code layer} and
   * {@code unit}, from 1; {@code silent} on all training images; {@code end}, "silent at the end"
   * or "speaks at the end"; {@code bias}; {@code weight_norm}, the Euclidean norm of its incoming
   * weights.
   *
   * @throws IllegalStateException if it is not finished
   * @throws IllegalArgumentException if there is no such experiment
   */
  public Table units(String cure, long seed) {
    return finished(cure, seed).units();
  }

  private Trial finished(String cure, long seed) {
    results();
    return trials.values().stream()
        .filter(t -> t.experiment.cure().equals(cure) && t.experiment.seed() == seed)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no network '%s, seed %d' in memory: ask for one of %s."
                        .formatted(cure, seed, trials.keySet())));
  }
}
