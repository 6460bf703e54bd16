package io.firn.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RestSettingsTest {
  private static final String URI = "https://catalog.example.com/iceberg/";

  private static RestSettings settings(Map<String, String> extra) {
    return RestSettings.of(
        URI, "main", new ExtraProperties(extra, Map.of()), Map.of("AWS_REGION", "eu-west-1"));
  }

  @Test
  void aServerIsWaitedForWithAnEnd() {
    RestSettings settings = settings(Map.of("rest.client.socket-timeout-ms", "5000"));
    assertThat(settings.properties())
        .containsOnly(
            Map.entry("catalog-impl", "org.apache.iceberg.rest.RESTCatalog"),
            Map.entry("uri", URI),
            Map.entry("warehouse", "main"),
            Map.entry("client.region", "eu-west-1"),
            Map.entry("rest.client.connection-timeout-ms", "10000"),
            Map.entry("rest.client.socket-timeout-ms", "5000"));
    assertThat(settings.description()).isEqualTo(URI + " (warehouse main)");
  }

  @Test
  void tokensComeFromTheCatalogUnlessAnotherServerIsNamed() {
    assertThat(settings(Map.of()).withCredential("id:s3cret").properties())
        .containsEntry("rest.auth.type", "oauth2")
        .containsEntry("credential", "id:s3cret")
        .containsEntry("oauth2-server-uri", "https://catalog.example.com/iceberg/v1/oauth/tokens");
    assertThat(
            settings(Map.of("oauth2-server-uri", "https://login.example.com"))
                .withToken("s3cret")
                .properties())
        .containsEntry("oauth2-server-uri", "https://login.example.com")
        .containsEntry("token", "s3cret");
  }

  @Test
  void signaturesAreForOneServiceInOneRegion() {
    assertThat(settings(Map.of()).signed("glue", null).properties())
        .containsEntry("rest.auth.type", "sigv4")
        .containsEntry("rest.auth.sigv4.delegate-auth-type", "none")
        .containsEntry("rest.signing-name", "glue")
        .doesNotContainKey("rest.signing-region");
    assertThat(settings(Map.of()).signed("s3tables", "eu-west-3").properties())
        .containsEntry("rest.signing-region", "eu-west-3");
  }

  @Test
  void aServerIsReachedByHttp() {
    assertThatThrownBy(
            () -> RestSettings.of("thrift://c:9083", null, ExtraProperties.NONE, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid catalog uri: 'thrift://c:9083' (must begin with https:// or http://)");
  }
}
