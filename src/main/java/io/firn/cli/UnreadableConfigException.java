package io.firn.cli;

/** The config is somewhere that cannot be asked for it now. */
final class UnreadableConfigException extends RuntimeException {
  UnreadableConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
