package io.firn.cli;

import java.util.function.Supplier;

/** What the person asked for cannot be done as asked; nothing was done. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }

  private UsageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause.getCause());
  }

  /** The value of an argument; one that is not valid is the person's mistake, not ours. */
  static <T> T valid(Supplier<T> argument) {
    try {
      return argument.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }
}
