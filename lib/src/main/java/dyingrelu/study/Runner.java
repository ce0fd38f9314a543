package dyingrelu.study;

import dyingrelu.data.Mnist;
import dyingrelu.network.Network;
import dyingrelu.notebook.ProgressListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import tech.tablesaw.api.Table;

/**
 * Trains and counts a list of experiments; its {@link Worklist} knows of threads, of going on after
 * an interruption and of the file of rows.
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
  private final boolean keepsNetworks;
  private final Question question;
  private final Worklist<Experiment> list;
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
    this.experiments = List.copyOf(experiments);
    this.mnist = mnist;
    this.question = question;
    keepsNetworks = file == null;
    Table empty = Results.empty("rows", question.columns());
    list = new Worklist<>(experiments, Results::name, Results::name, empty, backend, file);
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
    list.run(
        listener,
        new Worklist.Work<>() {
          @Override
          public void report(Experiment experiment, ProgressListener careful) {
            Runner.report(careful, trial(experiment));
          }

          @Override
          public Table run(Experiment experiment, Executor helper, ProgressListener careful)
              throws InterruptedException {
            Trial trial = trial(experiment);
            while (!trial.finished()) {
              trial.epoch(helper);
              report(experiment, careful);
            }
            Table answers = trial.answers(question, helper);
            if (!keepsNetworks) {
              trials.remove(experiment);
            }
            return answers;
          }
        });
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

  /**
   * All rows, in the order of the experiments.
   *
   * @throws IllegalStateException if an experiment is not finished: says how far it is
   */
  public Table results() {
    for (Experiment experiment : experiments) {
      if (!list.finished(experiment)) {
        throw new IllegalStateException(
            "The study is not finished: '%s' has %d of %d epochs. Run its cell again, and it goes on."
                .formatted(experiment, trial(experiment).epochs(), experiment.epochs()));
      }
    }
    String note = mnist.train().note();
    return list.rows()
        .setName(experiments.get(0).task() + (note.isEmpty() ? "" : " (" + note + ")"));
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
