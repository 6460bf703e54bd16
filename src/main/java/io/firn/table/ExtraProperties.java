package io.firn.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Properties that go to a catalog and to its tables' FileIO as they are.
 *
 * @param open may be shown
 * @param secret may not
 */
public record ExtraProperties(Map<String, String> open, Map<String, String> secret) {
  public static final ExtraProperties NONE = new ExtraProperties(Map.of(), Map.of());

  public ExtraProperties {
    open = Map.copyOf(open);
    secret = Map.copyOf(secret);
  }

  ExtraProperties withOpen(String key, String value) {
    Map<String, String> more = new HashMap<>(open);
    more.put(key, value);
    return new ExtraProperties(more, secret);
  }

  ExtraProperties withSecret(String key, String value) {
    Map<String, String> more = new HashMap<>(secret);
    more.put(key, value);
    return new ExtraProperties(open, more);
  }

  /** All of them over the defaults; a map of the caller's own. */
  Map<String, String> over(Map<String, String> defaults) {
    Map<String, String> all = new HashMap<>(defaults);
    all.putAll(open);
    all.putAll(secret);
    return all;
  }

  Set<String> secrets() {
    return secret.keySet();
  }

  /** The names alone of those that are secret. */
  @Override
  public String toString() {
    return "ExtraProperties[open=" + open + ", secret=" + secret.keySet() + "]";
  }
}
