package io.firn.parse;

/** Fields that several forms of Lambda's messages have. */
final class LambdaKeys {
  static final FieldKey TIMESTAMP = FieldKey.of("timestamp");
  static final FieldKey REQUEST_ID = FieldKey.of("request_id");
  static final FieldKey LEVEL = FieldKey.of("level");
  static final FieldKey MESSAGE = FieldKey.of("message");
  static final FieldKey TYPE = FieldKey.of("type");

  private LambdaKeys() {}

  /** {@code Max Memory Used}, {@code maxMemoryUsedMB} and {@code TraceId} in lower case with _. */
  static String snake(byte[] name, int from, int to) {
    StringBuilder snake = new StringBuilder(to - from + 4);
    for (int i = from; i < to; i++) {
      char c = (char) name[i];
      boolean begins = i > from && Ascii.isUpper(name[i]) && !Ascii.isUpper(name[i - 1]);
      if (begins && name[i - 1] != ' ') {
        snake.append('_');
      }
      snake.append(c == ' ' ? '_' : Character.toLowerCase(c));
    }
    return snake.toString();
  }
}
