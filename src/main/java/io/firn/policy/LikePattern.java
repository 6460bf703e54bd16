package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A pattern of SQL over UTF-8: {@code _} is any one character, {@code %} any run of them. */
final class LikePattern {
  private static final short ANY_ONE = -1;
  private static final short ANY_RUN = -2;

  /** Bytes from 0 to 255, and the two above. */
  private final short[] steps;

  private final int size;

  private LikePattern(short[] steps, int size) {
    this.steps = steps;
    this.size = size;
  }

  /**
   * Reads a pattern, in which a backslash takes the meaning from what follows it.
   *
   * @throws IllegalArgumentException if that is neither of the signs nor a backslash
   */
  static LikePattern of(String pattern) {
    byte[] utf8 = pattern.getBytes(UTF_8);
    short[] steps = new short[utf8.length];
    int size = 0;
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] == '%') {
        steps[size++] = ANY_RUN;
      } else if (utf8[i] == '_') {
        steps[size++] = ANY_ONE;
      } else if (utf8[i] == '\\') {
        i++;
        steps[size++] = escaped(utf8, i);
      } else {
        steps[size++] = (short) (utf8[i] & 0xFF);
      }
    }
    return new LikePattern(steps, size);
  }

  private static short escaped(byte[] utf8, int at) {
    if (at == utf8.length || "%_\\".indexOf(utf8[at]) < 0) {
      throw new IllegalArgumentException("must have %, _ or \\ after each \\");
    }
    return utf8[at];
  }

  /** Whether all of {@code bytes[from, to)}, valid UTF-8, is of this form. */
  boolean matches(byte[] bytes, int from, int to) {
    int at = from;
    int step = 0;
    int run = -1;
    int resume = from;
    while (at < to) {
      int wanted = step < size ? steps[step] : Integer.MIN_VALUE;
      if (wanted == ANY_RUN) {
        run = ++step;
        resume = at;
      } else if (wanted == ANY_ONE) {
        at = next(bytes, at, to);
        step++;
      } else if (wanted == (bytes[at] & 0xFF)) {
        at++;
        step++;
      } else if (run >= 0) {
        resume = next(bytes, resume, to);
        at = resume;
        step = run;
      } else {
        return false;
      }
    }
    while (step < size && steps[step] == ANY_RUN) {
      step++;
    }
    return step == size;
  }

  /** The next character. */
  private static int next(byte[] bytes, int at, int to) {
    int next = at + 1;
    while (next < to && (bytes[next] & 0xC0) == 0x80) {
      next++;
    }
    return next;
  }
}
