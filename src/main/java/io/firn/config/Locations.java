package io.firn.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where things are, as a config file says it.
 *
 * @param folder the config file's own; relative paths start there. Null if it has none, and paths
 *     must be absolute
 */
record Locations(@Nullable Path folder) {
  private static final Pattern S3 = Pattern.compile("s3a?://[^/]+(/.*)?");

  static boolean isS3(String location) {
    return S3.matcher(location).matches();
  }

  /** Whether it is what {@link #anywhere} gives. */
  static boolean isAbsolute(String location) {
    return isS3(location) || Path.of(location).isAbsolute();
  }

  /**
   * An absolute path, or a location in S3 as it is.
   *
   * @throws IllegalArgumentException if it is neither
   */
  String anywhere(String thing, String text) {
    return isS3(text)
        ? text
        : path(thing, text, "must be a path or s3://<bucket>/<path>").toString();
  }

  /**
   * An absolute path.
   *
   * @throws IllegalArgumentException if it is none
   */
  Path local(String thing, String text) {
    return path(thing, text, "must be a path on a local disk");
  }

  private Path path(String thing, String text, String rule) {
    String path = text.replaceFirst("^file:(//)?", "");
    if (path.isEmpty() || path.contains("://")) {
      throw new IllegalArgumentException("Invalid " + thing + ": '" + text + "' (" + rule + ")");
    }
    try {
      return resolved(thing, Path.of(path)).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("Invalid " + thing + ": '" + text + "' (" + rule + ")", e);
    }
  }

  private Path resolved(String thing, Path path) {
    if (folder != null) {
      return folder.resolve(path);
    }
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "Invalid "
              + thing
              + ": '"
              + path
              + "' (must be absolute: a config that is no local file has no folder to start at)");
    }
    return path;
  }
}
