package io.firn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes that a start of Spark loads, in an archive of the JVM's; a process that has it takes
 * two thirds of the time. The first use in a build makes it.
 */
final class ClassArchive {
  /** Most of what a short process does is done too seldom for the optimising compiler. */
  static final String START_QUICKLY = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Path directory;
  private final Path home;

  private ClassArchive(Path directory, Path home) {
    this.directory = directory;
    this.home = home;
  }

  private static final class Made {
    static final Map<String, String> ENVIRONMENT = make();

    private static Map<String, String> make() {
      try {
        Path directory = FirnProcess.ROOT.toAbsolutePath().resolve("target/class-archive");
        return new ClassArchive(directory, FirnProcess.sparkHome()).environment();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot archive classes: " + e, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while classes were archived", e);
      }
    }
  }

  /** The environment of processes that use the project's own Spark on this machine alone. */
  static Map<String, String> local() {
    return Made.ENVIRONMENT;
  }

  private Path file() {
    return directory.resolve("classes.jsa");
  }

  /** A class path with a folder that has files cannot be archived: the logging's is named. */
  private Map<String, String> environment(String option) {
    return Map.of(
        "SPARK_CONF_DIR",
        directory.resolve("conf").toString(),
        "SPARK_SUBMIT_OPTS",
        String.join(
            " ",
            START_QUICKLY,
            "-Xlog:disable",
            "-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2.properties"),
            option));
  }

  private Map<String, String> environment() throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("conf"));
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.exists(file())) {
        train();
      }
    }
    return environment("-XX:SharedArchiveFile=" + file());
  }

  private void train() throws IOException, InterruptedException {
    Path part = directory.resolve("part.jsa");
    Files.deleteIfExists(part);
    Path scratch = Files.createTempDirectory("firn-class-archive").toRealPath();
    NumberedExports exports = new NumberedExports(scratch.resolve("landing"), 1, 20).addBatch();
    FirnProcess.Result result =
        FirnProcess.run(
            environment("-XX:ArchiveClassesAtExit=" + part),
            "ingest",
            "--input",
            exports.input(),
            "--log-group",
            "/archive",
            "--table",
            "logs.archive",
            "--warehouse",
            scratch.resolve("warehouse").toString());
    if (result.exitCode() != 0) {
      throw new IllegalStateException("Cannot archive classes: " + result.err());
    }
    Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
