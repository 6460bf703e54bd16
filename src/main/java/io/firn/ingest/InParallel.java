package io.firn.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does the same with several tables at once: most of a commit's time is waiting for a catalog. */
final class InParallel {
  private static final int THREADS = 8;

  private InParallel() {}

  /**
   * Runs the action on each item and waits for all. The first failure is thrown in the end, with
   * the others as suppressed ones.
   */
  static <T> void forEach(List<T> items, Consumer<T> action) {
    if (items.size() <= 1) {
      items.forEach(action);
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, items.size()));
    try {
      List<Future<?>> running = new ArrayList<>();
      items.forEach(item -> running.add(threads.submit(() -> action.accept(item))));
      await(running);
    } finally {
      threads.shutdown();
    }
  }

  private static void await(List<Future<?>> running) {
    Throwable first = null;
    for (Future<?> future : running) {
      Throwable failure = failure(future);
      if (first == null) {
        first = failure;
      } else if (failure != null) {
        first.addSuppressed(failure);
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private static @Nullable Throwable failure(Future<?> future) {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IllegalStateException("Interrupted while tables were committed", e);
    }
  }
}
