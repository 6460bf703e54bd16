package io.firn.testing;

/** What a table holds is not what the message said. */
final class DifferenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DifferenceException(String path, String what) {
    super(what + " (at '" + path + "')");
  }
}
