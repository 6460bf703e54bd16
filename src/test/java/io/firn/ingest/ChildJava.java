package io.firn.ingest;

import io.firn.TableName;
import io.firn.testing.NumberedExports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A Java that starts {@link CrashRun} in half the time: the first use in this JVM archives the
 * classes that a run loads.
 */
final class ChildJava {
  private static final int DEPTH = 20;

  private ChildJava() {}

  private static final class Archive {
    static final List<String> COMMAND = make();

    private static List<String> make() {
      try {
        Path scratch = Files.createTempDirectory("firn-child-java").toRealPath();
        List<String> plain = plain(scratch);
        List<String> archived = new ArrayList<>(plain);
        Path archive = scratch.resolve("classes.jsa");
        archived.add(1, "-XX:SharedArchiveFile=" + archive);
        train(plain, scratch, archive);
        deleteOnExit(scratch);
        return List.copyOf(archived);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while classes were archived", e);
      }
    }
  }

  /** The program, its options and its class path. */
  static List<String> command() {
    return Archive.COMMAND;
  }

  private static List<String> plain(Path scratch) throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xshare:auto",
        "-Xlog:disable",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-cp",
        classPath(scratch));
  }

  /** Without logging, whose set-up takes long; only jars, since others cannot be archived. */
  private static String classPath(Path scratch) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        jars.add(jar(path, scratch.resolve(jars.size() + ".jar")).toString());
      } else if (Files.exists(path) && !entry.contains("log4j-slf4j2-impl")) {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static Path jar(Path directory, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files =
            Files.find(directory, DEPTH, (path, file) -> file.isRegularFile()).sorted()) {
      for (Path file : (Iterable<Path>) files::iterator) {
        out.putNextEntry(new ZipEntry(directory.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  /** Without an archive the command works too. */
  private static void train(List<String> plain, Path scratch, Path archive)
      throws IOException, InterruptedException {
    NumberedExports exports = new NumberedExports(scratch.resolve("landing"), 1, 20).addBatch();
    SteppedRun run =
        SteppedRun.in(scratch, Map.of(TableName.parse("logs.orders"), Path.of(exports.input())));
    List<String> command = new ArrayList<>(plain);
    command.add(1, "-XX:ArchiveClassesAtExit=" + archive);
    command.add(CrashRun.class.getName());
    command.addAll(CrashRun.arguments(run));
    try (ChildRun child = ChildRun.start(command)) {
      ChildRun.Result result = child.await();
      if (result.exitCode() != 0) {
        throw new IllegalStateException("Cannot run " + command + ": " + result.err());
      }
    }
  }

  private static void deleteOnExit(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory, DEPTH)) {
      paths.forEach(path -> path.toFile().deleteOnExit());
    }
  }
}
