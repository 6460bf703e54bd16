package io.firn.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdbcSettingsTest {
  @TempDir Path directory;

  @BeforeEach
  void realPath() throws IOException {
    directory = directory.toRealPath();
  }

  @Test
  void localWarehouseIsMadeAndResolved() throws IOException {
    Files.createDirectories(directory.resolve("real"));
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));

    JdbcSettings settings = of(directory + "/link/a b/", Optional.empty());

    assertThat(settings.warehouse()).isEqualTo("file://" + directory + "/real/a b");
    assertThat(settings.file()).isEqualTo(directory.resolve("real/a b/catalog.db"));
    assertThat(settings).isEqualTo(of("file://" + directory + "/real/a b", Optional.empty()));
  }

  @Test
  void objectStoreNeedsCatalogFile() {
    assertThatThrownBy(() -> of("s3a://lake/firn", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot use warehouse s3a://lake/firn")
        .hasMessageContaining("--catalog-file");
  }

  @Test
  void objectStoreTakesEndpointFromEnvironment() {
    JdbcSettings settings =
        JdbcSettings.of(
            "s3a://lake/firn//",
            Optional.of(directory.resolve("c.db")),
            Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:9", "AWS_REGION", "eu-west-1"));

    assertThat(settings.warehouse()).isEqualTo("s3://lake/firn");
    assertThat(settings.properties())
        .containsEntry("s3.endpoint", "http://127.0.0.1:9")
        .containsEntry("s3.path-style-access", "true")
        .containsEntry("client.region", "eu-west-1")
        .containsEntry("uri", "jdbc:sqlite:" + directory + "/c.db");
  }

  @Test
  void otherSchemesAreRefused() {
    assertThatThrownBy(() -> of("hdfs://name/lake", Optional.empty()))
        .hasMessage(
            "Invalid warehouse: 'hdfs://name/lake' (must be a directory or s3://<bucket>/<path>)");
  }

  @Test
  void existingMakesNothing() {
    String warehouse = directory.resolve("none").toString();

    assertThatThrownBy(() -> JdbcSettings.existing(warehouse, Optional.empty(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot open catalog " + warehouse + ": no catalog.db there (run firn ingest first)");
    assertThat(directory.resolve("none")).doesNotExist();
  }

  private static JdbcSettings of(String warehouse, Optional<Path> file) {
    return JdbcSettings.of(warehouse, file, Map.of());
  }
}
