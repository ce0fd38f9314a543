package dyingrelu.study;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tech.tablesaw.api.Table;

/**
 * This machine's threads, one network on each. A thread that has no network left helps another's
 * with half of each batch, so that the last network of many does not leave it idle.
 *
 * @param threads how many, at least 1
 */
public record LocalThreads(int threads) implements Backend {
  private record Outcome(Experiment experiment, Table rows, RuntimeException failure) {}

  /** Checks the number. */
  public LocalThreads {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Experiments cannot run on %d threads: give at least 1.".formatted(threads));
    }
  }

  /** As many threads as there are processors. */
  public static LocalThreads all() {
    return new LocalThreads(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public void run(List<Experiment> experiments, Work work, Keeper keeper)
      throws InterruptedException {
    int workers = Math.min(threads, experiments.size());
    Semaphore idle = new Semaphore(threads);
    ExecutorService helpers = Executors.newCachedThreadPool(LocalThreads::thread);
    Executor helper =
        half -> {
          if (!idle.tryAcquire()) {
            half.run();
            return;
          }
          helpers.execute(
              () -> {
                try {
                  half.run();
                } finally {
                  idle.release();
                }
              });
        };
    ExecutorService executor =
        Executors.newFixedThreadPool(Math.max(1, workers), LocalThreads::thread);
    try {
      var queue = new ExecutorCompletionService<Outcome>(executor);
      for (Experiment experiment : experiments) {
        queue.submit(
            () -> {
              idle.acquire(); // Lent out, it comes back after half a batch.
              try {
                return new Outcome(experiment, work.run(experiment, helper), null);
              } catch (RuntimeException failure) {
                return new Outcome(experiment, null, failure);
              } finally {
                idle.release();
              }
            });
      }
      for (int left = experiments.size(); left > 0; left--) {
        Outcome outcome = queue.take().get();
        if (outcome.failure == null) {
          keeper.keep(outcome.experiment, outcome.rows);
        } else {
          keeper.failed(outcome.experiment, outcome.failure);
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The experiments stopped: " + e.getCause(), e);
    } finally {
      executor.shutdownNow();
      awaitEnd(executor);
      helpers.shutdown();
      awaitEnd(helpers);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "experiment");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits until no worker touches a network any more, also when interrupted meanwhile. */
  private static void awaitEnd(ExecutorService executor) {
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
