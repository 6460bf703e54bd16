package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.FirnProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/quickstart}, the first thing that anybody runs. */
final class QuickstartIT {
  @TempDir Path directory;

  private Path work;

  @BeforeEach
  void prepare() throws Exception {
    work = directory.toRealPath().resolve("a quickstart");
  }

  @AfterEach
  void nothingIsLeftRunning() throws Exception {
    FirnProcess.Result sandbox =
        FirnProcess.runScript(
            Map.of("FIRN_SANDBOX", work.resolve("sandbox").toString()), "sandbox", "status");
    assertThat(sandbox.exitCode()).isEqualTo(3);
    assertThat(sandbox.err()).contains("none runs");
  }

  @Test
  void theWholeWay() throws Exception {
    FirnProcess.Result result = FirnProcess.runScript("quickstart", work.toString());

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    List<String> lines = result.outLines();
    assertThat(lines)
        .filteredOn(line -> line.startsWith("Export: "))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("Export: 3 windows exported (3 objects, ")
                    .contains(
                        ". Ingest: Ingested 3 objects of 3 windows, 126 events into 3 tables "));
    assertThat(lines)
        .filteredOn(line -> line.matches("/\\S+ +\\| [0-9-]{10} [0-9:]{5} \\|.*"))
        .as("what is told of each log group")
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).matches(".* \\| - +\\| 0 +\\| .*"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("/shop/orders ") && line.endsWith(" | 50     | 0"))
        .as("a line for each day")
        .hasSize(2);
    assertThat(lines)
        .filteredOn(line -> line.contains(" | payment_failed | "))
        .filteredOn(line -> line.contains(" | AUTUMN10 "))
        .as("day two's new column")
        .isNotEmpty();
    assertThat(result.err()).doesNotContain("Exception");
  }

  @Test
  void whatFailsLeavesNothingRunning() throws Exception {
    FirnProcess.Result result =
        FirnProcess.runScript(
            Map.of("FIRN_MAIN", "io.firn.NoSuchClass:no.jar"), "quickstart", work.toString());

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.out()).contains("The sandbox runs at ").doesNotContain("Day two");
  }

  @Test
  void aDirectoryInUseIsLeftAlone() throws Exception {
    Files.createDirectories(work.resolve("mine"));
    FirnProcess.Result result = FirnProcess.runScript("quickstart", work.toString());
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("not empty; name another directory");
  }
}
