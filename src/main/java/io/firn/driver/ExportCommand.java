package io.firn.driver;

import io.firn.config.Durations;
import io.firn.export.CloudWatchLogsException;
import io.firn.export.ExportPreview;
import io.firn.export.ExportReport;
import io.firn.export.Preview;
import io.firn.export.StateFormException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code firn export}: one tick of each source of the config. */
@Command(
    name = "export",
    description = "Export the log groups of all sources as far as that is possible now.")
public final class ExportCommand implements Callable<Integer> {
  @Mixin private final SourceOptions sources = new SourceOptions();

  @Mixin private final BudgetOptions budget = new BudgetOptions();

  @Option(
      names = "--dry-run",
      description = "Say what would be exported next and why; write nothing, create no task.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object for each source, one a line.")
  private boolean json;

  @Mixin private final HistoryOptions history = new HistoryOptions();
  @Mixin private final RebuildOptions rebuild = new RebuildOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    Output output = new Output(command.getOut(), command.getErr(), json);
    ExportRun run = sources.run(System.getenv());
    return output.report(() -> call(run, output));
  }

  private int call(ExportRun run, Output output) {
    if (rebuild.isAsked()) {
      if (dryRun || history.isAsked()) {
        throw sources.misuse("--rebuild-state goes with neither --dry-run nor --log-group");
      }
      return rebuild.rebuild(run, sources, output);
    }
    if (history.isAsked()) {
      int code = dryRun ? history.look(run, output) : history.ask(run, output);
      if (dryRun || code != Output.DONE) {
        return code;
      }
    }
    return dryRun ? preview(run, output) : tick(run, output);
  }

  private static int preview(ExportRun run, Output output) {
    List<Preview> previews =
        run.each(
            site ->
                new ExportPreview(site.place(), site.layout(), site.policy(), site.tools()).look());
    PreviewText text = new PreviewText(Clock.systemUTC().instant());
    previews.forEach(preview -> output.print(text.json(preview), text.lines(preview)));
    return Output.DONE;
  }

  private int tick(ExportRun run, Output output) {
    List<ExportReport> reports = run.tick(budget.time());
    ExportText text = new ExportText(Clock.systemUTC().instant());
    for (ExportReport report : reports) {
      output.print(text.json(report).toString(), List.of(text.summary(report)));
      text.warnings(report).forEach(output::warn);
    }
    return ExportText.exitCode(reports);
  }

  /** Where a command prints to. */
  record Output(PrintWriter out, PrintWriter err, boolean json) {
    static final int DONE = 0;
    static final int USAGE = 2;
    static final int OUTSIDE = 3;
    static final int LOST = 4;

    void print(String object, List<String> lines) {
      if (json) {
        out.println(object);
      } else {
        lines.forEach(out::println);
      }
    }

    /** What a command comes to; what goes wrong outside of it is one line. */
    int report(IntSupplier command) {
      try {
        return command.getAsInt();
      } catch (StateFormException | CloudWatchLogsException | UncheckedIOException e) {
        warn(Remedy.told(e));
        return OUTSIDE;
      } finally {
        flush();
      }
    }

    void warn(String line) {
      err.println("firn: " + line);
    }

    void flush() {
      out.flush();
      err.flush();
    }
  }

  /** Times as the config spells them. */
  static final class TimeConverter implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
