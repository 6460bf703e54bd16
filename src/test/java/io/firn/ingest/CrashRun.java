package io.firn.ingest;

import io.firn.TableName;
import io.firn.state.Holder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link SteppedRun} as a process of its own, which ends or is suspended at a moment of {@link
 * Steps}. It prints how many batches it recorded and how recovered ones ended, and exits with 1
 * after a failure.
 */
final class CrashRun {
  /** As a shell says that {@code kill -9} ended a process. */
  static final int HALTED = 137;

  private static final long LONGEST_STOP_NANOS = 60_000_000_000L;
  private static final long LOOK_MILLIS = 20;

  /** A sleep that took so long was none: the process was suspended. */
  private static final long SUSPENDED_NANOS = 700_000_000L;

  private final Map<String, String> options;
  private final SteppedRun run;

  private CrashRun(Map<String, String> options) {
    this.options = options;
    Map<TableName, Path> inputs = new LinkedHashMap<>();
    options.forEach(
        (key, value) -> {
          if (key.startsWith("input ")) {
            inputs.put(TableName.parse(key.substring("input ".length())), Path.of(value));
          }
        });
    this.run =
        new SteppedRun(
            Path.of(options.get("warehouse")),
            Path.of(options.get("state")),
            Duration.parse(options.get("lease")),
            Integer.parseInt(options.get("objects")),
            inputs);
  }

  /**
   * The arguments for a run.
   *
   * @param fault {@code halt=<moment>} or {@code stop=<moment>} and {@code marker=<file>}
   */
  static List<String> arguments(SteppedRun run, String... fault) {
    List<String> arguments = new ArrayList<>();
    arguments.add("warehouse=" + run.warehouse());
    arguments.add("state=" + run.state());
    arguments.add("lease=" + run.lease());
    arguments.add("objects=" + run.batchObjects());
    run.inputs().forEach((table, path) -> arguments.add("input " + table + "=" + path));
    arguments.addAll(Arrays.asList(fault));
    return arguments;
  }

  /** See {@link #arguments}. */
  public static void main(String[] arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      options.put(parts[0], parts[1]);
    }
    System.exit(new CrashRun(options).exitCode());
  }

  private int exitCode() {
    try {
      IngestResult result = run.run(new Steps(this::at).faults(), Holder.ofThisProcess("child"));
      System.out.println("recorded " + result.batches().size());
      result.recovered().forEach(batch -> System.out.println("recovered " + batch.outcome()));
      List<Throwable> problems = new ArrayList<>();
      result.problem().ifPresent(problems::add);
      result.tables().forEach(table -> table.problem().ifPresent(problems::add));
      problems.forEach(Throwable::printStackTrace);
      return problems.isEmpty() ? 0 : 1;
    } catch (Exception e) {
      e.printStackTrace();
      return 1;
    }
  }

  private void at(String moment) {
    if (moment.equals(options.get("halt"))) {
      Runtime.getRuntime().halt(HALTED);
    }
    if (moment.equals(options.get("stop"))) {
      awaitSuspension(Path.of(options.get("marker")));
    }
  }

  /** Returns when the process was suspended and goes on. */
  private static void awaitSuspension(Path marker) {
    try {
      Files.createFile(marker);
      long start = System.nanoTime();
      for (long before = start; before - start < LONGEST_STOP_NANOS; ) {
        Thread.sleep(LOOK_MILLIS);
        long now = System.nanoTime();
        if (now - before > SUSPENDED_NANOS) {
          return;
        }
        before = now;
      }
      throw new IllegalStateException("Nobody suspended this process");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
