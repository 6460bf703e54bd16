package io.firn.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in S3.
 *
 * @param key of an object, or the beginning of many; without a final slash, and may be empty
 */
record S3Location(String bucket, String key) {
  private static final Pattern FORM = Pattern.compile("s3a?://(?<bucket>[^/]+)/?(?<key>.*?)/?");

  /** The place that {@code s3://} or {@code s3a://} text names; empty if it is no such text. */
  static Optional<S3Location> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new S3Location(matcher.group("bucket"), matcher.group("key")))
        : Optional.empty();
  }
}
