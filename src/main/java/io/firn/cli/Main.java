package io.firn.cli;

import io.firn.driver.BackfillCommand;
import io.firn.driver.ExportCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    preprocessor = GlueArguments.class,
    subcommands = {
      ExportCommand.class,
      BackfillCommand.class,
      IngestCommand.class,
      MaintainCommand.class,
      RunCommand.class,
      StatusCommand.class,
      LedgerCommand.class,
      QuarantineCommand.class,
      SchemaCommand.class,
      SqlCommand.class,
      ConfigCommand.class
    })
public final class Main implements Runnable {
  static final String RUN_ID = "--run-id";

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of failures.")
  private boolean verbose;

  @Option(
      names = RUN_ID,
      paramLabel = "<id>",
      scope = ScopeType.INHERIT,
      description =
          "What the ledger calls this run (default: Glue's job run id, the Spark application's id"
              + " on a cluster, or a name of its own).")
  private @Nullable String runId;

  @Spec private @Nullable CommandSpec spec;

  /** Why the command fails, as it was reported. */
  private final List<String> reasons = new ArrayList<>();

  public static void main(String[] arguments) {
    // Standard output is data: UTF-8 whatever the locale, and not flushed line by line.
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    Main main = new Main();
    int code = main.runInSession(out, err, arguments);
    if (code == ExitCode.DONE.code()) {
      return;
    }
    if (Sessions.inCluster() || GlueArguments.areIn(arguments)) {
      throw new FailedCommandException(code, main.reasons);
    }
    System.exit(code);
  }

  private int runInSession(PrintWriter out, PrintWriter err, String... arguments) {
    Optional<Session> session = Optional.empty();
    try {
      session = Sessions.openEarly();
      return execute(out, err, arguments);
    } catch (RuntimeException e) {
      return report(e, err).code();
    } finally {
      out.flush();
      err.flush();
      session.ifPresent(Session::close);
    }
  }

  /** Runs one command and returns the process's exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new Main().execute(out, err, arguments);
  }

  private int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(this)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((misuse, given) -> reportMisuse(misuse))
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, err).code())
        .execute(arguments);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "Missing command");
  }

  /** The application that a command belongs to. */
  static Main of(CommandLine command) {
    return (Main) command.getCommandSpec().root().userObject();
  }

  /** The name that the run was given. */
  Optional<String> runId() {
    return Optional.ofNullable(runId);
  }

  /** Says what failed and why, on standard error and to whoever is told how the command ended. */
  ExitCode report(Throwable failure, PrintWriter err) {
    reasons.add(ExitCode.explained(failure));
    return verbose ? ExitCode.reportWithTrace(failure, err) : ExitCode.report(failure, err);
  }

  /** What a command that fails without a failure has found, for whoever is told how it ended. */
  void because(List<String> findings) {
    reasons.addAll(findings);
  }

  private int reportMisuse(ParameterException misuse) {
    CommandLine command = misuse.getCommandLine();
    PrintWriter err = command.getErr();
    reasons.add(ExitCode.explained(misuse));
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
