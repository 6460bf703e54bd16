package io.firn.parse;

/**
 * Makes parsers of one kind. {@link java.util.ServiceLoader} finds it: its class is public, has a
 * public constructor without parameters, and stands in {@code
 * META-INF/services/io.firn.parse.MessageParserProvider} of its jar.
 */
public interface MessageParserProvider {
  /**
   * What configs call the parser, such as {@code acme.orders}: lower-case letters, digits and
   * {@code -}, with a dot, which no name of Firn's own has.
   */
  String name();

  /** A new parser; one for each task. */
  MessageParser create();
}
