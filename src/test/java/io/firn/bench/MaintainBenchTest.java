package io.firn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaintainBenchTest {
  @TempDir Path directory;

  @Test
  void aSmallTableIsFilledAndLookedAt() throws IOException {
    assertThat(run("fill", directory.toString(), "4")).isEmpty();
    assertThat(run("look", directory.toString()))
        .contains("rows\t10000\n", "files\t20\n", "manifests\t4\n")
        .containsPattern("MB read for one group and hour\t0[.][0-9]{2}\n");
  }

  @Test
  void layoutsAreCompared() throws IOException {
    assertThat(run("layouts", directory.toString(), "3000").lines())
        .hasSize(8)
        .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(4));
  }

  private static String run(String... arguments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MaintainBench.run(arguments, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
