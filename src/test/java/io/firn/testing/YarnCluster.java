package io.firn.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.Service;

/** Hadoop's own small YARN, a resource manager and a node manager, as a process. */
public final class YarnCluster implements AutoCloseable {
  private static final String CONFIG = "yarn-site.xml";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = 50_000_000;
  private static final int DEPTH = 20;

  private final Path directory;
  private final Process process;

  private YarnCluster(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Starts it; to be closed by the caller.
   *
   * @param jars of the cluster
   * @param home of a Spark, whose jars have what it needs besides
   * @param directory for its config, logs and work; empty
   */
  public static YarnCluster start(Path jars, Path home, Path directory)
      throws IOException, InterruptedException {
    String classPath =
        String.join(
            File.pathSeparator,
            jars + "/*",
            home.resolve("jars") + "/*",
            System.getProperty("firn.root", "") + "/target/test-classes");
    Path log = directory.resolve("yarn.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                classPath,
                YarnCluster.class.getName())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    YarnCluster cluster = new YarnCluster(directory, builder.start());
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(directory.resolve(CONFIG))) {
      if (System.nanoTime() - deadline > 0 || !cluster.process.isAlive()) {
        cluster.close();
        throw new IllegalStateException("Cannot start YARN: " + Files.readString(log));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return cluster;
  }

  /** What a client needs of the environment. */
  public Map<String, String> environment() {
    return Map.of("HADOOP_CONF_DIR", directory.toString());
  }

  /** What the containers of all applications have written to a stream. */
  public String output(String stream) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.find(directory, DEPTH, (path, file) -> path.endsWith(stream))) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  /** Ends it with all containers. */
  @Override
  public void close() throws IOException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    process.onExit().join();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** The process's own main method: writes the config to where it runs, once all is up. */
  public static void main(String[] arguments) throws Exception {
    Configuration config = new Configuration();
    config.set("yarn.nodemanager.resource.memory-mb", "6144");
    config.set("yarn.scheduler.minimum-allocation-mb", "256");
    config.set("yarn.nodemanager.disk-health-checker.enable", "false");
    config.set("yarn.nodemanager.vmem-check-enabled", "false");
    config.set("yarn.nodemanager.pmem-check-enabled", "false");
    config.set(
        "yarn.resourcemanager.scheduler.class",
        "org.apache.hadoop.yarn.server.resourcemanager.scheduler.fifo.FifoScheduler");
    // By name: the jar that it is in does not go with those of the tests.
    Service yarn =
        Class.forName("org.apache.hadoop.yarn.server.MiniYARNCluster")
            .asSubclass(Service.class)
            .getConstructor(String.class, int.class, int.class, int.class)
            .newInstance("yarn", 1, 1, 1);
    yarn.init(config);
    yarn.start();
    Path part = Path.of(CONFIG + ".part");
    try (OutputStream out = Files.newOutputStream(part)) {
      yarn.getConfig().writeXml(out);
    }
    Files.move(part, Path.of(CONFIG), StandardCopyOption.ATOMIC_MOVE);
    new CountDownLatch(1).await();
  }
}
