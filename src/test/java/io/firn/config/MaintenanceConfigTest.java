package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a config says of maintenance, and which of it holds for a table. */
final class MaintenanceConfigTest {
  @TempDir private Path folder;

  @Test
  void aTableHasTheLayoutOfTheRouteThatNamesIt() throws IOException {
    Path file = folder.resolve("firn.yaml");
    Files.writeString(
        file,
        """
        catalog: {warehouse: w}
        routes:
          - {log-group: "/a/*", table: "logs.a_{log-group}_x", sort: [log_time]}
          - {log-group: /b, table: logs.a_b_x, sort: [log_stream]}
          - {log-group: "/c/*", table: logs.c, retain: 400d}
        """);
    FirnConfig config = ConfigFile.read(file, Map.of());

    assertThat(sort(config, "logs.a_b_x")).containsExactly("log_stream");
    assertThat(sort(config, "logs.a_c_x")).containsExactly("log_time");
    assertThat(sort(config, "logs.c")).containsExactly("log_group", "log_time");
    assertThat(config.layout(TableName.parse("logs.a__x"))).isEmpty();
    assertThat(config.layout(TableName.parse("others.c"))).isEmpty();
  }

  private static List<String> sort(FirnConfig config, String table) {
    return config.layout(TableName.parse(table)).orElseThrow().sort();
  }

  @TestFactory
  Stream<DynamicTest> broken() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "values of maintenance",
            """
            catalog: {warehouse: w}
            maintenance: {every: daily, target-file-size: 1KB, keep-snapshots: 59m, orphans: keep,
              orphans-after: 23h, max-bytes: 0B, quiet_for: 3h}
            """,
            "2:22: maintenance.every: Invalid duration: 'daily' (must be like 60s, with ms, s, m, h"
                + " or d)",
            "2:47: maintenance.target-file-size: Invalid target-file-size: 1KB (must be 1MiB or"
                + " more)",
            "2:68: maintenance.keep-snapshots: Invalid keep-snapshots: 59m (must be 1h or more:"
                + " queries read the state that they began with)",
            "2:82: maintenance.orphans: Invalid orphans: keep (must be report or delete)",
            "3:18: maintenance.orphans-after: Invalid orphans-after: 23h (must be 1d or more: runs"
                + " at work have files that no table has yet)",
            "3:34: maintenance.max-bytes: Invalid size: 0B (must be > 0)",
            "3:38: maintenance.quiet_for: Unknown key (did you mean 'quiet-for'?)"),
        BrokenFile.of(
            "the layout of a route",
            """
            catalog: {warehouse: w}
            routes:
              - log-group: /a
                table: logs.a
                sort: [log_group, LogTime, log_group]
                bloom: requestId
                retain: 14d
            """,
            "5:23: routes[0].sort[1]: Invalid column: 'LogTime' (must be the name of a column of"
                + " the table: lower case letters, digits and _, dots between the levels)",
            "5:32: routes[0].sort[2]: Duplicate column (sort has it already)",
            "6:12: routes[0].bloom: Invalid bloom: text (must be a list)",
            "7:13: routes[0].retain: Invalid retain: 14d (must be 15d or more: CloudWatch Logs"
                + " takes events that are up to 14d old)"),
        BrokenFile.of(
            "two layouts of one table",
            """
            catalog: {warehouse: w}
            routes:
              - {log-group: /a, table: logs.a, retain: 30d}
              - {log-group: /b, table: logs.a, bloom: []}
            """,
            "4:28: routes[1].table: Cannot share table logs.a with the route at line 3: it says"
                + " otherwise of bloom, retain (say the same in both, or name another table)"),
        BrokenFile.of(
            "landing zones that forget too early",
            """
            aws: {region: eu-central-1}
            catalog: {warehouse: w}
            sources:
              - {account: "123456789012", landing: "s3://lake/a", landing-retention: 14d}
              - {account: "123456789013", landing: "s3://lake/b", landing-retention: 23h,
                 recheck-after: []}
            """,
            "4:74: sources[0].landing-retention: Invalid landing-retention: '14d' (must be 15d or"
                + " more, the longest recheck-after)",
            "5:74: sources[1].landing-retention: Invalid landing-retention: '23h' (must be 1d or"
                + " more)"));
  }
}
