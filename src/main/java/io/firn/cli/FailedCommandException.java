package io.firn.cli;

import java.util.List;

/** A command failed on a cluster or on Glue, which tell their users no exit code, but a message. */
final class FailedCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FailedCommandException(int exitCode, List<String> reasons) {
    super("firn ended with exit code " + exitCode + ": " + String.join("; ", reasons));
  }
}
