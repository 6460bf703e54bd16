package io.firn.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into JSON objects and lines of text. What begins with a brace and is no JSON object
 * is text: the lines before the one where it fails, or else that line. Memory is bounded by {@link
 * #MAX_OBJECT_BYTES}.
 */
final class JsonValues {
  /** A larger object is damage. */
  static final int MAX_OBJECT_BYTES = 64 << 20;

  /** Where the stream is cut. */
  enum Cut {
    /** At newlines alone. */
    LINES,

    /** Around JSON objects too. */
    OBJECTS,

    /** Text also ends before what looks like a message of a subscription filter. */
    MESSAGES
  }

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] MESSAGE = "{\"messageType\"".getBytes(US_ASCII);

  private final Cut cut;
  private final int maxObjectBytes;
  private final int maxLineBytes;
  private final ByteWindow window;
  private final JsonScan scan = new JsonScan();
  private boolean started;
  private boolean object;
  private int length;

  /** How many bytes lie before what follows: the value, and the newline after a line. */
  private int taken;

  JsonValues(InputStream in, Cut cut, int initialCapacity) {
    this(in, cut, initialCapacity, MAX_OBJECT_BYTES, ExportEvents.MAX_EVENT_BYTES);
  }

  JsonValues(InputStream in, Cut cut, int initialCapacity, int maxObjectBytes, int maxLineBytes) {
    this.cut = cut;
    this.maxObjectBytes = maxObjectBytes;
    this.maxLineBytes = maxLineBytes;
    this.window = new ByteWindow(in, initialCapacity, Math.max(maxObjectBytes, maxLineBytes) + 2);
  }

  /** Goes on with another stream. */
  void reset(InputStream in) {
    window.reset(in);
    started = false;
    taken = 0;
    length = 0;
  }

  /** Goes to the next value; false at the end of the stream. White space alone is none. */
  boolean next() throws IOException {
    if (!started) {
      started = true;
      skipByteOrderMark();
    }
    window.advance(taken);
    taken = 0;
    length = 0;
    int blank = skipBlankLines();
    if (blank == window.length()) {
      window.advance(blank);
      return false;
    }
    if (cut != Cut.LINES && window.bytes()[window.start() + blank] == '{') {
      window.advance(blank);
      object();
    } else {
      text(blank);
    }
    return true;
  }

  /** Holds the value in {@code [start, start + length)} until the next {@link #next}. */
  byte[] bytes() {
    return window.bytes();
  }

  int start() {
    return window.start();
  }

  int length() {
    return length;
  }

  /** Whether the value is a JSON object, which {@link #scan} went through; else it is text. */
  boolean isObject() {
    return object;
  }

  JsonScan scan() {
    return scan;
  }

  /** The place of the value in its stream. */
  long offset() {
    return window.offset();
  }

  /** How many bytes were read so far, of all streams. */
  long read() {
    return window.read();
  }

  void close() throws IOException {
    window.close();
  }

  private void skipByteOrderMark() throws IOException {
    int mark = BYTE_ORDER_MARK.length;
    if (window.require(mark)
        && startsWithByteOrderMark(window.bytes(), window.start(), window.end())) {
      window.advance(mark);
    }
  }

  static boolean startsWithByteOrderMark(byte[] bytes, int from, int to) {
    int mark = BYTE_ORDER_MARK.length;
    return to - from >= mark && Arrays.equals(bytes, from, from + mark, BYTE_ORDER_MARK, 0, mark);
  }

  /**
   * Goes to the first line that is not blank; returns the length of the blank that it begins with.
   */
  private int skipBlankLines() throws IOException {
    int blank = 0;
    while (true) {
      byte[] bytes = window.bytes();
      int start = window.start();
      int end = window.end();
      int at = start + blank;
      while (at < end && JsonBytes.isSpace(bytes[at])) {
        at++;
        if (bytes[at - 1] == '\n') {
          window.advance(at - start);
          start = at;
        }
      }
      blank = at - start;
      if (at < end) {
        return blank;
      }
      requireLineSize(blank);
      if (!window.fill()) {
        return blank;
      }
    }
  }

  private void object() throws IOException {
    scan.start();
    while (true) {
      int found = scan.scan(window.bytes(), window.start(), window.end());
      if (found >= 0) {
        object = true;
        requireObjectSize(found);
        length = found;
        taken = found;
        return;
      }
      if (found == JsonScan.BROKEN) {
        broken(scan.place());
        return;
      }
      requireObjectSize(window.length());
      if (!window.fill()) {
        throw new DamagedObjectException(
            "JSON is cut off: the object that begins at inflated byte "
                + window.offset()
                + " has no end");
      }
    }
  }

  private void requireObjectSize(int size) throws DamagedObjectException {
    if (size > maxObjectBytes) {
      throw new DamagedObjectException(
          "the JSON object that begins at inflated byte "
              + window.offset()
              + " is larger than "
              + maxObjectBytes
              + " bytes; deliver smaller ones, or set format: text to read it line by line");
    }
  }

  /** Makes text of what failed to be an object. */
  private void broken(int place) throws IOException {
    int start = window.start();
    int newline = start + place - 1;
    while (newline > start && window.bytes()[newline] != '\n') {
      newline--;
    }
    if (newline > start) {
      line(newline - start, 1);
    } else {
      text(1);
    }
  }

  /** Takes a line, which does not end before {@code from}. */
  private void text(int from) throws IOException {
    int searched = from;
    while (true) {
      int start = window.start();
      int newline = Newlines.indexOf(window.bytes(), start + searched, window.end());
      int lineEnd = newline < 0 ? window.end() : newline;
      int message = message(start + Math.max(from, searched - MESSAGE.length), lineEnd);
      if (message >= 0) {
        line(message - start, 0);
        return;
      }
      if (newline >= 0) {
        line(newline - start, 1);
        return;
      }
      searched = window.length();
      requireLineSize(searched);
      if (!window.fill()) {
        line(searched, 0);
        return;
      }
    }
  }

  /** Where a message begins, -1 if none does. */
  private int message(int from, int to) {
    if (cut != Cut.MESSAGES) {
      return -1;
    }
    byte[] bytes = window.bytes();
    for (int at = from; at <= to - MESSAGE.length; at++) {
      if (bytes[at] == '{'
          && Arrays.equals(bytes, at, at + MESSAGE.length, MESSAGE, 0, MESSAGE.length)) {
        return at;
      }
    }
    return -1;
  }

  private void line(int size, int newline) throws DamagedObjectException {
    object = false;
    boolean hasReturn =
        newline > 0 && size > 0 && window.bytes()[window.start() + size - 1] == '\r';
    length = hasReturn ? size - 1 : size;
    taken = size + newline;
    requireLineSize(length);
  }

  private void requireLineSize(int size) throws DamagedObjectException {
    if (size > maxLineBytes) {
      throw new DamagedObjectException(
          "the line that begins at inflated byte "
              + window.offset()
              + " is larger than "
              + maxLineBytes
              + " bytes; is it text at all?");
    }
  }
}
