package io.firn.parse;

import java.util.List;

/** The platform's lines as JSON: time, type and a record, whose values become fields beside it. */
final class LambdaPlatformRecord {
  private static final FieldKey TYPE = LambdaKeys.TYPE;
  private static final FieldKey RECORD = FieldKey.of("record");
  private static final FieldKey METRICS = FieldKey.of("metrics");
  private static final String PLATFORM = "\"platform.";
  private static final int MEMBERS = 3;

  /** What the line has too. */
  private static final List<Copied> COPIED =
      List.of(
          new Copied("requestId", "request_id"),
          new Copied("version", "version"),
          new Copied("status", "status"),
          new Copied("errorType", "error_type"),
          new Copied("runtimeVersion", "runtime_version"),
          new Copied("runtimeVersionArn", "runtime_version_arn"));

  private LambdaPlatformRecord() {}

  private record Copied(FieldKey from, FieldKey to) {
    Copied(String from, String to) {
      this(FieldKey.of(from), FieldKey.of(to));
    }
  }

  /** Adds to an object that was taken, if it is such a record. */
  static void write(FieldWriter fields) {
    JsonTape tape = fields.tape();
    if (tape.size(0) != MEMBERS) {
      return;
    }
    int type = tape.member(0, TYPE);
    int record = tape.member(0, RECORD);
    if (type < 0 || record < 0 || !isPlatform(tape, type)) {
      return;
    }
    if (tape.kind(record) == JsonTape.OBJECT) {
      for (Copied copied : COPIED) {
        copy(tape, tape.member(record, copied.from), copied.to, fields);
      }
      int metrics = tape.member(record, METRICS);
      if (metrics >= 0 && tape.kind(metrics) == JsonTape.OBJECT) {
        copyAll(tape, metrics, fields);
      }
    }
  }

  private static boolean isPlatform(JsonTape tape, int type) {
    return tape.kind(type) == JsonTape.STRING
        && Ascii.startsWith(tape.bytes(), tape.start(type), tape.end(type), PLATFORM);
  }

  private static void copyAll(JsonTape tape, int object, FieldWriter fields) {
    int end = tape.next(object);
    for (int key = object + 1; key < end; key = tape.next(key + 1)) {
      if (tape.kind(key + 1) == JsonTape.NUMBER) {
        String name = LambdaKeys.snake(tape.bytes(), tape.start(key) + 1, tape.end(key) - 1);
        copy(tape, key + 1, FieldKey.of(name), fields);
      }
    }
  }

  private static void copy(JsonTape tape, int value, FieldKey key, FieldWriter fields) {
    if (value >= 0 && tape.kind(value) <= JsonTape.NUMBER) {
      fields.json(key, tape.bytes(), tape.start(value), tape.end(value));
    }
  }
}
