package io.firn.parse;

/**
 * Messages of Lambda functions: the platform's own lines, what runtimes put before the text that a
 * function logs, and JSON objects, those of the platform included.
 */
final class LambdaParser implements MessageParser {
  private final LambdaPlatformLine platform = new LambdaPlatformLine();
  private final LambdaFunctionLine function = new LambdaFunctionLine();

  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    if (length == 0) {
      return Parsed.NOT;
    }
    byte first = bytes[offset];
    if (first == '{' || Ascii.isSpace(first)) {
      return object(bytes, offset, length, fields);
    }
    int end = offset + length;
    boolean ofFunction = first == '[' || Ascii.isDigit(first);
    boolean fits =
        ofFunction
            ? function.write(bytes, offset, end, fields)
            : platform.write(bytes, offset, end, fields);
    return fits ? Parsed.WHOLLY : Parsed.NOT;
  }

  private static Parsed object(byte[] bytes, int offset, int length, FieldWriter fields) {
    if (!fields.object(bytes, offset, length)) {
      return Parsed.NOT;
    }
    LambdaPlatformRecord.write(fields);
    return Parsed.WHOLLY;
  }
}
