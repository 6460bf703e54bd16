package io.firn.sandbox.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request with its body whole. */
final class WireRequest {
  private final String method;
  private final String path;
  private final Map<String, String> headers = new TreeMap<>();
  private final byte[] body;

  WireRequest(String method, String path, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.path = path;
    headers.forEach((name, value) -> this.headers.put(name.toLowerCase(Locale.ROOT), value));
    this.body = body;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** A header by its name in lower case. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** A header's value, empty without it. */
  String headerOrEmpty(String name) {
    return headers.getOrDefault(name, "");
  }

  byte[] body() {
    return body;
  }
}
