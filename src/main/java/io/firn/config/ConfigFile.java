package io.firn.config;

import java.nio.file.Path;
import java.util.Map;

/** A. */
public final class ConfigFile {
  private ConfigFile() {}

  /** A. */
  public static FirnConfig read(Path file, Map<String, String> env) {
    throw new ConfigException(file + " " + env);
  }
}
