package io.firn.config;

/** A. */
public final class ConfigException extends RuntimeException {
  ConfigException(String m) {
    super(m);
  }
}
