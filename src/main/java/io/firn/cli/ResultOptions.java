package io.firn.cli;

import io.firn.cli.ProgressDisplay.Style;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that say how a job tells what it does. */
final class ResultOptions {
  @Option(names = "--json", description = "Print the result as a JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  boolean json() {
    return json;
  }

  /** How progress is shown; the launcher says whether standard error is a terminal. */
  Style progress(Map<String, String> environment) {
    if (quiet) {
      return Style.QUIET;
    }
    return "1".equals(environment.get("FIRN_TERMINAL")) ? Style.TERMINAL : Style.LINES;
  }
}
