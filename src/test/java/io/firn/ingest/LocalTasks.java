package io.firn.ingest;

import io.firn.BatchId;
import io.firn.decode.Decoder;
import io.firn.decode.InflateBounds;
import io.firn.dedupe.DuplicateSearch;
import io.firn.dedupe.FoundDuplicates;
import io.firn.dedupe.SearchShipment;
import io.firn.ingest.RunBundle.Attempt;
import io.firn.testing.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;

/** Runs tasks on threads of this JVM, without Spark. A plan is a step, and so is each round. */
final class LocalTasks implements TaskRunner {
  private static final long BUDGET = 16L << 20;

  private final int slots;
  private final Configuration configuration;
  private final Faults faults;
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile List<Future<BundleReport>> running = List.of();

  LocalTasks(int slots, Configuration configuration, Faults faults) {
    this.slots = slots;
    this.configuration = configuration;
    this.faults = faults;
  }

  /** Asked for once for each plan, when the ledger was read. */
  @Override
  public int slots() {
    return faults.step("plan", () -> slots);
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public void cancel(BatchId batch) {
    running.forEach(task -> task.cancel(true));
  }

  @Override
  public List<BundleReport> run(
      BatchId batch, String name, Shipment content, List<TaskBundle> bundles, Progress progress) {
    if (bundles.isEmpty()) {
      return List.of();
    }
    progress.expect(
        bundles.stream().mapToLong(TaskBundle::objects).sum(),
        bundles.stream().mapToLong(TaskBundle::bytes).sum(),
        objects::get,
        bytes::get);
    return faults.step(name, () -> run(content, bundles));
  }

  private List<BundleReport> run(Shipment content, List<TaskBundle> bundles) {
    ExecutorService threads = Executors.newFixedThreadPool(slots);
    try {
      List<Future<BundleReport>> futures = new ArrayList<>();
      for (TaskBundle bundle : bundles) {
        Attempt attempt = new Attempt(attempts.incrementAndGet(), BUDGET);
        futures.add(
            threads.submit(
                () -> RunBundle.run(content, configuration, bundle, attempt, this::count)));
      }
      running = futures;
      return futures.stream().map(LocalTasks::await).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public List<Survey> survey(List<SurveyedObject> some, InflateBounds bounds, Progress progress) {
    return faults.step(
        "survey",
        () ->
            some.stream()
                .map(
                    object ->
                        object.survey(
                            new ObjectSource(configuration), new Decoder(object.format(), bounds)))
                .toList());
  }

  @Override
  public List<FoundDuplicates> search(SearchShipment content, List<DuplicateSearch> searches) {
    return faults.step(
        "search for duplicates",
        () -> searches.stream().map(search -> run(content, search)).toList());
  }

  private FoundDuplicates run(SearchShipment content, DuplicateSearch search) {
    try {
      return search.run(content, attempts.incrementAndGet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void count(ObjectWork object) {
    objects.incrementAndGet();
    bytes.addAndGet(object.bytes());
  }

  /** What a task throws ends the round, as the fourth failure of a task does in Spark. */
  private static BundleReport await(Future<BundleReport> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (CancellationException e) {
      throw new IllegalStateException("Cannot run task: it was cancelled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot run task: interrupted", e);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof IOException io) {
      return new UncheckedIOException(io);
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
