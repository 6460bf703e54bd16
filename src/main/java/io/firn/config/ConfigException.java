package io.firn.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A config file that cannot be used; the message has all its problems, one a line. */
public final class ConfigException extends RuntimeException {
  private final List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  ConfigException(String problem, @Nullable Throwable cause) {
    super(problem, cause);
    this.problems = List.of(problem);
  }

  /** Each in one line, in the order of the file. */
  public List<String> problems() {
    return problems;
  }
}
