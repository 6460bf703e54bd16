package io.firn.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** The keys of top-level objects that say something here, by number; spelled without escapes. */
final class KnownKeys {
  static final int MESSAGE_TYPE = 0;
  static final int OWNER = 1;
  static final int LOG_GROUP = 2;
  static final int LOG_STREAM = 3;
  static final int LOG_EVENTS = 4;
  static final int AWSLOGS = 5;
  static final int KINESIS_RECORDS = 6;
  static final int FIREHOSE_RECORDS = 7;
  static final int REQUEST_ID = 8;

  /** From here on: keys that hold an event's time, the first one that does in this order. */
  static final int FIRST_TIME = 9;

  private static final byte[][] KEYS =
      keys(
          "messageType",
          "owner",
          "logGroup",
          "logStream",
          "logEvents",
          "awslogs",
          "Records",
          "records",
          "requestId",
          "@timestamp",
          "timestamp",
          "time",
          "ts",
          "eventTime",
          "event_time",
          "datetime",
          "@t");

  static final int COUNT = KEYS.length;
  private static final int[][] BY_LENGTH = byLength();

  private KnownKeys() {}

  /** The number of the key between the quotes, -1 if it is unknown. */
  static int find(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= BY_LENGTH.length) {
      return -1;
    }
    for (int key : BY_LENGTH[length]) {
      if (Arrays.equals(bytes, from, to, KEYS[key], 0, length)) {
        return key;
      }
    }
    return -1;
  }

  private static byte[][] keys(String... names) {
    return Arrays.stream(names).map(name -> name.getBytes(US_ASCII)).toArray(byte[][]::new);
  }

  private static int[][] byLength() {
    int longest = Arrays.stream(KEYS).mapToInt(key -> key.length).max().orElseThrow();
    int[][] numbers = new int[longest + 1][0];
    for (int key = 0; key < KEYS.length; key++) {
      int length = KEYS[key].length;
      numbers[length] = Arrays.copyOf(numbers[length], numbers[length].length + 1);
      numbers[length][numbers[length].length - 1] = key;
    }
    return numbers;
  }
}
