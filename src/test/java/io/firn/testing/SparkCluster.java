package io.firn.testing;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A standalone Spark cluster of processes: a master and two workers, which are two hosts to it,
 * since Spark never runs two attempts at a task on one.
 */
public final class SparkCluster implements AutoCloseable {
  private static final String MASTER = "127.0.0.1";
  private static final List<String> WORKERS = List.of("127.0.0.1", "127.0.0.2");
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final String DRIVER = "worker.DriverWrapper";
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long LOOK_NANOS = 50_000_000;

  private final Path home;
  private final Path directory;
  private final int port;
  private final Map<String, String> environment;
  private final List<Process> processes = new ArrayList<>();

  private SparkCluster(Path home, Path directory, int port, Map<String, String> environment) {
    this.home = home;
    this.directory = directory;
    this.port = port;
    this.environment = environment;
  }

  /**
   * Starts it; to be closed by the caller.
   *
   * @param home of Spark
   * @param directory for logs and work
   */
  public static SparkCluster start(Path home, Path directory) throws IOException {
    return start(home, directory, Map.of());
  }

  /**
   * Starts it; to be closed by the caller.
   *
   * @param home of Spark
   * @param directory for logs and work
   * @param environment more variables of the workers, which their executors have too
   */
  public static SparkCluster start(Path home, Path directory, Map<String, String> environment)
      throws IOException {
    SparkCluster cluster = new SparkCluster(home, directory, freePort(), environment);
    try {
      cluster.start(MASTER, "master.Master", List.of("--port", String.valueOf(cluster.port)));
      cluster.awaitMaster();
      for (String host : WORKERS) {
        String work = directory.resolve("work-" + host).toString();
        cluster.start(
            host,
            "worker.Worker",
            List.of("--cores", "1", "--memory", "2g", "--work-dir", work, cluster.master()));
      }
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** As {@code --master} takes it. */
  public String master() {
    return "spark://" + MASTER + ":" + port;
  }

  /** What a driver needs of the environment. */
  public static Map<String, String> environment() {
    return Map.of("SPARK_LOCAL_IP", MASTER);
  }

  /** The executors that live, of all applications. */
  public Stream<ProcessHandle> executors() {
    return children(EXECUTOR);
  }

  /** The drivers that live, of applications that were submitted with {@code cluster}. */
  public Stream<ProcessHandle> drivers() {
    return children(DRIVER);
  }

  private Stream<ProcessHandle> children(String program) {
    return processes.stream()
        .flatMap(Process::descendants)
        .filter(child -> child.info().commandLine().orElse("").contains(program));
  }

  /** Ends the worker of one of its executors, and all that it has started. */
  public void killWorkerOf(ProcessHandle executor) {
    ProcessHandle worker = executor.parent().orElseThrow();
    List<ProcessHandle> children = worker.descendants().toList();
    worker.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** What the drivers that were submitted with {@code cluster} have written to a stream. */
  public String driverOutput(String stream) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files =
        Files.find(
            directory,
            4,
            (path, file) ->
                path.endsWith(stream) && path.getParent().toString().contains("/driver-"))) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private void start(String host, String type, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp"));
    command.add(home.resolve("conf") + File.pathSeparator + home.resolve("jars") + "/*");
    command.addAll(List.of("org.apache.spark.deploy." + type, "--host", host));
    command.addAll(List.of("--webui-port", "0"));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log(type, host).toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", host);
    builder.environment().putAll(environment);
    processes.add(builder.start());
  }

  private Path log(String type, String host) {
    return directory.resolve(type + "-" + host + ".log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitMaster() throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!answers()) {
      if (System.nanoTime() - deadline > 0 || !processes.get(0).isAlive()) {
        throw new IllegalStateException(
            "Cannot start Spark's master: " + Files.readString(log("master.Master", MASTER)));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends all processes, executors too. */
  @Override
  public void close() {
    for (Process process : processes) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      process.onExit().join();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
