package io.firn.driver;

import io.firn.config.ConfigFile;
import io.firn.config.Durations;
import io.firn.config.FirnConfig;
import io.firn.export.ExportReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code firn export}: one tick of each source of the config. */
@Command(
    name = "export",
    description = "Export the log groups of all sources as far as that is possible now.")
public final class ExportCommand implements Callable<Integer> {
  /** Longer than any export takes. */
  private static final Duration NO_BOUND = Duration.ofDays(3650);

  @Option(
      names = "--config",
      required = true,
      paramLabel = "<file>",
      description = "The config file; conf/firn.yaml of Firn's own checkout explains each key.")
  private @Nullable Path file;

  @Option(
      names = "--budget",
      paramLabel = "<time>",
      converter = TimeConverter.class,
      defaultValue = "50s",
      description = "End after so long; the next run goes on from there (default: 50s).")
  private @Nullable Duration budget;

  @Option(names = "--wait", description = "Go on until nothing is due, however long that takes.")
  private boolean waits;

  @Option(names = "--json", description = "Print one JSON object for each source, one a line.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    FirnConfig config = ConfigFile.read(Objects.requireNonNull(file, "--config"), System.getenv());
    if (config.sources().isEmpty()) {
      throw new ParameterException(
          command, "Cannot export: " + file + " names no sources (conf/firn.yaml explains them)");
    }
    Duration time = waits ? NO_BOUND : Objects.requireNonNull(budget, "--budget");
    List<ExportReport> reports = new ExportRun(config, System.getenv()).tick(time);
    print(reports, command.getOut(), command.getErr());
    return ExportText.exitCode(reports);
  }

  private void print(List<ExportReport> reports, PrintWriter out, PrintWriter err) {
    ExportText text = new ExportText(Clock.systemUTC().instant());
    for (ExportReport report : reports) {
      out.println(json ? text.json(report) : text.summary(report));
      text.warnings(report).forEach(line -> err.println("firn: " + line));
    }
    out.flush();
    err.flush();
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
