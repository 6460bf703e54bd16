package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.table.ExtraProperties;
import io.firn.table.RestSettings;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A REST catalog on a free port of 127.0.0.1: the server of Iceberg's own tests (iceberg-open-api),
 * over a JDBC catalog. It is a process of its own, whose class path is that one jar; it ends with
 * this JVM.
 */
public final class LocalRest implements Closeable {
  private static final Path SOURCE =
      Path.of(System.getProperty("firn.root", ""), "src/test/rest-server/RestServer.java");

  private final Process process;
  private final URI uri;

  private LocalRest(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts it.
   *
   * @param directory of the server's own, for its catalog and its log
   * @param warehouse where its tables are
   * @param storage how the server reaches that: properties of its FileIO
   */
  public static LocalRest start(Path directory, String warehouse, Map<String, String> storage)
      throws IOException {
    Files.createDirectories(directory);
    Map<String, String> properties = new HashMap<>(storage);
    properties.put("catalog-impl", "org.apache.iceberg.jdbc.JdbcCatalog");
    properties.put("uri", "jdbc:sqlite:" + directory.resolve("catalog.db"));
    properties.put("jdbc.schema-version", "V1");
    properties.put("jdbc.busy_timeout", "60000");
    properties.put("warehouse", warehouse);
    properties.put("io-impl", "org.apache.iceberg.io.ResolvingFileIO");
    Path log = directory.resolve("server.log");
    Process process =
        new ProcessBuilder(command(properties)).redirectError(Redirect.to(log.toFile())).start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String port = out.readLine();
    if (port == null) {
      throw new IOException("Cannot start the REST server:\n" + Files.readString(log));
    }
    return new LocalRest(process, URI.create("http://127.0.0.1:" + port));
  }

  private static List<String> command(Map<String, String> properties) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", classPath()));
    command.add(SOURCE.toString());
    properties.forEach((key, value) -> command.add(key + "=" + value));
    return command;
  }

  private static String classPath() throws IOException {
    try (InputStream in = LocalRest.class.getResourceAsStream("/rest-server.classpath")) {
      if (in == null) {
        throw new IOException(
            "Cannot start the REST server: no rest-server.classpath on the class path; run mvn"
                + " process-test-resources");
      }
      return new String(in.readAllBytes(), UTF_8).strip();
    }
  }

  public URI uri() {
    return uri;
  }

  /**
   * How this JVM reaches it.
   *
   * @param storage how it reaches the tables' files
   */
  public RestSettings settings(Map<String, String> storage) {
    return RestSettings.of(uri.toString(), null, new ExtraProperties(storage, Map.of()), Map.of());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
