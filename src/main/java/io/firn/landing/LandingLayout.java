package io.firn.landing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a bucket exports and their markers land (docs/export.md).
 *
 * @param root a prefix without slashes at its ends; empty for the bucket itself
 */
public record LandingLayout(String bucket, String root) {
  /** With it, the longest key that a task can write is within S3's 1,024 bytes. */
  private static final int LONGEST_ROOT = 200;

  private static final String MARKER = ".json";
  private static final String EMPTY_MARKER = ".empty.json";
  private static final int LONGEST_SLUG = 64;
  private static final int HASH_BYTES = 4;

  /** Year, month, day and name. */
  private static final int STEPS_OF_DAY = 4;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String TIME_FORM = "[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z";
  private static final Pattern ATTEMPT =
      Pattern.compile("(?<from>%1$s)_(?<to>%1$s)/(?<attempt>%1$s)".formatted(TIME_FORM));
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);

  public LandingLayout {
    if (root.getBytes(UTF_8).length > LONGEST_ROOT) {
      throw new IllegalArgumentException(
          "Invalid landing prefix: '"
              + root
              + "' (must be at most "
              + LONGEST_ROOT
              + " bytes, as keys of exported objects are up to 1,024)");
    }
    if (root.startsWith("/") || root.endsWith("/")) {
      throw new IllegalArgumentException(
          "Invalid landing prefix: '" + root + "' (must not start or end with a slash)");
    }
  }

  /** A moment as it stands in keys: {@code 20261114T000000.000Z}. */
  public static String time(Instant moment) {
    return TIME.format(moment);
  }

  /**
   * What an attempt's prefix says.
   *
   * @param name of the attempt
   */
  public record Attempt(Instant from, Instant to, String name) {}

  /** What the keys of all exported objects of an account and Region start with. */
  public String exports(AccountRegion place) {
    return below(place.account() + "/" + place.region() + "/");
  }

  /** Reads what {@link #attempt} wrote; empty if it is no prefix of the group's. */
  public Optional<Attempt> parsed(AccountRegion place, LogGroup group, String prefix) {
    String start = exports(place) + folder(group) + "/";
    Matcher matcher =
        ATTEMPT.matcher(prefix.startsWith(start) ? prefix.substring(start.length()) : "");
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Instant from = TIME.parse(matcher.group("from"), Instant::from);
    Instant to = TIME.parse(matcher.group("to"), Instant::from);
    return Optional.of(new Attempt(from, to, matcher.group("attempt")));
  }

  /** What an attempt's objects start with, without a slash at the end. */
  public String attempt(AccountRegion place, LogGroup group, ExportWindow window, String attempt) {
    String span = time(window.from()) + "_" + time(window.to());
    return exports(place) + String.join("/", folder(group), span, attempt);
  }

  /** What the keys of all markers start with. */
  public String markers() {
    return below("windows/");
  }

  /** What the keys of the markers of windows that finished on a day start with. */
  public String markers(LocalDate day) {
    return markers() + DAY.format(day) + "/";
  }

  /** A moment's day as it stands in keys: {@code 2026/11/14/}. */
  static String day(Instant moment) {
    return DAY.format(moment) + "/";
  }

  /**
   * The marker of what a task exported.
   *
   * @param empty whether that was nothing; such markers need not be read to know it
   */
  public String marker(Instant finished, String taskId, boolean empty) {
    String ending = empty ? EMPTY_MARKER : MARKER;
    return markers(LocalDate.ofInstant(finished, ZoneOffset.UTC)) + taskId + ending;
  }

  /** The id of the task that a marker's key names. */
  static String taskId(String marker) {
    String name = marker.substring(marker.lastIndexOf('/') + 1);
    String ending = name.endsWith(EMPTY_MARKER) ? EMPTY_MARKER : MARKER;
    return name.substring(0, name.length() - ending.length());
  }

  /** What a marker's key ends with: {@code 2026/11/14/<task id>.json}. */
  static String ofDay(String marker) {
    int from = marker.length();
    for (int step = 0; step < STEPS_OF_DAY; step++) {
      from = marker.lastIndexOf('/', from - 1);
    }
    return marker.substring(from + 1);
  }

  /** Whether the key is that of a marker of a window with parts. */
  static boolean isMarkerOfParts(String key) {
    return key.endsWith(MARKER) && !key.endsWith(EMPTY_MARKER);
  }

  /** A list of parts that the same marker names. */
  String partList(Instant finished, String taskId, int number) {
    return markers(LocalDate.ofInstant(finished, ZoneOffset.UTC))
        + "%s.parts-%05d.ndjson".formatted(taskId, number);
  }

  /** What the keys of a marker's lists of parts start with. */
  static String partLists(String marker) {
    return marker.substring(0, marker.length() - MARKER.length()) + ".parts-";
  }

  /** The day that a marker's window finished on. */
  static LocalDate finished(String marker) {
    String day = ofDay(marker);
    return LocalDate.parse(day.substring(0, day.lastIndexOf('/')), DAY);
  }

  private String below(String path) {
    return root.isEmpty() ? path : root + "/" + path;
  }

  /** A name that people recognise, and that no two groups share. */
  static String folder(LogGroup group) {
    String slug = group.name().replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[-.]+", "");
    String start = slug.substring(0, Math.min(LONGEST_SLUG, slug.length()));
    return start + "-" + hash(group.name());
  }

  private static String hash(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }
}
