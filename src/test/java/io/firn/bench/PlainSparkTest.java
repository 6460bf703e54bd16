package io.firn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class PlainSparkTest {
  @Test
  void everyEventBecomesARow(@TempDir Path dir) throws Exception {
    Path stream = Files.createDirectories(dir.resolve("in/task/stream"));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(stream.resolve("000000.gz")))) {
      String events =
          "2026-01-01T23:59:59.999Z {\"a\":1}\n2026-01-02T00:00:00.000Z {\"b\":{\"c\":\"x\"}}\n";
      out.write(events.getBytes(StandardCharsets.UTF_8));
    }

    String printed = run(dir, dir.resolve("in").toString(), dir.toRealPath().toString());

    assertThat(printed).containsPattern("rows 2, seconds [0-9.]+");
    assertThat(dir.resolve("logs/events/data/log_time_day=2026-01-01")).isNotEmptyDirectory();
    assertThat(dir.resolve("logs/events/data/log_time_day=2026-01-02")).isNotEmptyDirectory();
  }

  /** In its own process: it closes its session, which the other tests of this one may share. */
  private static String run(Path dir, String input, String warehouse) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-Dspark.master=local[1]", "-Dspark.ui.enabled=false"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PlainSpark.class.getName(), input, warehouse, "logs.events"));
    Path log = dir.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectError(log.toFile())
            .redirectOutput(dir.resolve("printed").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return Files.readString(dir.resolve("printed"));
  }
}
