package io.firn.check;

import io.firn.table.CatalogSettings;
import io.firn.table.JdbcSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Trino of its own, bound to 127.0.0.1, with two catalogs: {@code lake}, the one to check, and
 * {@code scratch}, for what a check writes.
 */
final class TrinoServer implements AutoCloseable {
  /** The script stops the process whose id is in this file, should this one have been killed. */
  private static final String PID_FILE = "trino.pid";

  /** Not taken unless it is needed, for a copy of a table of thousands of leaves. */
  private static final String HEAP = "3g";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 200;
  private static final int LAST_LINES = 20;

  private final Process process;
  private final Path log;
  private final int port;
  private final Thread stopper = new Thread(this::stop);

  private TrinoServer(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts it and waits until it answers queries.
   *
   * @param home the assembled Trino
   * @param jdk the home of a JDK 24 or later
   * @param work an empty folder for its configuration, data and log
   * @throws CheckException if it does not start
   */
  static TrinoServer start(Path home, Path jdk, Path work, List<JdbcSettings> catalogs) {
    try {
      int port = freePort();
      configure(work, port, catalogs);
      Path log = work.resolve("trino.log");
      Process process =
          new ProcessBuilder(command(home, jdk, work))
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      TrinoServer server = new TrinoServer(process, log, port);
      Runtime.getRuntime().addShutdownHook(server.stopper);
      Files.writeString(work.resolve(PID_FILE), Long.toString(process.pid()));
      server.awaitStart();
      return server;
    } catch (IOException e) {
      throw new CheckException("Cannot start Trino: " + e, e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void configure(Path work, int port, List<JdbcSettings> catalogs)
      throws IOException {
    Path folder = Files.createDirectories(work.resolve("etc/catalog"));
    Files.createDirectories(work.resolve("data"));
    Files.writeString(
        work.resolve("etc/config.properties"),
        """
        coordinator=true
        node-scheduler.include-coordinator=true
        http-server.http.port=%d
        discovery.uri=http://127.0.0.1:%d
        """
            .formatted(port, port));
    for (JdbcSettings catalog : catalogs) {
      Path file = folder.resolve(catalogName(catalogs, catalog) + ".properties");
      Files.writeString(file, properties(catalog));
    }
  }

  /** The first one is the lake. */
  private static String catalogName(List<JdbcSettings> catalogs, JdbcSettings catalog) {
    return catalogs.indexOf(catalog) == 0 ? TrinoSession.LAKE : TrinoSession.SCRATCH;
  }

  /**
   * Without bucket execution, which no table here has a use for, Trino does not look at every leaf
   * of the schema, for each of its leaves, at the start of each query.
   */
  private static String properties(JdbcSettings catalog) {
    return """
    connector.name=iceberg
    iceberg.catalog.type=jdbc
    iceberg.jdbc-catalog.driver-class=org.sqlite.JDBC
    iceberg.jdbc-catalog.connection-url=jdbc:sqlite:%s
    iceberg.jdbc-catalog.catalog-name=%s
    iceberg.jdbc-catalog.schema-version=V1
    iceberg.jdbc-catalog.default-warehouse-dir=%s
    iceberg.bucket-execution=false
    fs.native-local.enabled=true
    local.location=/
    """
        .formatted(catalog.file(), CatalogSettings.NAME, catalog.warehouse());
  }

  private static List<String> command(Path home, Path jdk, Path work) {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.add("-Xmx" + HEAP);
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Djdk.attach.allowAttachSelf=true");
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Duser.timezone=UTC");
    command.add("-Dnode.environment=check");
    command.add("-Dnode.bind-ip=127.0.0.1");
    command.add("-Dnode.internal-address=127.0.0.1");
    command.add("-Dnode.data-dir=" + work.resolve("data"));
    command.add("-Dconfig=" + work.resolve("etc/config.properties"));
    command.add("-Dcatalog.config-dir=" + work.resolve("etc/catalog"));
    command.add("-Dplugin.dir=" + home.resolve("plugin"));
    command.add("-cp");
    command.add(home.resolve("lib") + "/*");
    command.add("io.trino.server.TrinoServer");
    return command;
  }

  private void awaitStart() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try {
      while (!TrinoSession.answersAt(port)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new CheckException("Cannot start Trino: it said\n" + lastLines());
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CheckException("Cannot start Trino: interrupted", e);
    }
  }

  TrinoSession session() {
    return TrinoSession.open(port);
  }

  /** Throws if it has ended, which explains a query's failure better than the failure does. */
  void verifyAlive() {
    if (!process.isAlive()) {
      throw new CheckException("Cannot go on: Trino has ended; it said\n" + lastLines());
    }
  }

  private String lastLines() {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(stopper);
  }
}
