package dyingrelu.study;

import java.util.List;
import java.util.concurrent.Executor;
import tech.tablesaw.api.Table;

/**
 * What works through experiments: {@linkplain LocalThreads this machine's threads}, or another
 * engine in their place. An experiment is a pure function of its record, so where and in which
 * order they run changes no row.
 */
@FunctionalInterface
public interface Backend {
  /** What is to be done for an experiment. */
  @FunctionalInterface
  interface Work {
    /**
     * Trains and counts to the end.
     *
     * @param helper lends a second thread for half of each batch, if one is free
     * @return its rows, see {@link Results}
     */
    Table run(Experiment experiment, Executor helper) throws InterruptedException;
  }

  /** What is told of each experiment, one call at a time. */
  interface Keeper {
    /** It is finished. */
    void keep(Experiment experiment, Table rows);

    /** It stopped, for a reason that a user can read; the others go on. */
    void failed(Experiment experiment, RuntimeException reason);
  }

  /**
   * Works through the experiments and returns when all are kept or failed.
   *
   * @throws InterruptedException if the caller is interrupted; nothing is running any more then
   */
  void run(List<Experiment> experiments, Work work, Keeper keeper) throws InterruptedException;
}
