package io.firn.sample;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The command {@code make-export}, run in this process. */
public final class MakeExportCall {
  private MakeExportCall() {}

  /** Runs it to success, or throws what it says. */
  public static void run(String... arguments) {
    StringWriter said = new StringWriter();
    CommandLine command =
        MakeExport.commandLine()
            .setOut(new PrintWriter(said, true))
            .setErr(new PrintWriter(said, true));
    int exitCode = command.execute(arguments);
    if (exitCode != 0) {
      throw new IllegalStateException("make-export ended with " + exitCode + ": " + said);
    }
  }
}
