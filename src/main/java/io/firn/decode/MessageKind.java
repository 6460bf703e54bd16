package io.firn.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** What a JSON object is to a subscription filter. */
enum MessageKind {
  /** An envelope with log events. */
  DATA,

  /** An envelope that only checks the way. */
  CONTROL,

  /** What CloudWatch Logs gives a Lambda function: {@code {"awslogs":{"data":...}}}. */
  LAMBDA,

  /** What Kinesis gives a Lambda function: {@code {"Records":[{"kinesis":{"data":...}}]}}. */
  KINESIS,

  /**
   * What Firehose gives a Lambda function, {@code {"records":[{"recordId":...,"data":...}]}}, or an
   * HTTP endpoint, {@code {"requestId":...,"records":[{"data":...}]}}.
   */
  FIREHOSE,

  /** Anything else: an event as it is. */
  PAYLOAD;

  static final byte[] KINESIS_KEY = "kinesis".getBytes(US_ASCII);
  static final byte[] DATA_KEY = "data".getBytes(US_ASCII);

  /** Gzip in base64 begins so: the magic bytes and the method. */
  static final byte[] ZIPPED = "H4sI".getBytes(US_ASCII);

  private static final byte[] RECORD_ID_KEY = "recordId".getBytes(US_ASCII);
  private static final byte[] DATA_MESSAGE = "\"DATA_MESSAGE\"".getBytes(US_ASCII);
  private static final byte[] CONTROL_MESSAGE = "\"CONTROL_MESSAGE\"".getBytes(US_ASCII);

  /**
   * The kind of an object.
   *
   * @param scan has gone through it
   * @param base where its brace is
   */
  static MessageKind of(JsonScan scan, byte[] bytes, int base) {
    if (scan.isRepeated()) {
      return PAYLOAD;
    }
    if (begins(scan, bytes, base, KnownKeys.LOG_EVENTS, '[')) {
      return envelope(scan, bytes, base);
    }
    if (begins(scan, bytes, base, KnownKeys.AWSLOGS, '{')) {
      int data = JsonBytes.member(bytes, base + scan.start(KnownKeys.AWSLOGS), DATA_KEY);
      return data >= 0 && isAt(bytes, data + 1, ZIPPED) ? LAMBDA : PAYLOAD;
    }
    if (begins(scan, bytes, base, KnownKeys.KINESIS_RECORDS, '[')) {
      int first = firstObject(bytes, base + scan.start(KnownKeys.KINESIS_RECORDS));
      return first >= 0 && kinesisData(bytes, first) >= 0 ? KINESIS : PAYLOAD;
    }
    if (begins(scan, bytes, base, KnownKeys.FIREHOSE_RECORDS, '[')) {
      int first = firstObject(bytes, base + scan.start(KnownKeys.FIREHOSE_RECORDS));
      return first >= 0 && isFirehoseRecord(scan, bytes, first) ? FIREHOSE : PAYLOAD;
    }
    return PAYLOAD;
  }

  /** Whether this holds payloads that are to be unwrapped. */
  boolean isWrapper() {
    return this == LAMBDA || this == KINESIS || this == FIREHOSE;
  }

  /** Where the string {@code kinesis.data} of the object at {@code brace} begins, or -1. */
  static int kinesisData(byte[] bytes, int brace) {
    int kinesis = JsonBytes.member(bytes, brace, KINESIS_KEY);
    return kinesis >= 0 && bytes[kinesis] == '{' ? data(bytes, kinesis) : -1;
  }

  /** Where the string {@code data} of the object at {@code brace} begins, or -1. */
  static int data(byte[] bytes, int brace) {
    int data = JsonBytes.member(bytes, brace, DATA_KEY);
    return data >= 0 && bytes[data] == '"' ? data : -1;
  }

  static boolean isAt(byte[] bytes, int at, byte[] text) {
    return at + text.length <= bytes.length
        && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
  }

  private static MessageKind envelope(JsonScan scan, byte[] bytes, int base) {
    if (!scan.has(KnownKeys.MESSAGE_TYPE)) {
      return PAYLOAD;
    }
    int type = base + scan.start(KnownKeys.MESSAGE_TYPE);
    if (isAt(bytes, type, DATA_MESSAGE)) {
      return DATA;
    }
    return isAt(bytes, type, CONTROL_MESSAGE) ? CONTROL : PAYLOAD;
  }

  private static boolean begins(JsonScan scan, byte[] bytes, int base, int key, char with) {
    return scan.has(key) && bytes[base + scan.start(key)] == with;
  }

  private static int firstObject(byte[] bytes, int bracket) {
    int first = JsonBytes.skipSpace(bytes, bracket + 1);
    return bytes[first] == '{' ? first : -1;
  }

  /** Applications may have records with data too: so something more must name it. */
  private static boolean isFirehoseRecord(JsonScan scan, byte[] bytes, int brace) {
    int id = JsonBytes.member(bytes, brace, RECORD_ID_KEY);
    boolean named = scan.has(KnownKeys.REQUEST_ID) || (id >= 0 && bytes[id] == '"');
    return named && data(bytes, brace) >= 0;
  }
}
