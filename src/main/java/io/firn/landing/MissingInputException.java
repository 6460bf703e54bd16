package io.firn.landing;

/** There is no such directory, file or prefix to read. */
public final class MissingInputException extends RuntimeException {
  MissingInputException(String input, Throwable cause) {
    super("Cannot read input " + input + ": there is no such directory, file or prefix", cause);
  }
}
