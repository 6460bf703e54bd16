package io.firn.decode;

/**
 * The stamp that starts an event in an export object: {@code 2026-11-18T09:30:00.123Z}, a real date
 * and time of exactly this form.
 */
public final class Stamp {
  public static final int LENGTH = 24;

  /** What {@link #dayMillis} gives for no date. */
  static final long NO_DAY = Long.MIN_VALUE;

  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final int[] DAYS_BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
  };

  private long epochMillis;
  private int cachedDate = -1;
  private long cachedDayMillis;

  /** The time of the last stamp that {@link #startsEvent} accepted. */
  public long epochMillis() {
    return epochMillis;
  }

  /**
   * Whether the line at {@code at} starts an event: a stamp, and then a space, a newline or the end
   * of the bytes.
   */
  public boolean startsEvent(byte[] bytes, int at, int end) {
    if (end - at < LENGTH || !hasForm(bytes, at)) {
      return false;
    }
    int after = at + LENGTH;
    if (after < end && bytes[after] != ' ' && bytes[after] != '\n') {
      return false;
    }
    return readTime(bytes, at);
  }

  /** The first millisecond of the date at {@code at}, whose dashes are there, or NO_DAY. */
  long dayMillis(byte[] bytes, int at) {
    return readDate(bytes, at) ? cachedDayMillis : NO_DAY;
  }

  private static boolean hasForm(byte[] bytes, int at) {
    return bytes[at + 4] == '-'
        && bytes[at + 23] == 'Z'
        && bytes[at + 7] == '-'
        && bytes[at + 10] == 'T'
        && bytes[at + 13] == ':'
        && bytes[at + 16] == ':'
        && bytes[at + 19] == '.';
  }

  private boolean readTime(byte[] bytes, int at) {
    int hour = twoDigits(bytes, at + 11);
    int minute = twoDigits(bytes, at + 14);
    int second = twoDigits(bytes, at + 17);
    int hundredths = twoDigits(bytes, at + 20);
    int thousandth = digit(bytes, at + 22);
    if ((hour | minute | second | hundredths | thousandth) < 0
        || hour > 23
        || minute > 59
        || second > 59
        || !readDate(bytes, at)) {
      return false;
    }
    long seconds = hour * 3600L + minute * 60L + second;
    epochMillis = cachedDayMillis + seconds * 1000 + hundredths * 10L + thousandth;
    return true;
  }

  /** Sets the day's first millisecond; events of one object are mostly of one day. */
  private boolean readDate(byte[] bytes, int at) {
    int century = twoDigits(bytes, at);
    int yearOfCentury = twoDigits(bytes, at + 2);
    int month = twoDigits(bytes, at + 5);
    int day = twoDigits(bytes, at + 8);
    if ((century | yearOfCentury | month | day) < 0) {
      return false;
    }
    int year = century * 100 + yearOfCentury;
    int date = (year * 100 + month) * 100 + day;
    if (date == cachedDate) {
      return true;
    }
    if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      return false;
    }
    cachedDate = date;
    cachedDayMillis = epochDay(year, month, day) * MILLIS_PER_DAY;
    return true;
  }

  private static int daysIn(int year, int month) {
    int days = DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1];
    return month == 2 && isLeap(year) ? 29 : days;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static int epochDay(int year, int month, int day) {
    // Leap days before this year, counted from year 0, which is itself a leap year.
    int leapDays = year == 0 ? 0 : (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1;
    int dayOfYear = DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
    return year * 365 + leapDays + dayOfYear - 719_528; // days from 0000-01-01 to 1970-01-01
  }

  private static int twoDigits(byte[] bytes, int at) {
    int tens = digit(bytes, at);
    int ones = digit(bytes, at + 1);
    return (tens | ones) < 0 ? -1 : tens * 10 + ones;
  }

  private static int digit(byte[] bytes, int at) {
    int value = bytes[at] - '0';
    return value > 9 ? -1 : value;
  }
}
