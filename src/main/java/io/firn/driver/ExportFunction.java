package io.firn.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.aws.AwsClients;
import io.firn.aws.AwsStores;
import io.firn.config.ConfigFile;
import io.firn.config.Durations;
import io.firn.config.FirnConfig;
import io.firn.config.UsersParsers;
import io.firn.export.ExportReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code firn export} as a Lambda function: its handler is {@code
 * io.firn.driver.ExportFunction::handle}. FIRN_CONFIG names the config, a file of the package or an
 * object in S3, and FIRN_BUDGET how long a call may take (50s).
 */
public final class ExportFunction {
  static final String CONFIG = "FIRN_CONFIG";
  static final String BUDGET = "FIRN_BUDGET";
  private static final String STANDARD_BUDGET = "50s";

  private final Map<String, String> environment;

  /** With the environment of the process, as Lambda makes it. */
  public ExportFunction() {
    this(System.getenv());
  }

  ExportFunction(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What an export could not do, or has found lost. */
  static final class ExportFailedException extends RuntimeException {
    ExportFailedException(String message) {
      super(message);
    }
  }

  /**
   * One tick of each source. What it was called with is left alone.
   *
   * @param answer gets a JSON array with a report of each source
   * @throws ExportFailedException with every reason and what was done, one a line, where {@code
   *     firn export} would not exit with 0; a gap is told by the one call that notices it
   */
  public void handle(InputStream event, OutputStream answer) throws IOException {
    FirnConfig config = config();
    if (config.sources().isEmpty()) {
      throw new ExportFailedException(
          "Cannot export: " + environment.get(CONFIG) + " names no sources");
    }
    Duration budget = Durations.parse(environment.getOrDefault(BUDGET, STANDARD_BUDGET));
    List<ExportReport> reports = new ExportRun(config, environment).tick(budget);
    ExportText text = new ExportText(Clock.systemUTC().instant());
    if (ExportText.exitCode(reports) != ExportCommand.Output.DONE) {
      throw new ExportFailedException(
          reports.stream()
              .flatMap(
                  report ->
                      Stream.concat(
                          text.warnings(report).stream(), Stream.of(text.summary(report))))
              .collect(Collectors.joining("\n")));
    }
    String array =
        reports.stream()
            .map(report -> text.json(report).toString())
            .collect(Collectors.joining(",", "[", "]\n"));
    answer.write(array.getBytes(UTF_8));
  }

  private FirnConfig config() {
    String location = environment.getOrDefault(CONFIG, "");
    if (location.isEmpty()) {
      throw new ExportFailedException(
          "Cannot export: " + CONFIG + " is not set (to a file of the package, or s3://...)");
    }
    if (!AwsStores.isInS3(location)) {
      return ConfigFile.read(Path.of(location), environment, UsersParsers.ANY);
    }
    try (AwsClients clients =
        AwsClients.ofProcess(environment.getOrDefault("AWS_REGION", ""), null, environment)) {
      byte[] bytes =
          AwsStores.read(location, clients)
              .orElseThrow(
                  () ->
                      new ExportFailedException(
                          "Cannot read config " + location + ": no such object"));
      return ConfigFile.parse(location, bytes, environment, UsersParsers.ANY);
    }
  }
}
