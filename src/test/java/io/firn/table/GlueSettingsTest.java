package io.firn.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class GlueSettingsTest {
  @Test
  void theEnvironmentSaysRegionAndEndpoints() {
    GlueSettings settings =
        GlueSettings.of(
            "s3a://lake/firn//",
            "123456789012",
            ExtraProperties.NONE,
            Map.of(
                "AWS_DEFAULT_REGION",
                "eu-west-1",
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:9",
                "AWS_ENDPOINT_URL_S3",
                "http://127.0.0.1:8"));

    assertThat(settings.properties())
        .containsOnly(
            Map.entry("catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog"),
            Map.entry("io-impl", "org.apache.iceberg.aws.s3.S3FileIO"),
            Map.entry("warehouse", "s3://lake/firn"),
            Map.entry("glue.skip-archive", "true"),
            Map.entry("glue.id", "123456789012"),
            Map.entry("client.region", "eu-west-1"),
            Map.entry("glue.endpoint", "http://127.0.0.1:9"),
            Map.entry("s3.endpoint", "http://127.0.0.1:8"),
            Map.entry("s3.path-style-access", "true"));
    assertThat(settings.description()).isEqualTo("glue of 123456789012 in eu-west-1");
  }

  @Test
  void whatTheConfigSaysGoesBeforeTheEnvironment() {
    ExtraProperties extra =
        new ExtraProperties(
            Map.of("client.region", "eu-central-1", "s3.sse.type", "kms", "warehouse", "s3://x"),
            Map.of("s3.session-token", "s3cret"));
    GlueSettings settings =
        GlueSettings.of("s3://lake", null, extra, Map.of("AWS_REGION", "us-east-1"));

    assertThat(settings.properties())
        .containsEntry("client.region", "eu-central-1")
        .containsEntry("s3.sse.type", "kms")
        .containsEntry("s3.session-token", "s3cret")
        .containsEntry("warehouse", "s3://lake")
        .doesNotContainKey("glue.id");
    assertThat(settings.secrets()).containsExactly("s3.session-token");
    assertThat(settings.toString()).contains("s3.session-token").doesNotContain("s3cret");
  }

  @Test
  void tablesAreInS3() {
    assertThatThrownBy(() -> GlueSettings.of("/var/lake", null, ExtraProperties.NONE, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid warehouse: '/var/lake' (must be s3://<bucket>/<path> without a final slash)");
  }
}
