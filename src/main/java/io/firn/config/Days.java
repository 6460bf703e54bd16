package io.firn.config;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Days as the config spells them: {@code 2026-11-28}. */
public final class Days {
  private Days() {}

  /**
   * Reads a day.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static LocalDate parse(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "Invalid day: '" + text + "' (must be like 2026-11-28)", e);
    }
  }
}
