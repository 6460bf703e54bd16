package io.firn.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.config.ConfigException;
import io.firn.driver.ExportCommand.Output;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The commands that need no Spark, as a program of their own: {@code firn-driver}. */
@Command(
    name = "firn-driver",
    description = "Exports CloudWatch Logs to S3, a small part of Firn that needs no Spark.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = DriverMain.Version.class,
    subcommands = {ExportCommand.class, BackfillCommand.class})
public final class DriverMain implements Runnable {
  private static final int BUG = 1;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of failures.")
  private boolean verbose;

  @Spec private @Nullable CommandSpec spec;

  /** Runs one command. */
  public static void main(String[] arguments) {
    int code = run(writer(System.out), writer(System.err), arguments);
    System.exit(code);
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
  }

  /** Runs one command, and gives its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    DriverMain main = new DriverMain();
    return new CommandLine(main)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((misuse, given) -> report(misuse))
        .setExecutionExceptionHandler((failure, command, parsed) -> main.report(failure, err))
        .execute(arguments);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Missing command");
  }

  private static int report(ParameterException misuse) {
    CommandLine command = misuse.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("firn: " + misuse.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(misuse, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return Output.USAGE;
  }

  private int report(Exception failure, PrintWriter err) {
    int code = failure instanceof ConfigException ? Output.USAGE : BUG;
    if (failure instanceof ConfigException config) {
      config.problems().forEach(problem -> err.println("firn: " + problem));
    } else {
      err.println("firn: This is a bug: " + failure);
    }
    if (code == BUG || verbose) {
      failure.printStackTrace(err);
    }
    return code;
  }

  /** The version that the jar's manifest names. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = DriverMain.class.getPackage().getImplementationVersion();
      return new String[] {"firn-driver " + (version == null ? "(not packaged)" : version)};
    }
  }
}
