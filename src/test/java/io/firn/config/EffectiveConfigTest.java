package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.policy.SchemaRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EffectiveConfigTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("FIRN_MASK_KEY", "0123456789abcdef");

  @TempDir private Path folder;

  private FirnConfig read(String folderName, String text) throws IOException {
    Path file = Files.createDirectories(folder.resolve(folderName)).resolve("firn.yaml");
    return ConfigFile.read(Files.writeString(file, text), ENVIRONMENT);
  }

  @Test
  void everyDefaultIsWrittenOut() throws IOException {
    FirnConfig config =
        read(
            "a",
            """
            aws: {region: eu-central-1}
            catalog: {warehouse: w}
            ingest: {inputs: [{path: in, log-group: /a, account: 012345678901}]}
            routes: [{log-group: "*", table: "logs.{log-group}"}]
            """);

    assertThat(EffectiveConfig.text(config))
        .isEqualTo(
            """
            aws:
              region: eu-central-1
            catalog:
              type: jdbc
              warehouse: <a>/w
              file: <a>/w/catalog.db
              busy-timeout: 1m
            state: <a>/w/firn-state
            ingest:
              inputs:
                - path: <a>/in
                  log-group: /a
                  format: auto
                  account: '012345678901'
                  region: eu-central-1
                  quiet-for: 0s
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
            routes:
              - log-group: '*'
                table: logs.{log-group}
                parser: auto
                raw: unparsed
                unwrap: []
                conflict: variant
                evolve: add
                max-columns: 1000
                max-depth: 8
                maps:
            <maps>
                columns: {}
                null-values: []
                drop: []
                mask: {}
                sort:
                  - log_group
                  - log_time
                statistics: []
                dedupe: none
            """
                .replace("<maps>", "      - " + String.join("\n      - ", SchemaRules.DEFAULT_MAPS))
                .replace("<a>", folder.resolve("a").toString()));
  }

  /** From another folder too: paths are absolute by then. */
  @Test
  void theTextIsReadBackToAnEqualConfig() throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("k"), "x".repeat(20));
    FirnConfig config =
        read(
            "a",
            """
            catalog: {warehouse: "w: # \\u00e9 'x'", file: "no", busy-timeout: 1500ms}
            state: "s3a://b/x: # y"
            ingest:
              batch: {objects: 1, bytes: 1B}
              on-overwrite: ignore
              lease: 12h
              inputs: [{path: "~x", log-group: "0123"}, {path: "y", log-group: "yes"},
                {path: "z/{yyyy}/{MM}/{dd}", log-group: "no", from: 2026-01-01, lookback: 36h},
                {path: "s3://z/y={yyyy}/{MM}/{dd}", log-group: "no", from: "2020-02-29"}]
              max-bad-objects: 7
              max-inflated: 3MiB
              mask-key: {file: k}
            maintenance: {every: 6h, quiet-for: 0s, target-file-size: 1MiB, max-bytes: 1GB, max-time: 5m,
              keep-snapshots: 1h, orphans: delete, orphans-after: 1d}
            routes:
              - log-group: "0???"
                table: logs.a
                parser: json
                raw: never
                unwrap: ["null", "a: b", 'a\\.b.c']
                conflict: string
                evolve: freeze
                max-columns: 5000
                max-depth: 1
                maps: ["null", "a: b", "Labels", 'x\\y.z', "1"]
                columns: {"no": long, a: "map<string, string>", "b: c": {type: string, conflict: string},
                  labels: struct, labels.a: {conflict: fail}, "tab\\there": {type: timestamp(ms)}}
                null-values: ["null", "", "-", " ", "~", "#", "no", "12"]
                drop: ["null", "a: b", 'a\\.b.c', "tab\\there", "\\U0001F600", "- x", "#y", "line\\nbreak"]
                mask: {"on": hash, "*": last4, "{x}": fixed, "12": fixed}
                filter: {drop-when: "level = 'DEBUG'"}
                sort: []
                bloom: []
                statistics: [detail.no, "12"]
                retain: 15d
              - {log-group: "1", table: logs.c, parser: regex, pattern: "(?<a>'\\\\d: #\\t)"}
              - {log-group: "2", table: logs.d, parser: access-log, preset: s3}
              - {log-group: "3", table: logs.e, parser: vpc-flow}
              - {log-group: "4", table: logs.f, parser: vpc-flow, fields: [end, start]}
              - {log-group: "*", table: logs.b, sort: [log_time], bloom: [request_id]}
            """);

    String text = EffectiveConfig.text(config);

    assertThat(read("b", text)).as(text).isEqualTo(config);
    assertThat(EffectiveConfig.text(read("b", text))).isEqualTo(text);
  }

  @Test
  void theShippedFileIsReadBackToAnEqualConfig() throws IOException {
    FirnConfig config = ConfigFile.read(Path.of("conf/firn.yaml"), ENVIRONMENT);
    assertThat(read("c", EffectiveConfig.text(config))).isEqualTo(config);
  }
}
