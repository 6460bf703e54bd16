package io.firn.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A catalog that speaks Iceberg's REST protocol.
 *
 * @param warehouse as the server knows it: a location, a name, an ARN; null if it has but one
 * @param storage properties of the tables' FileIO and of the AWS clients that follow from the
 *     environment
 * @param extra goes before these
 */
public record RestSettings(
    String uri, @Nullable String warehouse, Map<String, String> storage, ExtraProperties extra)
    implements CatalogSettings {
  private static final String AUTH_TYPE = "rest.auth.type";
  private static final String TOKEN_SERVER = "oauth2-server-uri";

  /** Iceberg's own would wait for an answer without end. */
  private static final Map<String, String> TIMEOUTS =
      Map.of(
          "rest.client.connection-timeout-ms", "10000", "rest.client.socket-timeout-ms", "120000");

  public RestSettings {
    storage = Map.copyOf(storage);
    if (!uri.startsWith("https://") && !uri.startsWith("http://")) {
      throw new IllegalArgumentException(
          "Invalid catalog uri: '" + uri + "' (must begin with https:// or http://)");
    }
  }

  public static RestSettings of(
      String uri,
      @Nullable String warehouse,
      ExtraProperties extra,
      Map<String, String> environment) {
    return new RestSettings(uri, warehouse, AwsEnvironment.of(environment).properties(), extra);
  }

  /** Each request has this bearer token. */
  public RestSettings withToken(String token) {
    return with(oauth2().withSecret("token", token));
  }

  /**
   * Tokens are fetched with a client's credential.
   *
   * @param credential {@code <client id>:<secret>}, or a secret alone
   */
  public RestSettings withCredential(String credential) {
    return with(oauth2().withSecret("credential", credential));
  }

  /** Iceberg's default for the server of tokens, which it warns of unless it is set. */
  private ExtraProperties oauth2() {
    ExtraProperties login = extra.withOpen(AUTH_TYPE, "oauth2");
    return extra.open().containsKey(TOKEN_SERVER)
        ? login
        : login.withOpen(TOKEN_SERVER, uri.replaceFirst("/+$", "") + "/v1/oauth/tokens");
  }

  /**
   * Each request is signed with the AWS credentials of the process.
   *
   * @param service the name to sign with: {@code execute-api}, for example
   * @param region null for that of the AWS clients
   */
  public RestSettings signed(String service, @Nullable String region) {
    ExtraProperties signed =
        extra
            .withOpen(AUTH_TYPE, "sigv4")
            .withOpen("rest.auth.sigv4.delegate-auth-type", "none")
            .withOpen("rest.signing-name", service);
    return with(region == null ? signed : signed.withOpen("rest.signing-region", region));
  }

  private RestSettings with(ExtraProperties other) {
    return new RestSettings(uri, warehouse, storage, other);
  }

  @Override
  public Map<String, String> properties() {
    Map<String, String> defaults = new HashMap<>(TIMEOUTS);
    defaults.putAll(storage);
    Map<String, String> properties = extra.over(defaults);
    properties.put("catalog-impl", "org.apache.iceberg.rest.RESTCatalog");
    properties.put("uri", uri);
    if (warehouse != null) {
      properties.put("warehouse", warehouse);
    }
    return Map.copyOf(properties);
  }

  @Override
  public Set<String> secrets() {
    return extra.secrets();
  }

  @Override
  public String description() {
    return uri + (warehouse == null ? "" : " (warehouse " + warehouse + ")");
  }
}
