package io.firn.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Set;

/**
 * What the runtimes put before the text of a function: stamp, request id and level, as far as a
 * runtime has them. Where the text is a JSON object, its members are fields.
 */
final class LambdaFunctionLine {
  private static final Set<String> LEVELS =
      Set.of(
          "TRACE",
          "DEBUG",
          "INFO",
          "WARN",
          "WARNING",
          "ERROR",
          "FATAL",
          "CRITICAL",
          // Those of .NET.
          "trce",
          "dbug",
          "info",
          "warn",
          "fail",
          "crit");
  private static final int LONGEST_LEVEL = 8;

  /** With the space behind it. */
  private static final int PADDED_LEVEL = 6;

  private static final String NO_REQUEST = "undefined";
  private static final String TRACEBACK = "Traceback (most recent call last)";

  private byte[] bytes = {};
  private int limit;

  /** Where each part begins and ends; a part that is not there is empty. */
  private int stamp;

  private int stampEnd;
  private int request;
  private int requestEnd;
  private int level;
  private int levelEnd;
  private int text;

  /** True if the message has such a head: then all its fields are written. */
  boolean write(byte[] message, int offset, int end, FieldWriter fields) {
    bytes = message;
    limit = end;
    stamp = stampEnd = request = requestEnd = level = levelEnd = text = 0;
    boolean fits = message[offset] == '[' ? ofPython(offset) : ofStamp(offset);
    if (fits) {
      writeText(fields);
      writeHead(fields);
    }
    return fits;
  }

  /** {@code [LEVEL]}, stamp, request id and text, or an exception that nobody caught. */
  private boolean ofPython(int offset) {
    int bracket = Ascii.find(bytes, offset, Math.min(limit, offset + LONGEST_LEVEL + 2), ']');
    if (bracket + 1 >= limit || !isLevel(offset + 1, bracket) || !isSeparator(bracket + 1)) {
      return false;
    }
    level = offset + 1;
    levelEnd = bracket;
    stamp = bracket + 2;
    stampEnd = stampEnd(stamp);
    if (stampEnd > 0 && stampEnd < limit && isSeparator(stampEnd)) {
      request = stampEnd + 1;
      requestEnd = wordEnd(request);
      text = requestEnd + 1;
      return requestEnd < limit && isSeparator(requestEnd) && isRequest();
    }
    text = stamp;
    stampEnd = stamp;
    return hasTraceback();
  }

  private boolean hasTraceback() {
    for (int at = text; at < limit; at = Ascii.find(bytes, at, limit, '\n') + 1) {
      if (Ascii.startsWith(bytes, at, limit, TRACEBACK)) {
        return true;
      }
    }
    return false;
  }

  private boolean ofStamp(int offset) {
    stamp = offset;
    stampEnd = stampEnd(offset);
    if (stampEnd == 0 || stampEnd >= limit) {
      return false;
    }
    request = stampEnd + 1;
    requestEnd = wordEnd(request);
    if (requestEnd >= limit || !isSeparator(stampEnd) || !isSeparator(requestEnd) || !isRequest()) {
      return false;
    }
    text = requestEnd + 1;
    return bytes[stampEnd] == '\t' ? ofNode() : ofJava();
  }

  /** Node.js and .NET: the level between tabs; old Node.js has none. */
  private boolean ofNode() {
    int tab = Ascii.find(bytes, text, Math.min(limit, text + LONGEST_LEVEL + 1), '\t');
    if (tab < limit && bytes[tab] == '\t' && isLevel(text, tab)) {
      level = text;
      levelEnd = tab;
      text = tab + 1;
      return true;
    }
    return isId();
  }

  /** Log4j's layout for Lambda has the level and spaces next; the platform's time-out has not. */
  private boolean ofJava() {
    int space = Ascii.find(bytes, text, Math.min(limit, text + LONGEST_LEVEL + 1), ' ');
    if (space < limit && bytes[space] == ' ' && isLevel(text, space)) {
      level = text;
      levelEnd = space;
      text = space + 1;
      while (text < limit && text < level + PADDED_LEVEL && bytes[text] == ' ') {
        text++;
      }
    }
    return isId();
  }

  /** An id, or what stands in its place outside of invocations. */
  private boolean isRequest() {
    return isId()
        || request == requestEnd
        || (requestEnd - request == NO_REQUEST.length()
            && Ascii.startsWith(bytes, request, requestEnd, NO_REQUEST));
  }

  private boolean isId() {
    return Ascii.isUuid(bytes, request, requestEnd);
  }

  private boolean isLevel(int from, int to) {
    return to - from <= LONGEST_LEVEL
        && LEVELS.contains(new String(bytes, from, to - from, US_ASCII));
  }

  private boolean isSeparator(int at) {
    return bytes[at] == '\t' || bytes[at] == ' ';
  }

  private int wordEnd(int from) {
    int at = from;
    while (at < limit && !Ascii.isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  /** The end of date and time, with a fraction and a Z or not; 0 if there is none. */
  private int stampEnd(int from) {
    if (!Ascii.matches(bytes, from, limit, "0000-00-00")
        || from + 19 > limit
        || (bytes[from + 10] != 'T' && bytes[from + 10] != ' ')
        || !Ascii.matches(bytes, from + 11, limit, "00:00:00")) {
      return 0;
    }
    int at = from + 19;
    if (at + 1 < limit && (bytes[at] == '.' || bytes[at] == ',') && Ascii.isDigit(bytes[at + 1])) {
      at = Ascii.digits(bytes, at + 1, limit);
    }
    return at < limit && bytes[at] == 'Z' ? at + 1 : at;
  }

  /** A JSON object comes first: the other fields make way for its keys. */
  private void writeText(FieldWriter fields) {
    int end = Ascii.withoutNewlines(bytes, text, limit);
    if (fields.object(bytes, text, limit - text)) {
      return;
    }
    int tab = Ascii.find(bytes, text, end, '\t');
    if (tab + 1 < end && bytes[tab + 1] == '{' && fields.object(bytes, tab + 1, limit - tab - 1)) {
      fields.text(LambdaKeys.MESSAGE, bytes, text, tab);
    } else {
      fields.text(LambdaKeys.MESSAGE, bytes, text, end);
    }
  }

  private void writeHead(FieldWriter fields) {
    if (stampEnd > stamp) {
      fields.string(LambdaKeys.TIMESTAMP, bytes, stamp, stampEnd);
    }
    if (isId()) {
      fields.string(LambdaKeys.REQUEST_ID, bytes, request, requestEnd);
    }
    if (levelEnd > level) {
      fields.string(LambdaKeys.LEVEL, bytes, level, levelEnd);
    }
  }
}
