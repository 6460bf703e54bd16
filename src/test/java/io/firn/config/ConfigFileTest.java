package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.LogGroup;
import io.firn.ObjectFormat;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.parse.ParserChoice;
import io.firn.policy.ColumnRule;
import io.firn.policy.EventFilter;
import io.firn.policy.EventPolicy;
import io.firn.policy.Hint;
import io.firn.policy.KeyPath;
import io.firn.policy.Mask;
import io.firn.policy.Redaction;
import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFileTest {
  private static final String KEY = "0123456789abcdef";
  private static final Map<String, String> ENVIRONMENT = Map.of("FIRN_MASK_KEY", KEY);

  @TempDir private Path folder;

  private FirnConfig read(String text) throws IOException {
    return ConfigFile.read(Files.writeString(folder.resolve("firn.yaml"), text), ENVIRONMENT);
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws IOException {
    FirnConfig config =
        read(
            """
            catalog: {warehouse: w}
            ingest: {inputs: [{path: in, log-group: /a}]}
            routes: [{log-group: "*", table: "logs.{log-group}"}]
            """);

    assertThat(config.aws().region()).isNull();
    assertThat(config.catalog())
        .isEqualTo(
            new CatalogConfig.Jdbc(
                folder.resolve("w").toString(),
                folder.resolve("w/catalog.db"),
                Duration.ofSeconds(60)));
    assertThat(config.ingest().inputs())
        .containsExactly(
            new InputConfig(
                folder.resolve("in").toString(),
                ObjectFormat.AUTO,
                new LogGroup("/a"),
                null,
                null,
                Duration.ZERO,
                null));
    assertThat(config.state()).isEqualTo(folder.resolve("w/firn-state").toString());
    assertThat(config.ingest().batch())
        .isEqualTo(new BatchCaps(10_000, new ByteSize(50_000_000_000L)));
    assertThat(config.ingest().onOverwrite()).isEqualTo(OnOverwrite.FAIL);
    assertThat(config.ingest().lease()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.ingest().maxBadObjects()).isNull();
    assertThat(config.ingest().maxInflated()).isEqualTo(ByteSize.parse("100GB"));
    assertThat(config.ingest().maxRatio()).isEqualTo(500);
    assertThat(config.ingest().maskKey()).isNull();
    assertThat(config.route(new LogGroup("/a")))
        .contains(new Route(TableName.parse("logs.a"), EventPolicy.PLAIN));
  }

  @Test
  void whatIsSaidIsRead() throws IOException {
    FirnConfig config =
        read(
            """
            aws: {region: us-gov-west-1}
            catalog: {type: jdbc, warehouse: s3://lake/w, file: ../c.db, busy-timeout: 2m}
            state: state/x
            ingest:
              batch: {objects: 7, bytes: 1GiB}
              on-overwrite: ingest
              lease: 10s
              inputs:
                - {path: s3a://lake/x, log-group: /a, format: export, account: 012345678901}
                - {path: "file:///data/y", log-group: /b, region: eu-central-1, quiet-for: 3s}
                - {path: "s3://lake/firehose", format: subscription}
              max-bad-objects: 0
              max-inflated: 2 GiB
              max-ratio: 1100
            routes: [{log-group: "/?", table: logs.all}]
            """);

    assertThat(config.aws().region()).isEqualTo("us-gov-west-1");
    assertThat(config.catalog())
        .isEqualTo(
            new CatalogConfig.Jdbc(
                "s3://lake/w", folder.resolveSibling("c.db"), Duration.ofMinutes(2)));
    assertThat(config.ingest().inputs())
        .containsExactly(
            new InputConfig(
                "s3a://lake/x",
                ObjectFormat.EXPORT,
                new LogGroup("/a"),
                "012345678901",
                "us-gov-west-1",
                Duration.ofMinutes(15),
                null),
            new InputConfig(
                "/data/y",
                ObjectFormat.AUTO,
                new LogGroup("/b"),
                null,
                "eu-central-1",
                Duration.ofSeconds(3),
                null),
            new InputConfig(
                "s3://lake/firehose",
                ObjectFormat.SUBSCRIPTION,
                null,
                null,
                "us-gov-west-1",
                Duration.ofMinutes(15),
                null));
    assertThat(config.state()).isEqualTo(folder.resolve("state/x").toString());
    assertThat(config.ingest().batch()).isEqualTo(new BatchCaps(7, new ByteSize(1L << 30)));
    assertThat(config.ingest().onOverwrite()).isEqualTo(OnOverwrite.INGEST);
    assertThat(config.ingest().lease()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.ingest().maxBadObjects()).isZero();
    assertThat(config.ingest().maxInflated().bytes()).isEqualTo(2L << 30);
    assertThat(config.ingest().maxRatio()).isEqualTo(1100);
  }

  @Test
  void theStateIsBesideTheCatalogFileUnlessItIsSaid() throws IOException {
    String catalog = "catalog: {warehouse: s3://lake/w, file: db/c.db}\n";
    assertThat(read(catalog).state()).isEqualTo(folder.resolve("db/firn-state").toString());
    assertThat(read(catalog + "state: s3://lake-state/firn\n").state())
        .isEqualTo("s3://lake-state/firn");
    assertThat(read(catalog + "ingest: {batch: {bytes: 1KB}}\n").ingest().batch())
        .isEqualTo(new BatchCaps(10_000, new ByteSize(1_000)));
  }

  @Test
  void routesCarryTheirPolicy() throws IOException {
    Files.writeString(folder.resolve("mask.key"), KEY + "\n");
    FirnConfig config =
        read(
            """
            catalog: {warehouse: w}
            ingest: {mask-key: {file: mask.key}}
            routes:
              - log-group: /a
                table: logs.a
                parser: text
                raw: always
                filter: {drop-when: "level = 'DEBUG'"}
              - log-group: /b
                table: logs.b
                parser: json
                raw: never
                conflict: variant
                evolve: add
                drop: [password, 'a\\.b.c']
                mask: {user.email: hash, card: last4, name: fixed}
              - {log-group: /c, table: logs.c, drop: [x]}
            """);

    assertThat(config.route(new LogGroup("/a")))
        .contains(
            new Route(
                TableName.parse("logs.a"),
                new EventPolicy(
                    ParserChoice.TEXT,
                    EventPolicy.RawText.ALWAYS,
                    Redaction.NONE,
                    EventFilter.parse("level = 'DEBUG'"))));
    Redaction redaction =
        Redaction.of(
            List.of(KeyPath.parse("password"), new KeyPath(List.of("a.b", "c"))),
            Map.of(
                KeyPath.parse("user.email"), Mask.HASH,
                KeyPath.parse("card"), Mask.LAST4,
                KeyPath.parse("name"), Mask.FIXED),
            KEY.getBytes(StandardCharsets.UTF_8));
    assertThat(config.route(new LogGroup("/b")).orElseThrow().policy())
        .isEqualTo(new EventPolicy(ParserChoice.JSON, EventPolicy.RawText.NEVER, redaction, null));
    // A route that does not hash does not carry the key about.
    assertThat(config.route(new LogGroup("/c")).orElseThrow().policy().redaction())
        .isEqualTo(Redaction.of(List.of(KeyPath.parse("x")), Map.of(), null));
    assertThat(config.route(new LogGroup("/d"))).isEmpty();
  }

  @Test
  void routesCarryTheRulesForTheirColumns() throws IOException {
    FirnConfig config =
        read(
            """
            catalog: {warehouse: w}
            routes:
              - log-group: /a
                table: logs.a
                unwrap: [log, log.detail]
                conflict: rescue
                evolve: freeze
                max-columns: 5000
                max-depth: 20
                maps: [attributes, LABELS, a.b]
                columns:
                  latency_ms: Double
                  detail: {conflict: fail}
                  Detail.Labels: map<string, string>
                  attributes: struct
                  attributes.a\\.b: {type: string, conflict: string}
                null-values: ["-", ""]
            """);

    SchemaRules rules =
        new SchemaRules(
            Conflict.RESCUE,
            Evolve.FREEZE,
            new SchemaBounds(5_000, 20),
            Set.copyOf(
                Stream.concat(SchemaRules.DEFAULT_MAPS.stream(), Stream.of("attributes", "a.b"))
                    .toList()),
            Set.of("-", ""),
            ColumnRule.NONE);
    SchemaRules whole =
        rules
            .with(List.of("latency_ms"), Hint.DOUBLE, null)
            .with(List.of("detail"), null, Conflict.FAIL)
            .with(List.of("detail", "labels"), Hint.MAP, null)
            .with(List.of("attributes"), Hint.STRUCT, null)
            .with(List.of("attributes", "a.b"), Hint.STRING, Conflict.STRING);
    EventPolicy policy = config.route(new LogGroup("/a")).orElseThrow().policy();
    assertThat(policy.schema()).isEqualTo(whole);
    assertThat(policy.unwrap()).containsExactly(KeyPath.parse("log"), KeyPath.parse("log.detail"));
  }

  @Test
  void routesToOneTableMayDifferInWhatColumnsDoNotFollowFrom() throws IOException {
    FirnConfig config =
        read(
            """
            catalog: {warehouse: w}
            ingest: {inputs: [{path: x, log-group: /c/d}]}
            routes:
              - log-group: /a
                table: logs.a
                raw: always
                maps: [x, Labels]
                unwrap: [a, B]
                columns: {n: long, B: {type: string}}
              - log-group: /b
                table: logs.a
                raw: never
                drop: [x]
                mask: {y: fixed}
                filter: {drop-when: "a = 1"}
                maps: [labels, X]
                unwrap: [b, A]
                columns: {b: string, N: long}
                conflict: variant
              - {log-group: "/c/*", table: "logs.{log-group}", conflict: rescue}
              - {log-group: "/d/*", table: "logs.{log-group}", conflict: fail}
            """);

    assertThat(config.routes()).hasSize(4);
  }

  @Test
  void theFirstRouteThatMatchesWins() throws IOException {
    FirnConfig config =
        read(
            """
            catalog: {warehouse: w}
            routes:
              - {log-group: "/aws/*", table: logs.aws}
              - {log-group: "/aws/lambda/*", table: logs.lambda}
              - {log-group: "*", table: "logs.x_{log-group}"}
            """);

    assertThat(config.route(new LogGroup("/aws/lambda/f")).orElseThrow().table())
        .isEqualTo(TableName.parse("logs.aws"));
    assertThat(config.route(new LogGroup("/Shop/orders-eu")).orElseThrow().table())
        .isEqualTo(TableName.parse("logs.x_shop_orders_eu"));
  }

  @Test
  void theKeyIsNeverShown() throws IOException {
    FirnConfig config =
        read(
            """
            catalog: {warehouse: w}
            ingest: {mask-key: {env: FIRN_MASK_KEY}}
            routes: [{log-group: "*", table: logs.all, mask: {user: hash}}]
            """);

    assertThat(config.toString()).contains("ENV FIRN_MASK_KEY").doesNotContain(KEY);
    assertThat(config.route(new LogGroup("a")).orElseThrow().toString()).doesNotContain(KEY);
    assertThat(EffectiveConfig.text(config)).contains("env: FIRN_MASK_KEY").doesNotContain(KEY);
  }
}
