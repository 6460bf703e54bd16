package io.firn.decode;

/** Tells by an object's head what it holds. */
final class Recognition {
  /** How much of an object is looked at. */
  static final int HEAD_BYTES = 1 << 16;

  private Recognition() {}

  /**
   * Whether the object holds JSON objects or messages of subscription filters, and not export
   * lines: its first byte that is not white space is a brace and an object follows, or gzip in
   * base64 does; and it either begins with a message, or no line of the head begins with an export
   * stamp.
   */
  static boolean isJson(byte[] head) {
    int first = firstByte(head);
    if (first < head.length && MessageKind.isAt(head, first, MessageKind.ZIPPED)) {
      return true;
    }
    if (first == head.length || head[first] != '{') {
      return false;
    }
    JsonScan scan = new JsonScan();
    scan.start();
    int found = scan.scan(head, first, head.length);
    if (found < 0) {
      return found == JsonScan.UNFINISHED;
    }
    return MessageKind.of(scan, head, first) != MessageKind.PAYLOAD || !hasExportStamp(head);
  }

  private static int firstByte(byte[] head) {
    int at = JsonValues.startsWithByteOrderMark(head, 0, head.length) ? 3 : 0;
    while (at < head.length && JsonBytes.isSpace(head[at])) {
      at++;
    }
    return at;
  }

  private static boolean hasExportStamp(byte[] head) {
    Stamp stamp = new Stamp();
    int line = 0;
    while (!stamp.startsEvent(head, line, head.length)) {
      int newline = Newlines.indexOf(head, line, head.length);
      if (newline < 0) {
        return false;
      }
      line = newline + 1;
    }
    return true;
  }
}
