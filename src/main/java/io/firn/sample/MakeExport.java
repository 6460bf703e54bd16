package io.firn.sample;

import io.firn.LogGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code make-export}. */
@Command(
    name = "make-export",
    sortOptions = false,
    description = "Wraps a file's events as CloudWatch Logs export objects, or generates some.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a defect of make-export",
      "2:wrong usage, or a file that is not what --events says",
      "3:the disk failed"
    })
public final class MakeExport implements Callable<Integer> {
  private static final int USAGE = 2;
  private static final int OUTSIDE_FAILURE = 3;
  private static final long DEFAULT_INTERVAL_MILLIS = 1000;
  private static final Duration GENERATED_SPAN = Duration.ofDays(2);

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "<dir>",
      description = "The folder that becomes the export's destination.")
  private Path out = Path.of("");

  @Option(
      names = "--log-group",
      required = true,
      paramLabel = "<name>",
      description = "The log group that the events come from.")
  private LogGroup logGroup = new LogGroup("-");

  @Option(
      names = "--stream",
      paramLabel = "<name>",
      description =
          "The log stream (default: ${DEFAULT-VALUE}); generated files add a container's id.")
  private String stream = "sample/stream";

  @Option(
      names = "--start",
      paramLabel = "<time>",
      description = "The first event's time (default: 2026-01-01, midnight UTC).")
  private @Nullable Instant start;

  @Option(
      names = "--interval",
      paramLabel = "<ms>",
      description = "Milliseconds between events (default: 1000; generated: even over two days).")
  private @Nullable Long interval;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  /** Where events come from. */
  private static final class Source {
    @ArgGroup(exclusive = false)
    private @Nullable Wrapped wrapped;

    @ArgGroup(exclusive = false)
    private @Nullable Generated generated;
  }

  /** Options that go with {@code --from}. */
  private static final class Wrapped {
    @Option(
        names = "--from",
        required = true,
        paramLabel = "<file>",
        description = "The file, gzip compressed or not.")
    private Path from = Path.of("");

    @Option(
        names = "--events",
        paramLabel = "<form>",
        description =
            "What an event is: a line, a whole json value, or what an export's stamp starts"
                + " (line, json, stamp; default: line).")
    private WrapFile.Form form = WrapFile.Form.LINE;

    @Option(
        names = "--parts",
        paramLabel = "<n>",
        description = "Spread the events over this many objects (default: 1).")
    private int parts = 1;
  }

  /** Options that go with {@code --generate}. */
  private static final class Generated {
    @Option(
        names = "--generate",
        required = true,
        paramLabel = "<size>",
        description = "Make events of this size, uncompressed: 64MB, 1GB.")
    private ByteSize size = new ByteSize(1);

    @Option(
        names = "--files",
        paramLabel = "<n>",
        description = "In this many objects (default: 12).")
    private int files = 12;

    @Option(
        names = "--shape",
        paramLabel = "<shape>",
        description = "What they look like (nested, flat; default: nested).")
    private GenerateExport.Shape shape = GenerateExport.Shape.NESTED;
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new MakeExport())
        .registerConverter(LogGroup.class, text -> converted(text, LogGroup::new))
        .registerConverter(ByteSize.class, text -> converted(text, ByteSize::parse))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
  }

  private static <T> T converted(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int failed(Exception e, CommandLine command) throws Exception {
    if (e instanceof UnsuitableFileException) {
      command.getErr().println("Cannot make export: " + e.getMessage());
      return USAGE;
    }
    if (e instanceof IOException) {
      // A missing file's message is its bare name.
      command.getErr().println("Cannot make export: " + e);
      return OUTSIDE_FAILURE;
    }
    throw e;
  }

  @Override
  public Integer call() throws IOException, UnsuitableFileException {
    Export export = write();
    Written written = export.written();
    CommandLine command = command();
    command
        .getOut()
        .printf(
            Locale.ROOT,
            "Wrote %d objects, %d events, %d bytes (%d compressed) of log group %s to %s%n",
            written.objects(),
            written.events(),
            written.bytes(),
            written.compressed(),
            logGroup,
            export.task());
    command.getOut().println("Next: " + ingestCommand());
    return 0;
  }

  private Export write() throws IOException, UnsuitableFileException {
    if (source.generated != null) {
      return generation(source.generated).write(target());
    }
    if (source.wrapped != null) {
      return wrap(source.wrapped);
    }
    throw new ParameterException(command(), "Missing option: --from or --generate");
  }

  private Export wrap(Wrapped options) throws IOException, UnsuitableFileException {
    WrapFile request = wrapping(options);
    try {
      return request.write(target());
    } catch (UnsuitableFileException e) {
      throw new UnsuitableFileException(options.from + ": " + e.getMessage(), e);
    }
  }

  private WrapFile wrapping(Wrapped options) {
    if (options.form == WrapFile.Form.STAMP && (start != null || interval != null)) {
      throw new ParameterException(
          command(), "Invalid --start or --interval: with --events stamp the file's stamps stay");
    }
    if (!Files.isRegularFile(options.from)) {
      throw new ParameterException(
          command(), "Invalid --from: " + options.from + " (must be a file)");
    }
    return valid(() -> new WrapFile(options.from, options.form, timeLine(), options.parts));
  }

  private GenerateExport generation(Generated options) {
    return valid(
        () -> {
          TimeLine line = timeLine();
          GenerateExport.Times times =
              interval != null
                  ? new GenerateExport.Steady(line)
                  : new GenerateExport.Spread(
                      line.start().toEpochMilli(), GENERATED_SPAN.toMillis());
          return new GenerateExport(options.size, options.files, options.shape, times);
        });
  }

  private ExportTarget target() {
    return valid(() -> new ExportTarget(out, logGroup, stream));
  }

  private TimeLine timeLine() {
    Instant first = start == null ? Instant.parse("2026-01-01T00:00:00Z") : start;
    return new TimeLine(first, interval == null ? DEFAULT_INTERVAL_MILLIS : interval);
  }

  private <T> T valid(Supplier<T> request) {
    try {
      return request.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command(), e.getMessage(), e);
    }
  }

  private CommandLine command() {
    if (spec == null) {
      throw new IllegalStateException("make-export runs as a picocli command only");
    }
    return spec.commandLine();
  }

  private String ingestCommand() {
    String name = logGroup.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    String table = name.replaceAll("^_|_$", "");
    return "scripts/firn ingest --input "
        + quoted(out.toString())
        + " --table logs."
        + (table.isEmpty() ? "events" : table)
        + " --log-group "
        + quoted(logGroup.name())
        + " --warehouse warehouse";
  }

  private static String quoted(String word) {
    return word.matches("[\\w./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
