package io.firn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerBenchTest {
  @TempDir Path directory;

  /** What it judges is not asserted: the memory of this process is not the bench's alone. */
  @Test
  void aSmallLedgerIsFilledAndRead() {
    assertThat(run("fill")).containsPattern("filled, [0-9]+ s");

    assertThat(run("read"))
        .containsPattern(
            "ledger: 348 rows, 10 files, 10 commits, 10 snapshots, metadata.json [0-9]+")
        .containsPattern("read 1: [0-9.]+ s, peak memory [1-9][0-9]* MB")
        .containsPattern("read 3: [0-9.]+ s")
        .containsPattern("claim of 33 objects: [0-9.]+ s")
        .containsPattern("planning for 10000 candidates: [0-9.]+ s at worst, peak memory [1-9]");
  }

  private String run(String what) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    LedgerBench.run(new String[] {what, directory.toString(), "300", "9"}, out);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
