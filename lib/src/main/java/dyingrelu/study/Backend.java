package dyingrelu.study;

import java.util.List;
import java.util.concurrent.Executor;
import tech.tablesaw.api.Table;

/**
 * What works through experiments: {@linkplain LocalThreads this machine's threads}, or another
 * engine in their place. An experiment is a pure function of its record, so where and in which
 * order they run changes no row.
 */
public interface Backend {
  /**
   * What is to be done for an experiment.
   *
   * @param <T> an experiment
   */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Trains and counts to the end.
     *
     * @param helper lends a second thread for half of each batch, if one is free
     * @return its rows
     */
    Table run(T experiment, Executor helper) throws InterruptedException;
  }

  /**
   * What is told of each experiment, one call at a time.
   *
   * @param <T> an experiment
   */
  interface Keeper<T> {
    /** It is finished. */
    void keep(T experiment, Table rows);

    /** It stopped, for a reason that a user can read; the others go on. */
    void failed(T experiment, RuntimeException reason);
  }

  /**
   * Works through the experiments and returns when all are kept or failed.
   *
   * @param <T> an experiment
   * @throws InterruptedException if the caller is interrupted; nothing is running any more then
   */
  <T> void run(List<T> experiments, Work<T> work, Keeper<T> keeper) throws InterruptedException;
}
