package io.firn;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with a date in it, such as <code>s3://lake/firehose/{yyyy}/{MM}/{dd}/{HH}</code>: a folder
 * for each day or hour, in UTC.
 *
 * @param text with year, month, day and maybe hour, once each and in this order
 */
public record DateTemplate(String text) implements Serializable {
  private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");
  private static final List<String> DAYS = List.of("yyyy", "MM", "dd");
  private static final List<String> HOURS = List.of("yyyy", "MM", "dd", "HH");
  private static final Pattern BUCKET = Pattern.compile("[a-zA-Z0-9]+://[^/]*\\{.*");

  /** Stands for any digit of a date. */
  private static final char DIGIT = '\0';

  public DateTemplate {
    List<String> fields = fields(text);
    if (!fields.equals(DAYS) && !fields.equals(HOURS)) {
      throw new IllegalArgumentException(
          "Invalid path: '"
              + text
              + "' (its braces must be {yyyy}, {MM}, {dd} and, if folders are of hours, {HH}, once"
              + " each and in this order)");
    }
    if (BUCKET.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "Invalid path: '" + text + "' (must have no date in the bucket's name)");
    }
  }

  private static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    Matcher matcher = FIELD.matcher(text);
    while (matcher.find()) {
      fields.add(matcher.group(1));
    }
    if (matcher.replaceAll("").matches(".*[{}].*")) {
      fields.add("");
    }
    return fields;
  }

  /** Whether a path asks for a date; no other may have braces. */
  public static boolean isIn(String path) {
    return path.indexOf('{') >= 0 || path.indexOf('}') >= 0;
  }

  /** What a folder holds: a day or an hour. */
  public ChronoUnit unit() {
    return text.contains("{HH}") ? ChronoUnit.HOURS : ChronoUnit.DAYS;
  }

  /** The folder that all dates are below. */
  public String base() {
    String head = text.substring(0, text.indexOf('{'));
    int end = head.lastIndexOf('/');
    return end < 0 ? "." : end == 0 ? "/" : head.substring(0, end);
  }

  /** The folder of the day or hour that a moment is in. */
  public String folder(Instant moment) {
    ZonedDateTime time = moment.atZone(ZoneOffset.UTC);
    return text.replace("{yyyy}", digits(time.getYear(), 4))
        .replace("{MM}", digits(time.getMonthValue(), 2))
        .replace("{dd}", digits(time.getDayOfMonth(), 2))
        .replace("{HH}", digits(time.getHour(), 2))
        .replaceFirst("/+$", "");
  }

  private static String digits(int number, int width) {
    String digits = String.valueOf(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** Whether a path may begin with the other; a date in either is any digits. */
  public static boolean mayBegin(String path, String beginning) {
    String whole = shape(path);
    String head = shape(beginning);
    if (whole.length() < head.length()) {
      return false;
    }
    for (int i = 0; i < head.length(); i++) {
      if (!mayBe(whole.charAt(i), head.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayBe(char one, char other) {
    return one == other
        || (one == DIGIT && other >= '0' && other <= '9')
        || (other == DIGIT && one >= '0' && one <= '9');
  }

  private static String shape(String path) {
    return isIn(path)
        ? path.replace("{yyyy}", String.valueOf(DIGIT).repeat(4))
            .replaceAll("\\{(MM|dd|HH)}", String.valueOf(DIGIT).repeat(2))
        : path;
  }

  @Override
  public String toString() {
    return text;
  }
}
