package io.firn.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashMap;
import java.util.Map;

/**
 * Lines that Lambda itself writes: {@code START}, {@code END}, {@code REPORT}, what comes before an
 * invocation, and the end of one that failed. Their type is that of the same record as JSON.
 */
final class LambdaPlatformLine {
  private static final int MOST_KEYS = 200;
  private static final int LONG_LABEL = 48;
  private static final String REQUEST = "RequestId: ";
  private static final String VERSION = " Version: ";
  private static final String XRAY = "XRAY ";
  private static final String MILLISECONDS = " ms";
  private static final String MEGABYTES = " MB";
  private static final FieldKey VERSION_KEY = FieldKey.of("version");
  private static final FieldKey SAMPLED = FieldKey.of("sampled");

  /** By label and unit. */
  private final Map<String, FieldKey> keys = new HashMap<>();

  private static final Kind[] KINDS = Kind.values();

  /** How a line begins, and what it is. */
  private enum Kind {
    START("START ", "platform.start"),
    END("END ", "platform.end"),
    REPORT("REPORT ", "platform.report"),
    INIT_START("INIT_START ", "platform.initStart"),
    INIT_REPORT("INIT_REPORT ", "platform.initReport"),
    RESTORE_START("RESTORE_START ", "platform.restoreStart"),
    RESTORE_REPORT("RESTORE_REPORT ", "platform.restoreReport"),
    XRAY("XRAY ", "platform.xray"),
    EXTENSION("EXTENSION\t", "platform.extension"),
    TELEMETRY("TELEMETRY\t", "platform.telemetrySubscription"),
    LOGS("LOGS\t", "platform.logsSubscription");

    private final String start;
    private final String type;

    Kind(String start, String type) {
      this.start = start;
      this.type = type;
    }

    boolean namesRequest() {
      return this == START || this == END || this == REPORT;
    }
  }

  /** True if the message is such a line: then all its fields are written. */
  boolean write(byte[] bytes, int offset, int limit, FieldWriter fields) {
    if (!Ascii.isUpper(bytes[offset])) {
      return false;
    }
    int end = Ascii.withoutSpace(bytes, offset, limit);
    for (Kind kind : KINDS) {
      if (Ascii.startsWith(bytes, offset, end, kind.start)) {
        int from = offset + kind.start.length();
        fields.string(LambdaKeys.TYPE, kind.type);
        return kind == Kind.START
            ? start(bytes, from, end, fields)
            : (!kind.namesRequest() || requestEnd(bytes, from, end) > 0)
                && pairs(bytes, from, end, fields);
      }
    }
    return fault(bytes, offset, limit, fields);
  }

  /** Behind the id of a request; 0 if there is none. */
  private static int requestEnd(byte[] bytes, int from, int end) {
    if (!Ascii.startsWith(bytes, from, end, REQUEST)) {
      return 0;
    }
    int id = from + REQUEST.length();
    return Ascii.isUuid(bytes, id, Math.min(id + 36, end)) ? id + 36 : 0;
  }

  private static boolean start(byte[] bytes, int from, int end, FieldWriter fields) {
    int behind = requestEnd(bytes, from, end);
    if (behind == 0 || !Ascii.startsWith(bytes, behind, end, VERSION)) {
      return false;
    }
    int version = behind + VERSION.length();
    if (Ascii.find(bytes, version, end, ' ') < end || Ascii.find(bytes, version, end, '\n') < end) {
      return false;
    }
    fields.string(LambdaKeys.REQUEST_ID, bytes, behind - 36, behind);
    fields.string(VERSION_KEY, bytes, version, end);
    return true;
  }

  /** {@code RequestId: ... Error: Runtime exited}, with what follows. */
  private static boolean fault(byte[] bytes, int offset, int limit, FieldWriter fields) {
    int end = Ascii.withoutNewlines(bytes, offset, limit);
    int behind = requestEnd(bytes, offset, end);
    if (behind == 0 || behind + 1 >= end || bytes[behind] != ' ') {
      return false;
    }
    fields.string(LambdaKeys.TYPE, "platform.fault");
    fields.string(LambdaKeys.REQUEST_ID, bytes, behind - 36, behind);
    fields.text(LambdaKeys.MESSAGE, bytes, behind + 1, end);
    return true;
  }

  /** Labels with values between tabs, and on the lines of a trace. */
  private boolean pairs(byte[] bytes, int from, int end, FieldWriter fields) {
    int at = from;
    while (at < end) {
      int to = pairEnd(bytes, at, end);
      int last = Ascii.withoutSpace(bytes, at, to);
      int first = Ascii.startsWith(bytes, at, last, XRAY) ? at + XRAY.length() : at;
      if (last > first && !pair(bytes, first, last, fields)) {
        return false;
      }
      at = to + 1;
    }
    return true;
  }

  private static int pairEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '\t' && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private boolean pair(byte[] bytes, int from, int end, FieldWriter fields) {
    int colon = labelEnd(bytes, from, end);
    if (colon == 0) {
      return false;
    }
    int value = colon + 2;
    int number = end - MILLISECONDS.length();
    boolean inTime = Ascii.startsWith(bytes, Math.max(number, value), end, MILLISECONDS);
    boolean inSize = Ascii.startsWith(bytes, Math.max(number, value), end, MEGABYTES);
    if ((inTime || inSize) && Ascii.isNumber(bytes, value, number)) {
      fields.number(key(bytes, from, colon, inTime ? "_ms" : "_mb"), bytes, value, number);
      return true;
    }
    FieldKey key = key(bytes, from, colon, "");
    String said = key.equals(SAMPLED) ? new String(bytes, value, end - value, US_ASCII) : "";
    if (said.equals("true") || said.equals("false")) {
      fields.bool(key, said.equals("true"));
    } else {
      fields.string(key, bytes, value, end);
    }
    return true;
  }

  /** The colon behind a label, before a value; 0 if there is none. */
  private static int labelEnd(byte[] bytes, int from, int end) {
    if (!Ascii.isUpper(bytes[from])) {
      return 0;
    }
    int at = from;
    while (at < end && at - from < LONG_LABEL && (Ascii.isLetter(bytes[at]) || bytes[at] == ' ')) {
      at++;
    }
    return at + 2 < end && bytes[at] == ':' && bytes[at + 1] == ' ' ? at : 0;
  }

  private FieldKey key(byte[] bytes, int from, int to, String unit) {
    String name = LambdaKeys.snake(bytes, from, to) + unit;
    FieldKey known = keys.get(name);
    if (known == null) {
      known = name.equals(SAMPLED.toString()) ? SAMPLED : FieldKey.of(name);
      if (keys.size() < MOST_KEYS) {
        keys.put(name, known);
      }
    }
    return known;
  }
}
