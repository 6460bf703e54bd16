package io.firn.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code firn}. */
@Command(
    name = "firn",
    description = "Exported CloudWatch Logs become Iceberg tables that Athena queries directly.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Main.Version.class,
    subcommands = {
      IngestCommand.class,
      LedgerCommand.class,
      QuarantineCommand.class,
      SchemaCommand.class,
      SqlCommand.class,
      ConfigCommand.class
    })
public final class Main implements Runnable {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of failures.")
  private boolean verbose;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    // Standard output is data: UTF-8 whatever the locale, and not flushed line by line.
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int code = run(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs one command and returns the process's exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Main main = new Main();
    return new CommandLine(main)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::reportMisuse)
        .setExecutionExceptionHandler((failure, command, parsed) -> main.report(failure, err))
        .execute(arguments);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Missing command");
  }

  private int report(Throwable failure, PrintWriter err) {
    ExitCode code =
        verbose ? ExitCode.reportWithTrace(failure, err) : ExitCode.report(failure, err);
    return code.code();
  }

  private static int reportMisuse(ParameterException misuse, String[] arguments) {
    CommandLine command = misuse.getCommandLine();
    PrintWriter err = command.getErr();
    ExitCode code = ExitCode.report(misuse, err);
    CommandLine.UnmatchedArgumentException.printSuggestions(misuse, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return code.code();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }

  /** The version that the jar's manifest names. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"firn " + (version == null ? "(not packaged)" : version)};
    }
  }
}
