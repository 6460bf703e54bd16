package io.firn.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key of the keyed hash, and where it came from; shows only the latter. */
public final class MaskKey {
  private static final int SHORTEST = 16;
  private static final int LONGEST = 4096;

  /** The usual form; a key that stands in the name's place by mistake rarely has it. */
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");

  private final Source source;
  private final String name;
  private final byte[] bytes;

  /** What holds the key. */
  enum Source {
    ENV,
    FILE
  }

  private MaskKey(Source source, String name, byte[] bytes) {
    if (bytes.length < SHORTEST || bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "Invalid mask key: "
              + (bytes.length > LONGEST ? "too many" : bytes.length)
              + " bytes in "
              + name
              + " (must be "
              + SHORTEST
              + " to "
              + LONGEST
              + ")");
    }
    this.source = source;
    this.name = name;
    this.bytes = bytes.clone();
  }

  /**
   * The key in an environment variable.
   *
   * @throws IllegalArgumentException if there is none, or it is too short
   */
  static MaskKey ofVariable(String name, Map<String, String> environment) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid variable name (must be of A-Z, 0-9 and _; it is not shown because it may be the"
              + " key)");
    }
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Cannot read mask key: environment variable " + name + " is not set");
    }
    return new MaskKey(Source.ENV, name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The key in a file, without one final newline.
   *
   * @throws IllegalArgumentException if it cannot be read, or is too short
   */
  static MaskKey ofFile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 2);
      return new MaskKey(Source.FILE, file.toString(), withoutNewline(bytes));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("Cannot read mask key " + file + ": no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read mask key " + file + ": " + e, e);
    }
  }

  private static byte[] withoutNewline(byte[] bytes) {
    boolean ends = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    return ends ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  Source source() {
    return source;
  }

  /** The variable's name or the file's path. */
  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MaskKey that
        && source == that.source
        && name.equals(that.name)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return source + " " + name;
  }
}
