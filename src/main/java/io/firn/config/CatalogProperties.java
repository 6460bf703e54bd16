package io.firn.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Further properties of an Iceberg catalog and of its tables' storage, in the order of the file.
 *
 * @param plain stand in the config
 * @param secret do not
 */
public record CatalogProperties(Map<String, String> plain, Map<String, Secret> secret) {
  static final CatalogProperties NONE = new CatalogProperties(Map.of(), Map.of());

  public CatalogProperties {
    plain = Collections.unmodifiableMap(new LinkedHashMap<>(plain));
    secret = Collections.unmodifiableMap(new LinkedHashMap<>(secret));
  }
}
