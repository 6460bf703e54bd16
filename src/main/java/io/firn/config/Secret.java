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

/** A value that nobody may see, and where it came from; shows only the latter. */
public final class Secret {
  /** The usual form; a secret that stands in the name's place by mistake rarely has it. */
  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");

  private final Source source;
  private final String name;
  private final byte[] bytes;

  /** What holds it. */
  enum Source {
    ENV,
    FILE
  }

  /** What it is for, and so how long it may be. */
  enum Use {
    MASK_KEY("mask key", 16, 4_096),
    TOKEN("token", 1, 65_536),
    CREDENTIAL("credential", 1, 65_536),
    PROPERTY("property", 1, 65_536);

    private final String thing;
    private final int shortest;
    private final int longest;

    Use(String thing, int shortest, int longest) {
      this.thing = thing;
      this.shortest = shortest;
      this.longest = longest;
    }

    String thing() {
      return thing;
    }
  }

  private Secret(Use use, Source source, String name, byte[] bytes) {
    if (bytes.length < use.shortest || bytes.length > use.longest) {
      throw new IllegalArgumentException(
          "Invalid "
              + use.thing
              + ": "
              + (bytes.length > use.longest ? "too many" : bytes.length)
              + " bytes in "
              + name
              + " (must be "
              + use.shortest
              + " to "
              + use.longest
              + ")");
    }
    if (use != Use.MASK_KEY && hasControl(bytes)) {
      throw new IllegalArgumentException(
          "Invalid " + use.thing + ": control characters in " + name + " (must be one line)");
    }
    this.source = source;
    this.name = name;
    this.bytes = bytes.clone();
  }

  private static boolean hasControl(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).chars().anyMatch(Character::isISOControl);
  }

  /**
   * The value of an environment variable.
   *
   * @throws IllegalArgumentException if there is none, or its length does not fit
   */
  static Secret ofVariable(Use use, String name, Map<String, String> environment) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid variable name (must be of A-Z, 0-9 and _; it is not shown because it may be the"
              + (use == Use.MASK_KEY ? " key)" : " secret)"));
    }
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Cannot read " + use.thing + ": environment variable " + name + " is not set");
    }
    return new Secret(use, Source.ENV, name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What a file holds, without one final newline.
   *
   * @throws IllegalArgumentException if it cannot be read, or its length does not fit
   */
  static Secret ofFile(Use use, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(use.longest + 2);
      return new Secret(use, Source.FILE, file.toString(), withoutNewline(bytes));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "Cannot read " + use.thing + " " + file + ": no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read " + use.thing + " " + file + ": " + e, e);
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

  /** The secret itself. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that
        && source == that.source
        && name.equals(that.name)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return source + " " + name;
  }
}
