package io.firn.sample;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The layout of CreateExportTask: {@code <out>/<task id>/<stream>/000000.gz}, beside {@code
 * aws-logs-write-test}. Objects lie in a hidden folder until {@link #finish}; one that is there
 * already with the same bytes is left alone, so that it stays the object that it was.
 */
final class ExportFolder implements Closeable {
  private static final String WRITE_TEST = "aws-logs-write-test";
  private static final String WRITE_TEST_BODY = "Permission Check Successful";

  private final Path out;
  private final Path task;
  private final Path staging;

  ExportFolder(Path out, UUID taskId) {
    this.out = out;
    this.task = out.resolve(taskId.toString());
    this.staging = out.resolve("." + taskId);
  }

  Path task() {
    return task;
  }

  ExportPart part(String stream, int number) throws IOException {
    Path folder = staging.resolve(stream.replace('/', '-'));
    Files.createDirectories(folder);
    return new ExportPart(folder.resolve(String.format(Locale.ROOT, "%06d.gz", number)));
  }

  /** Makes all objects visible. */
  void finish() throws IOException {
    for (Path staged : stagedFiles()) {
      Path target = task.resolve(staging.relativize(staged));
      if (Files.notExists(target) || Files.mismatch(staged, target) >= 0) {
        Files.createDirectories(target.resolveSibling(""));
        Files.move(staged, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path writeTest = out.resolve(WRITE_TEST);
    if (Files.notExists(writeTest)) {
      Files.writeString(writeTest, WRITE_TEST_BODY, StandardCharsets.UTF_8);
    }
  }

  /** Removes what was not made visible. */
  @Override
  public void close() throws IOException {
    if (Files.notExists(staging)) {
      return;
    }
    try (Stream<Path> left = Files.walk(staging)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private List<Path> stagedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(staging)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
