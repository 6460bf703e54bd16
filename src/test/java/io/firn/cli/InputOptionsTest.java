package io.firn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.DateFolders;
import io.firn.DateTemplate;
import io.firn.cli.LakeOptions.Lake;
import io.firn.config.ConfigFile;
import io.firn.config.FirnConfig;
import io.firn.config.InputConfig;
import io.firn.ingest.IngestInput;
import io.firn.ingest.IngestRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Date folders on the command line and of a config. */
final class InputOptionsTest {
  private static final String PATH = "s3://lake/fh/{yyyy}/{MM}/{dd}/{HH}";
  private static final FirnConfig CONFIG =
      ConfigFile.parse(
          "firn.yaml",
          """
          catalog: {warehouse: /w}
          ingest:
            inputs:
              - {path: "s3://lake/fh/{yyyy}/{MM}/{dd}/{HH}", from: 2026-01-01, log-group: /a}
              - {path: s3://lake/plain, format: subscription}
          routes: [{log-group: "*", table: logs.a}]
          """
              .getBytes(UTF_8),
          Map.of());

  private static IngestRequest request(Lake lake, String... arguments) {
    InputOptions options = CommandLine.populateCommand(new InputOptions(), arguments);
    try (LandingZones zones = new LandingZones(Map.of())) {
      return options.request(lake, zones);
    }
  }

  private static Lake withoutConfig() {
    Lake lake = Lake.of(CONFIG, Map.of());
    return new Lake(lake.catalog(), Map.of(), Optional.empty());
  }

  @Test
  void anInputOfFlagsHasItsFolders() {
    IngestRequest request =
        request(
            withoutConfig(),
            "--input=" + PATH,
            "--table=logs.a",
            "--log-group=/a",
            "--from=2026-11-01",
            "--lookback=12h");
    assertThat(request.inputs())
        .extracting(IngestInput::folders)
        .containsExactly(
            new DateFolders(
                new DateTemplate(PATH), LocalDate.of(2026, 11, 1), Duration.ofHours(12)));
  }

  @Test
  void theInputsOfAConfigHaveTheirs() {
    assertThat(request(Lake.of(CONFIG, Map.of())).inputs())
        .extracting(IngestInput::folders)
        .containsExactly(
            new DateFolders(new DateTemplate(PATH), LocalDate.of(2026, 1, 1), Duration.ofDays(2)),
            null);
  }

  @Test
  void aFullListingLooksAtAllFolders() {
    IngestRequest request = request(Lake.of(CONFIG, Map.of()), "--full-listing");
    DateFolders folders = request.inputs().get(0).folders();
    assertThat(folders).isNotNull();
    assertThat(folders.settled(Instant.parse("2036-01-01T00:00:00Z"))).isEqualTo(folders.first());
    assertThat(request.inputs().get(1).folders()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--input={yyyy}/{MM}/{dd} --table=logs.a --log-group=/a | Missing option: --from",
        "--input={yyyy}/{MM} --table=logs.a --log-group=/a --from=2026-11-01 | Invalid path:"
            + " '{yyyy}/{MM}' (its braces must be",
        "--input=x --table=logs.a --log-group=/a --from=2026-11-01 | Invalid options: --from and"
            + " --lookback (--input has no date, such as {yyyy}/{MM}/{dd})",
        "--input={yyyy}/{MM}/{dd} --table=logs.a --log-group=/a --from=yesterday | Invalid day:"
            + " 'yesterday' (must be like 2026-11-28)",
        "--input={yyyy}/{MM}/{dd} --table=logs.a --log-group=/a --from=2026-11-01 --lookback=1m |"
            + " Invalid lookback: 60s (must be at least 1h)"
      })
  void whatDoesNotFitIsRefused(String arguments, String message) {
    assertThatThrownBy(() -> request(withoutConfig(), arguments.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void anObjectLiesInAnInputWhateverItsDate() {
    assertThat(InputConfig.isBelow("s3://lake/fh/2026/11/28/09/x", PATH)).isTrue();
    assertThat(InputConfig.isBelow("s3://lake/fh/2026/11/28/x/y", PATH)).isFalse();
    assertThat(InputConfig.isBelow("s3://lake/plain/x", "s3a://lake/plain")).isTrue();
    assertThat(InputConfig.isBelow("s3://lake/plainer/x", "s3a://lake/plain")).isFalse();
  }
}
