package io.firn.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys and values of {@code catalog}, as {@link EffectiveConfig} writes them. */
final class EffectiveCatalog {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private EffectiveCatalog() {}

  static Map<String, Object> of(CatalogConfig catalog) {
    EffectiveCatalog written = new EffectiveCatalog();
    if (catalog instanceof CatalogConfig.Glue glue) {
      written.write(glue);
    } else if (catalog instanceof CatalogConfig.Rest rest) {
      written.write(rest);
    } else {
      written.write((CatalogConfig.Jdbc) catalog);
    }
    return written.values;
  }

  /** Where a secret is. */
  static Map<String, Object> place(Secret secret) {
    return Map.of(Choices.spelling(secret.source()), secret.name());
  }

  private void write(CatalogConfig.Jdbc jdbc) {
    put(ConfigKeys.TYPE, Choices.spelling(CatalogType.JDBC));
    put(ConfigKeys.WAREHOUSE, jdbc.warehouse());
    put(ConfigKeys.FILE, jdbc.file().toString());
    put(ConfigKeys.BUSY_TIMEOUT, Durations.text(jdbc.busyTimeout()));
  }

  private void write(CatalogConfig.Glue glue) {
    put(ConfigKeys.TYPE, Choices.spelling(CatalogType.GLUE));
    put(ConfigKeys.WAREHOUSE, glue.warehouse());
    put(ConfigKeys.CATALOG_ID, glue.catalogId());
    put(ConfigKeys.PROPERTIES, properties(glue.properties()));
  }

  private void write(CatalogConfig.Rest rest) {
    put(ConfigKeys.TYPE, Choices.spelling(CatalogType.REST));
    put(ConfigKeys.WAREHOUSE, rest.warehouse());
    put(ConfigKeys.URI, rest.uri());
    RestAccess access = rest.access();
    if (access instanceof RestAccess.Token token) {
      put(ConfigKeys.TOKEN, place(token.secret()));
    } else if (access instanceof RestAccess.Credential credential) {
      put(ConfigKeys.CREDENTIAL, place(credential.secret()));
    } else if (access instanceof RestAccess.Signature signature) {
      put(ConfigKeys.SIGV4, signature(signature));
    }
    put(ConfigKeys.PROPERTIES, properties(rest.properties()));
  }

  private static Map<String, Object> signature(RestAccess.Signature signature) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put(ConfigKeys.SERVICE, signature.service());
    if (signature.region() != null) {
      said.put(ConfigKeys.REGION, signature.region());
    }
    return said;
  }

  private static Map<String, Object> properties(CatalogProperties properties) {
    Map<String, Object> said = new LinkedHashMap<>(properties.plain());
    properties.secret().forEach((name, secret) -> said.put(name, place(secret)));
    return said;
  }

  private void put(String key, @Nullable Object value) {
    if (value != null) {
      values.put(key, value);
    }
  }
}
