package io.firn.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size: {@code 64MB} is 64,000,000 bytes, {@code 64MiB} 67,108,864. */
public record ByteSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]{1,3})");
  private static final String HINT = "must be like 100GB, with B, KB, MB, GB, TB or KiB to TiB";

  /** By the unit in upper case; decimal ones before binary ones. */
  private static final Map<String, Unit> UNITS = units();

  private record Unit(String name, long bytes) {}

  public ByteSize {
    if (bytes <= 0) {
      throw new IllegalArgumentException("Invalid size: " + bytes + "B (must be > 0)");
    }
  }

  /**
   * Reads a whole number with its unit.
   *
   * @throws IllegalArgumentException if it is none, or 0
   */
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Unit unit = matcher.matches() ? UNITS.get(matcher.group(2).toUpperCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("Invalid size: '" + text + "' (" + HINT + ")");
    }
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit.bytes));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "Invalid size: '" + text + "' (must be at most " + Long.MAX_VALUE + "B)", e);
    }
  }

  /** In the unit that gives the smallest whole number; {@link #parse} reads it back. */
  @Override
  public String toString() {
    Unit best = new Unit("B", 1);
    for (Unit unit : UNITS.values()) {
      if (bytes % unit.bytes == 0 && unit.bytes > best.bytes) {
        best = unit;
      }
    }
    return bytes / best.bytes + best.name;
  }

  private static Map<String, Unit> units() {
    Map<String, Unit> units = new TreeMap<>();
    units.put("B", new Unit("B", 1));
    long decimal = 1;
    long binary = 1;
    for (char prefix : "KMGT".toCharArray()) {
      decimal *= 1000;
      binary *= 1024;
      units.put(prefix + "B", new Unit(prefix + "B", decimal));
      units.put(prefix + "IB", new Unit(prefix + "iB", binary));
    }
    return Map.copyOf(units);
  }
}
