package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs that others run: what a config says of them, and that it says no secret. */
final class CatalogConfigTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CATALOG_TOKEN", "t0ken-s3cret", "API_KEY", "api-s3cret");

  @TempDir private Path folder;

  private FirnConfig read(String text) throws IOException {
    return ConfigFile.read(Files.writeString(folder.resolve("firn.yaml"), text), ENVIRONMENT);
  }

  @Test
  void glueHasItsStateInTheWarehouse() throws IOException {
    FirnConfig config = read("catalog: {type: glue, warehouse: s3a://lake/firn/}\n");
    assertThat(config.catalog())
        .isEqualTo(new CatalogConfig.Glue("s3a://lake/firn/", null, CatalogProperties.NONE));
    assertThat(config.state()).isEqualTo("s3a://lake/firn/firn-state");
  }

  @Test
  void allOfGlueIsReadBack() throws IOException {
    FirnConfig config =
        read(
            """
            aws: {region: eu-central-1}
            catalog:
              type: glue
              warehouse: s3://lake
              catalog-id: 123456789012:s3tablescatalog/logs
              properties: {s3.sse.type: kms, s3.sse.key: "alias/lake: x", s3.session-token: {env: API_KEY}}
            state: s3://other/state
            """);
    CatalogConfig.Glue glue = (CatalogConfig.Glue) config.catalog();
    assertThat(glue.catalogId()).isEqualTo("123456789012:s3tablescatalog/logs");
    assertThat(glue.properties().plain())
        .containsExactly(Map.entry("s3.sse.type", "kms"), Map.entry("s3.sse.key", "alias/lake: x"));
    assertThat(glue.properties().secret().get("s3.session-token").text()).isEqualTo("api-s3cret");
    assertReadBack(config);
  }

  @Test
  void allOfRestIsReadBack() throws IOException {
    Files.writeString(folder.resolve("c.key"), "client:s3cret\n");
    for (String access :
        new String[] {
          "token: {env: CATALOG_TOKEN}",
          "credential: {file: c.key}",
          "sigv4: {service: s3tables, region: eu-west-1}",
          "sigv4: {service: glue}"
        }) {
      FirnConfig config =
          read(
              """
              catalog:
                type: rest
                uri: https://catalog.example.com/iceberg
                warehouse: arn:aws:s3tables:eu-west-1:123456789012:bucket/logs
                %s
                properties: {scope: "PRINCIPAL_ROLE:ALL", header.x-api-key: {env: API_KEY}}
              state: s3://lake/state
              """
                  .formatted(access));
      assertReadBack(config);
    }
  }

  @Test
  void secretsOfRestAreRead() throws IOException {
    Files.writeString(folder.resolve("c.key"), "client:s3cret\n");
    String rest = "catalog: {type: rest, uri: 'http://127.0.0.1:8181', warehouse: s3://lake/w, ";
    RestAccess token = access(read(rest + "token: {env: CATALOG_TOKEN}}"));
    assertThat(((RestAccess.Token) token).secret().text()).isEqualTo("t0ken-s3cret");
    RestAccess credential = access(read(rest + "credential: {file: c.key}}"));
    assertThat(((RestAccess.Credential) credential).secret().text()).isEqualTo("client:s3cret");
    assertThat(access(read(rest + "}"))).isNull();
  }

  private static RestAccess access(FirnConfig config) {
    return ((CatalogConfig.Rest) config.catalog()).access();
  }

  @Test
  void restHasItsStateInAWarehouseInS3() throws IOException {
    String rest = "catalog: {type: rest, uri: https://c.example.com, warehouse: %s}\n";
    assertThat(read(rest.formatted("s3://lake/w/")).state()).isEqualTo("s3://lake/w/firn-state");
    assertThat(read(rest.formatted("main") + "state: st\n").state())
        .isEqualTo(folder.resolve("st").toString());
  }

  @Test
  void aConfigWithoutAFolderNeedsAbsolutePaths() {
    FirnConfig config = parse("catalog: {type: glue, warehouse: s3://lake/w}\nstate: /var/state\n");
    assertThat(config.state()).isEqualTo("/var/state");
    assertThat(
            catchThrowableOfType(
                    ConfigException.class, () -> parse("catalog: {warehouse: w}\nstate: x/y\n"))
                .problems())
        .containsExactly(
            "s3://conf/firn.yaml:1:22: catalog.warehouse: Invalid warehouse: 'w' (must be absolute:"
                + " a config that is no local file has no folder to start at)",
            "s3://conf/firn.yaml:2:8: state: Invalid state: 'x/y' (must be absolute: a config that"
                + " is no local file has no folder to start at)");
  }

  private static FirnConfig parse(String text) {
    return ConfigFile.parse(
        "s3://conf/firn.yaml", text.getBytes(StandardCharsets.UTF_8), ENVIRONMENT);
  }

  private void assertReadBack(FirnConfig config) throws IOException {
    String text = EffectiveConfig.text(config);
    assertThat(text).doesNotContain("s3cret");
    assertThat(config.toString()).doesNotContain("s3cret");
    assertThat(read(text)).as(text).isEqualTo(config);
  }
}
