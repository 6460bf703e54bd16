package io.firn.testing;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code scripts/firn}, or a script beside it, as a child process, on the jar that the build has
 * packaged. The environment is this process's without what would change Firn's behaviour.
 */
public final class FirnProcess implements AutoCloseable {
  static final Path ROOT = Path.of(System.getProperty("firn.root", ""));

  /** What takes so long hangs, however many tests share the machine. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Process process;
  private final Path out;
  private final Path err;
  private final List<String> command;
  private final long started = System.nanoTime();

  private FirnProcess(Process process, Path out, Path err, List<String> command) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.command = command;
  }

  /** How a process ended. */
  public record Result(int exitCode, String out, String err, Duration elapsed) {
    public List<String> outLines() {
      return out.lines().toList();
    }
  }

  /** Starts it with two cores and a small heap; to be closed by the caller. */
  public static FirnProcess start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  public static FirnProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("scripts/firn").toString());
    command.addAll(List.of("--master", "local[2]", "--driver-memory", "1g"));
    command.addAll(Arrays.asList(arguments));
    return start(command, isOrdinary(environment, command) ? archived(environment) : environment);
  }

  /** On the project's own Spark, on this machine alone, and with its own options for the JVM. */
  private static boolean isOrdinary(Map<String, String> environment, List<String> command) {
    return environment.keySet().stream().noneMatch(name -> name.startsWith("SPARK_"))
        && Collections.frequency(command, "--master") == 1;
  }

  private static Map<String, String> archived(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(ClassArchive.local());
    all.putAll(environment);
    return all;
  }

  private static FirnProcess start(List<String> command, Map<String, String> environment)
      throws IOException {
    Path out = Files.createTempFile("firn-", ".out");
    Path err = Files.createTempFile("firn-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("AWS_") || name.startsWith("SPARK_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_SUBMIT_OPTS", ClassArchive.START_QUICKLY);
    builder.environment().putAll(environment);
    return new FirnProcess(builder.start(), out, err, List.copyOf(command));
  }

  /** Runs it to its end. */
  public static Result run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  public static Result run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    try (FirnProcess process = start(environment, arguments)) {
      return process.await();
    }
  }

  /** Runs another script of the project's to its end. */
  public static Result runScript(String script, String... arguments)
      throws IOException, InterruptedException {
    return runScript(Map.of(), script, arguments);
  }

  public static Result runScript(
      Map<String, String> environment, String script, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("scripts").resolve(script).toString());
    command.addAll(Arrays.asList(arguments));
    try (FirnProcess process = start(command, environment)) {
      return process.await();
    }
  }

  /** The Spark home that the scripts use, assembled first if there is none. */
  public static Path sparkHome() throws IOException, InterruptedException {
    String script = "FIRN_ROOT=$1; . \"$1/scripts/lib.sh\"; firn_spark_home";
    String root = ROOT.toAbsolutePath().toString();
    try (FirnProcess process = start(List.of("bash", "-c", script, "bash", root), Map.of())) {
      Result result = process.await();
      if (result.exitCode() != 0) {
        throw new IllegalStateException("Cannot find Spark's home: " + result.err());
      }
      return Path.of(result.out().strip());
    }
  }

  /**
   * Waits for the end.
   *
   * @throws IllegalStateException if it does not come in time
   */
  public Result await() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "Cannot wait for " + command + ": it ran for " + LIMIT + "\n" + read(err));
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    return new Result(process.exitValue(), read(out), read(err), elapsed);
  }

  /** What it has written to standard error so far. */
  public String errSoFar() throws IOException {
    return read(err);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The program that the process is now: the script becomes the Java that it starts. */
  public String program() {
    return process.info().command().orElse("");
  }

  /** Ends it after the delay as {@code kill -9} does, unless it has ended by then. */
  public void killAfter(Duration delay) throws InterruptedException {
    if (!process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS)) {
      kill();
    }
  }

  /** Sends the process that the script became a signal: STOP or CONT. */
  public void signal(String name) throws IOException, InterruptedException {
    String pid = String.valueOf(process.pid());
    int code = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("Cannot send " + name + " to " + command);
    }
  }

  /** Those that it has started, and that live. */
  public Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  /** Ends it, and all that it has started, as {@code kill -9} does; returns when it is gone. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.delete(out);
    Files.delete(err);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
