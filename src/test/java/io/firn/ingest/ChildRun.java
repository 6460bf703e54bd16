package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A {@link CrashRun} that was started. */
final class ChildRun implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long LOOK_NANOS = 5_000_000;

  private final Process process;
  private final Path out;
  private final Path err;

  private ChildRun(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** How it ended. */
  record Result(int exitCode, String out, String err) {
    /** How many batches it recorded. */
    int recorded() {
      return out.lines()
          .filter(line -> line.startsWith("recorded "))
          .mapToInt(line -> Integer.parseInt(line.substring("recorded ".length())))
          .sum();
    }
  }

  /**
   * Starts it.
   *
   * @param fault as {@link CrashRun#arguments} takes it
   */
  static ChildRun start(SteppedRun run, String... fault) throws IOException {
    List<String> command = new ArrayList<>(ChildJava.command());
    command.add(CrashRun.class.getName());
    command.addAll(CrashRun.arguments(run, fault));
    return start(command);
  }

  /** Any process. */
  static ChildRun start(List<String> command) throws IOException {
    Path out = Files.createTempFile("firn-", ".out");
    Path err = Files.createTempFile("firn-", ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.to(out.toFile()))
            .redirectError(Redirect.to(err.toFile()))
            .start();
    return new ChildRun(process, out, err);
  }

  /** Runs it to its end. */
  static Result run(SteppedRun run, String... fault) throws IOException, InterruptedException {
    try (ChildRun child = start(run, fault)) {
      return child.await();
    }
  }

  /**
   * Waits for the end.
   *
   * @throws IllegalStateException if it does not come in time
   */
  Result await() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("Cannot wait for " + process.info() + "\n" + read(err));
    }
    return new Result(process.exitValue(), read(out), read(err));
  }

  /** Waits until it has made the file. */
  void awaitFile(Path file) throws IOException {
    while (!Files.exists(file)) {
      assertThat(process.isAlive()).as(read(err)).isTrue();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it a signal: STOP or CONT. */
  void signal(String name) throws IOException, InterruptedException {
    String pid = String.valueOf(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor()).isZero();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    Files.delete(out);
    Files.delete(err);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
