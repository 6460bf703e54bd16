package io.firn.decode;

import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/** The payloads of one wrapper after the other, out of their base64. */
final class WrappedRecords {
  private final UnescapedText unescaped = new UnescapedText();
  private MessageKind kind = MessageKind.PAYLOAD;
  private byte[] bytes = {};

  /** The next record, -1 if there is none. */
  private int next = -1;

  private int start;
  private int end;
  private byte[] payload = {};
  private int from;
  private int to;

  /**
   * Begins with a wrapper.
   *
   * @param base where the object's brace is
   */
  void open(MessageKind wrapper, JsonScan scan, byte[] json, int base) {
    kind = wrapper;
    bytes = json;
    next =
        switch (wrapper) {
          case LAMBDA -> base + scan.start(KnownKeys.AWSLOGS);
          case KINESIS -> firstRecord(base + scan.start(KnownKeys.KINESIS_RECORDS));
          case FIREHOSE -> firstRecord(base + scan.start(KnownKeys.FIREHOSE_RECORDS));
          default -> throw new IllegalArgumentException("Not a wrapper: " + wrapper);
        };
  }

  /** Whether there is one more record. */
  boolean hasNext() {
    return next >= 0;
  }

  /** Goes to the next record; tells why it holds no payload, null if it holds one. */
  @Nullable String next() {
    start = next;
    end = JsonBytes.valueEnd(bytes, start);
    next = kind == MessageKind.LAMBDA ? -1 : record(JsonBytes.nextItem(bytes, end));
    int data = data();
    if (data < 0) {
      return "record has no data string";
    }
    return decode(data + 1, JsonBytes.stringEnd(bytes, data) - 1)
        ? null
        : "data of record is no base64";
  }

  /** Where the record begins in the JSON. */
  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** What the record's data stands for. */
  ByteArrayInputStream payload() {
    return new ByteArrayInputStream(payload, from, to - from);
  }

  /** Decodes in place, over the JSON: nobody reads that string again. */
  private boolean decode(int textFrom, int textTo) {
    payload = bytes;
    from = textFrom;
    to = textTo;
    if (JsonBytes.plainEnd(bytes, from, to) < to) {
      if (!unescaped.read(bytes, from, to)) {
        return false;
      }
      payload = unescaped.bytes();
      from = 0;
      to = unescaped.length();
    }
    to = Base64Bytes.decodeInPlace(payload, from, to);
    return to >= 0;
  }

  private int firstRecord(int bracket) {
    return record(JsonBytes.skipSpace(bytes, bracket + 1));
  }

  private int record(int at) {
    return bytes[at] == ']' ? -1 : at;
  }

  private int data() {
    if (bytes[start] != '{') {
      return -1;
    }
    return kind == MessageKind.KINESIS
        ? MessageKind.kinesisData(bytes, start)
        : MessageKind.data(bytes, start);
  }
}
