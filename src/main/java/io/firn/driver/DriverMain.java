package io.firn.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.config.ConfigException;
import io.firn.export.StateFormException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** {@code firn export} as a program of its own, for a schedule that has no Spark. */
public final class DriverMain {
  private static final int BUG = 1;
  private static final int USAGE = 2;
  private static final int OUTSIDE = 3;

  private DriverMain() {}

  /** Runs one export. */
  public static void main(String[] arguments) {
    int code = run(writer(System.out), writer(System.err), arguments);
    System.exit(code);
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
  }

  /** Runs one export, and gives its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new ExportCommand())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, err))
        .execute(arguments);
  }

  private static int report(Exception failure, PrintWriter err) {
    if (failure instanceof ConfigException config) {
      config.problems().forEach(problem -> err.println("firn: " + problem));
      return USAGE;
    }
    if (failure instanceof UncheckedIOException || failure instanceof StateFormException) {
      err.println("firn: " + failure.getMessage());
      return OUTSIDE;
    }
    err.println("firn: This is a bug: " + failure);
    failure.printStackTrace(err);
    return BUG;
  }
}
