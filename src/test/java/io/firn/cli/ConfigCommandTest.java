package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("firn.yaml"), text);
    return Main.run(
        new PrintWriter(out), new PrintWriter(err), "config", "--config", file.toString());
  }

  @Test
  void printsTheEffectiveConfig() throws IOException {
    assertThat(run("catalog: {warehouse: w}\n")).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .isEqualTo(
            """
            catalog:
              type: jdbc
              warehouse: <folder>/w
              file: <folder>/w/catalog.db
              busy-timeout: 1m
            state: <folder>/w/firn-state
            ingest:
              inputs: []
              batch:
                objects: 10000
                bytes: 50GB
              on-overwrite: fail
              lease: 10m
              max-inflated: 100GB
              max-ratio: 500
            maintenance:
              every: 1d
              quiet-for: 3h
              target-file-size: 256MiB
              max-bytes: 200GB
              max-time: 1h
              keep-snapshots: 5d
              orphans: report
              orphans-after: 3d
            routes: []
            """
                .replace("<folder>", folder.toString()));
    assertThat(folder.resolve("w")).doesNotExist();
  }

  @Test
  void printsAllProblemsAndIsUsage() throws IOException {
    assertThat(run("catalog: {warehous: w}\nlanding: x\n")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    String file = folder.resolve("firn.yaml").toString();
    assertThat(err.toString().lines())
        .containsExactly(
            "firn: " + file + ":1:10: catalog.warehouse: Missing key",
            "firn: " + file + ":1:11: catalog.warehous: Unknown key (did you mean 'warehouse'?)",
            "firn: " + file + ":2:1: landing: Unknown key");
  }
}
