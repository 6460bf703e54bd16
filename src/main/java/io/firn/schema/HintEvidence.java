package io.firn.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.policy.Hint;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which hints all values of a key, seen one by one, would support. */
public final class HintEvidence {
  /** Strings that stand for null in many logs. */
  public static final Set<String> NULL_WORDS =
      Set.of("", "-", "--", "null", "NULL", "nil", "none", "None", "n/a", "N/A");

  /** The better ones first. */
  private static final List<Hint> OF_STRINGS =
      List.of(
          Hint.BOOLEAN,
          Hint.TIMESTAMP,
          Hint.TIMESTAMP_MILLIS,
          Hint.TIMESTAMP_SECONDS,
          Hint.LONG,
          Hint.DECIMAL,
          Hint.DOUBLE);

  private static final List<Hint> OF_LONGS = List.of(Hint.TIMESTAMP_MILLIS, Hint.TIMESTAMP_SECONDS);

  private static final BigDecimal FIRST_SECOND = seconds("2001-01-01T00:00:00Z");
  private static final BigDecimal END_SECOND = seconds("2101-01-01T00:00:00Z");
  private static final int MOST_CHARACTERS = 64;

  private static final Set<String> WORDS_OF_TIME =
      Set.of(
          "at",
          "created",
          "date",
          "epoch",
          "exp",
          "expiration",
          "expires",
          "expiry",
          "iat",
          "modified",
          "nbf",
          "since",
          "time",
          "timestamp",
          "ts",
          "until",
          "updated");

  private final HintCandidate candidate;
  private final HintTest test;
  private final Set<Hint> possible;
  private final Set<String> nullWords = new TreeSet<>();
  private long values;

  public HintEvidence(HintCandidate candidate, HintTest test) {
    this.candidate = candidate;
    this.test = test;
    this.possible = EnumSet.copyOf(candidate.hasStrings() ? OF_STRINGS : OF_LONGS);
    if (!speaksOfTime(candidate.keys().get(candidate.keys().size() - 1))) {
      // Many counters and ids are as large as a time in seconds.
      possible.remove(Hint.TIMESTAMP_SECONDS);
    }
  }

  private static BigDecimal seconds(String instant) {
    return BigDecimal.valueOf(Instant.parse(instant).getEpochSecond());
  }

  private static boolean speaksOfTime(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return lower.endsWith("time")
        || lower.endsWith("timestamp")
        || Arrays.stream(key.split("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z]+"))
            .anyMatch(word -> WORDS_OF_TIME.contains(word.toLowerCase(Locale.ROOT)));
  }

  public HintCandidate candidate() {
    return candidate;
  }

  /** Takes a value into account, as a string or as its JSON spelling. */
  public void add(String value) {
    if (possible.isEmpty()) {
      return;
    }
    if (NULL_WORDS.contains(value)) {
      nullWords.add(value);
      return;
    }
    values++;
    byte[] utf8 = value.getBytes(UTF_8);
    possible.removeIf(hint -> !supports(hint, value, utf8));
  }

  private boolean supports(Hint hint, String value, byte[] utf8) {
    if (!test.fits(hint, utf8)) {
      return false;
    }
    return switch (hint) {
      case TIMESTAMP_SECONDS -> isInRange(value, 0);
      case TIMESTAMP_MILLIS -> isInRange(value, 3);
      default -> true;
    };
  }

  /** Whether the number is a time from 2001 to 2100. */
  private static boolean isInRange(String value, int decimals) {
    if (value.length() > MOST_CHARACTERS) {
      return false;
    }
    try {
      BigDecimal seconds = new BigDecimal(value).movePointLeft(decimals);
      return seconds.compareTo(FIRST_SECOND) >= 0 && seconds.compareTo(END_SECOND) < 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The hints that all values support, the better ones first; none if there were no values. */
  public List<Hint> supported() {
    if (values == 0) {
      return List.of();
    }
    List<Hint> supported = new ArrayList<>(candidate.hasStrings() ? OF_STRINGS : OF_LONGS);
    supported.retainAll(possible);
    return supported;
  }

  /** The strings that would have to be null values. */
  public Set<String> nullWords() {
    return Set.copyOf(nullWords);
  }

  /** How many values were seen, those that stand for null not counted. */
  public long values() {
    return values;
  }
}
