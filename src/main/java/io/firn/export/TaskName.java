package io.firn.export;

import io.firn.landing.Lane;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of Firn's tasks, {@code firn-20261114T000000.000Z-recheck-PT36H}. */
final class TaskName {
  private static final Pattern FORM =
      Pattern.compile("firn-(?<attempt>[0-9TZ.]+)-(?<kind>[a-z]+)(-(?<after>[0-9A-Z.]+))?");

  private TaskName() {}

  static String of(String attempt, Lane lane) {
    return "firn-" + attempt + "-" + lane.toString().replace(':', '-');
  }

  /** The lane of an attempt's task; empty if the name is none of Firn's. */
  static Optional<Lane> lane(String name, String attempt) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches() || !matcher.group("attempt").equals(attempt)) {
      return Optional.empty();
    }
    String after = matcher.group("after");
    try {
      return Optional.of(Lane.parse(matcher.group("kind") + (after == null ? "" : ":" + after)));
    } catch (IllegalArgumentException | DateTimeException e) {
      // Somebody else's, in a form that looks like ours.
      return Optional.empty();
    }
  }
}
