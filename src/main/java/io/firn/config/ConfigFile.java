package io.firn.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The config as YAML. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads a config; relative paths in it start at the file's own folder.
   *
   * @param environment where the config's secrets may be
   * @throws ConfigException with all problems, each with its line, column and path
   */
  public static FirnConfig read(Path file, Map<String, String> environment) {
    return read(file, environment, UsersParsers.PRESENT);
  }

  /** As {@link #read(Path, Map)}, where the parsers of the config may be elsewhere. */
  public static FirnConfig read(Path file, Map<String, String> environment, UsersParsers users) {
    Locations locations = new Locations(file.toAbsolutePath().resolveSibling("").normalize());
    return parse(file.toString(), bytes(file), locations, environment, users);
  }

  /**
   * As {@link #read(Path, Map)}, of a config that is elsewhere: its paths are absolute.
   *
   * @param name where it is, as messages name it
   */
  public static FirnConfig parse(String name, byte[] bytes, Map<String, String> environment) {
    return parse(name, bytes, environment, UsersParsers.PRESENT);
  }

  /** As {@link #parse(String, byte[], Map)}, where the parsers of the config may be elsewhere. */
  public static FirnConfig parse(
      String name, byte[] bytes, Map<String, String> environment, UsersParsers users) {
    return parse(name, bytes, new Locations(null), environment, users);
  }

  private static FirnConfig parse(
      String name,
      byte[] bytes,
      Locations locations,
      Map<String, String> environment,
      UsersParsers users) {
    Problems problems = new Problems(name);
    ConfigReader reader = new ConfigReader(locations, environment, users, problems);
    Optional<FirnConfig> config =
        new YamlText(text(name, bytes), problems).root().flatMap(reader::read);
    return config.filter(read -> problems.isEmpty()).orElseThrow(problems::exception);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file.toString(), "no such file", e);
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a directory" : e.toString();
      throw unreadable(file.toString(), reason, e);
    }
  }

  private static String text(String name, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw unreadable(name, "it is not UTF-8", e);
    }
  }

  private static ConfigException unreadable(String name, String reason, IOException cause) {
    return new ConfigException("Cannot read config " + name + ": " + reason, cause);
  }
}
