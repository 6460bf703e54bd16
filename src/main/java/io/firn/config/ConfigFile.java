package io.firn.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The config as a YAML file. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads a config; relative paths in it start at the file's own folder.
   *
   * @param environment where the mask key may be
   * @throws ConfigException with all problems, each with its line, column and path
   */
  public static FirnConfig read(Path file, Map<String, String> environment) {
    Problems problems = new Problems(file);
    Locations locations = new Locations(file.toAbsolutePath().resolveSibling("").normalize());
    ConfigReader reader = new ConfigReader(locations, environment, problems);
    Optional<FirnConfig> config = new YamlText(text(file), problems).root().flatMap(reader::read);
    return config.filter(read -> problems.isEmpty()).orElseThrow(problems::exception);
  }

  private static String text(Path file) {
    try {
      String text = Files.readString(file);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw unreadable(file, "no such file", e);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8", e);
    } catch (IOException e) {
      throw unreadable(file, Files.isDirectory(file) ? "it is a directory" : e.toString(), e);
    }
  }

  private static ConfigException unreadable(Path file, String reason, IOException cause) {
    return new ConfigException("Cannot read config " + file + ": " + reason, cause);
  }
}
