package dyingrelu.study;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import tech.tablesaw.api.Table;

/**
 * This machine's threads, one network on each. A thread that has no network left helps another's
 * with half of each batch, so that the last network of many does not leave it idle.
 *
 * @param threads how many, at least 1
 */
public record LocalThreads(int threads) implements Backend {
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
  public <T> void run(List<T> experiments, Work<T> work, Keeper<T> keeper)
      throws InterruptedException {
    var executor = (ThreadPoolExecutor) Executors.newFixedThreadPool(threads, LocalThreads::thread);
    executor.setRejectedExecutionHandler((half, ended) -> half.run());
    // An empty queue has no network left, so that half a batch never waits behind one.
    Executor helper =
        half -> {
          if (executor.getQueue().isEmpty() && executor.getActiveCount() < threads) {
            executor.execute(half);
          } else {
            half.run();
          }
        };
    List<Callable<Void>> tasks =
        experiments.stream().map(experiment -> task(experiment, work, keeper, helper)).toList();
    try {
      for (Future<Void> done : executor.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("An experiment stopped: " + e.getCause(), e);
    } finally {
      executor.shutdown(); // What is lent out must come back; invokeAll has cancelled the rest.
      awaitEnd(executor);
    }
  }

  private static <T> Callable<Void> task(
      T experiment, Work<T> work, Keeper<T> keeper, Executor helper) {
    return () -> {
      try {
        Table rows = work.run(experiment, helper);
        synchronized (keeper) {
          keeper.keep(experiment, rows);
        }
      } catch (RuntimeException failure) {
        synchronized (keeper) {
          keeper.failed(experiment, failure);
        }
      }
      return null;
    };
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "experiment");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits until no worker touches a network any more, also when interrupted meanwhile. */
  private static void awaitEnd(ThreadPoolExecutor executor) {
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
