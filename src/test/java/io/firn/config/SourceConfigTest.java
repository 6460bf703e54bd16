package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported, and how. */
final class SourceConfigTest {
  @TempDir private Path folder;

  private FirnConfig read(String sources) throws IOException {
    Path file = folder.resolve("firn.yaml");
    return ConfigFile.read(
        Files.writeString(file, "catalog: {warehouse: w}\n" + sources), Map.of());
  }

  private List<String> problems(String sources) {
    try {
      read(sources);
    } catch (ConfigException e) {
      return e.problems().stream().map(text -> text.replaceFirst("^.*firn.yaml:", "")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("Nothing is wrong with it");
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws IOException {
    SourceConfig source =
        read("aws: {region: eu-central-1}\nsources: [{account: 012345678901, landing: s3://abc}]")
            .sources()
            .get(0);
    assertThat(source.place()).isEqualTo(new AccountRegion("012345678901", "eu-central-1"));
    assertThat(source.bucket()).isEqualTo("abc");
    assertThat(source.prefix()).isEmpty();
    assertThat(source.roleArn()).isNull();
    assertThat(source.groups().takes(new LogGroup("/any"))).isTrue();
    assertThat(source.schedule()).isEqualTo(Defaults.SCHEDULE);
  }

  @Test
  void everythingCanBeSaid() throws IOException {
    SourceConfig source =
        read("""
            sources:
              - account: "123456789012"
                region: us-east-1
                role-arn: arn:aws:iam::123456789012:role/export/firn
                landing: s3://abc/d/e/
                include: ["/a/*", /b]
                exclude: [/a/not*]
                settle: 13h
                every: 30m
                recheck-after: [2d]
                backfill-share: 0
                window-bytes: 5GB
            """)
            .sources()
            .get(0);
    assertThat(source.place().region()).isEqualTo("us-east-1");
    assertThat(source.roleArn()).isEqualTo("arn:aws:iam::123456789012:role/export/firn");
    assertThat(source.prefix()).isEqualTo("d/e");
    assertThat(source.groups().takes(new LogGroup("/a/x"))).isTrue();
    assertThat(source.groups().takes(new LogGroup("/a/not-x"))).isFalse();
    assertThat(source.groups().takes(new LogGroup("/b/c"))).isFalse();
    assertThat(source.schedule())
        .isEqualTo(
            new SourceConfig.Schedule(
                Duration.ofHours(13),
                Duration.ofMinutes(30),
                List.of(Duration.ofDays(2)),
                0,
                new ByteSize(5_000_000_000L)));
    // What is printed is read back.
    Path printed = folder.resolve("printed.yaml");
    FirnConfig whole =
        read("sources: [{account: 012345678901, region: eu-west-1, landing: s3://abc}]");
    Files.writeString(printed, EffectiveConfig.text(whole));
    assertThat(ConfigFile.read(printed, Map.of())).isEqualTo(whole);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(problems("sources: [{}]"))
        .hasSize(3)
        .allMatch(problem -> problem.contains("Missing key"));
    assertThat(
            problems(
                """
                sources:
                  - account: 12
                    region: there
                    landing: /tmp/x
                    role-arn: firn
                    settle: 40h
                    recheck-after: [36h]
                    backfill-share: 101
                    exclude: ["a b"]
                    evry: 1h
                """))
        .anyMatch(problem -> problem.contains("Invalid account: '12' (must be 12 digits)"))
        .anyMatch(problem -> problem.contains("Invalid region: 'there'"))
        .anyMatch(
            problem ->
                problem.contains("Invalid landing: '/tmp/x' (must be s3://<bucket>/<prefix>)"))
        .anyMatch(problem -> problem.contains("Invalid role-arn: 'firn' (must be like arn:aws:iam"))
        .anyMatch(
            problem ->
                problem.contains("Invalid recheck-after: '36h' (must be longer than settle, 40h)"))
        .anyMatch(problem -> problem.contains("Invalid backfill-share: 101"))
        .anyMatch(problem -> problem.contains("Invalid log group pattern: 'a b'"))
        .anyMatch(problem -> problem.contains("Unknown key"))
        .hasSize(8);
  }

  @Test
  void whatLandsIsNoInputToo() {
    String source = "sources: [{account: 012345678901, region: eu-west-1, landing: s3://abc/d}]";
    for (String input : List.of("s3a://abc/d/e", "s3://abc", "s3://abc/d/")) {
      assertThat(
              problems(
                  source
                      + "\ningest: {inputs: [{log-group: /a, path: \""
                      + input
                      + "\"}]}\nroutes: [{log-group: \"*\", table: logs.all}]"))
          .singleElement()
          .asString()
          .contains("Invalid path: " + input + " (must not overlap with the landing of source ")
          .contains("012345678901-eu-west-1, s3://abc/d: what lands there is taken in by itself)");
    }
  }

  @Test
  void anAccountAndRegionHasOneSource() {
    assertThat(
            problems(
                """
                aws: {region: eu-central-1}
                sources:
                  - {account: "123456789012", landing: s3://abc}
                  - {account: "123456789012", region: eu-west-1, landing: s3://abc}
                  - {account: "123456789012", region: eu-central-1, landing: s3://def}
                """))
        .singleElement()
        .asString()
        .contains("Duplicate source: account 123456789012 in eu-central-1 (first at line 4;");
  }

  @Test
  void aPrefixThatIsTooLongForS3() {
    assertThatThrownBy(
            () ->
                read(
                    "sources: [{account: 012345678901, region: eu-west-1, landing: s3://abc/"
                        + "x".repeat(201)
                        + "}]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at most 200 bytes");
  }
}
