package io.firn.parse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A parser that is not Firn's: where it fails, the message is text. */
final class GuardedParser implements MessageParser {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedParser.class);

  private final String name;
  private final MessageParser parser;
  private boolean hasFailed;

  /**
   * Guards a parser.
   *
   * @param name as routes call it
   */
  GuardedParser(String name, MessageParser parser) {
    this.name = name;
    this.parser = parser;
  }

  @Override
  public void startObject() {
    parser.startObject();
  }

  /** No message may stop a table for good: the run counts it as unparsed. */
  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    try {
      return parser.parse(bytes, offset, length, fields);
    } catch (RuntimeException | StackOverflowError e) {
      if (!hasFailed) {
        hasFailed = true;
        warn(e);
      }
      return Parsed.NOT;
    }
  }

  /** Without the exception's own words, which may hold what a route drops or masks. */
  private void warn(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    LOG.warn(
        "Parser {} failed with {} at {}: the message is kept as text, and so are all that it fails"
            + " for",
        name,
        failure.getClass().getName(),
        trace.length == 0 ? "an unknown place" : trace[0]);
  }
}
