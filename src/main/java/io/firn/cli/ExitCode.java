package io.firn.cli;

import io.firn.config.ConfigException;
import io.firn.export.CloudWatchLogsException;
import io.firn.export.StateFormException;
import io.firn.ingest.IngestResult;
import io.firn.ingest.LostLeaseException;
import io.firn.ingest.LostRaceException;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.RefusedTableException;
import io.firn.ingest.TooManyBadObjectsException;
import io.firn.landing.MissingInputException;
import io.firn.ledger.HeldBatchException;
import io.firn.ledger.LedgerException;
import io.firn.ledger.Recovered;
import io.firn.table.CatalogException;
import io.firn.table.PublishRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.spark.SparkArithmeticException;
import org.apache.spark.SparkDateTimeException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkNumberFormatException;
import org.apache.spark.SparkRuntimeException;
import org.apache.spark.sql.AnalysisException;
import picocli.CommandLine.ParameterException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** How the process ends, and the one place that says why. */
enum ExitCode {
  /** The job is done, or there was nothing to do; damaged objects are in quarantine. */
  DONE(0),
  /** A defect of Firn. */
  BUG(1),
  /** The command or the config cannot be meant so. */
  USAGE(2),
  /** Storage, catalog, network or another run: the same command may succeed later. */
  OUTSIDE(3),
  /** A policy or a table refused data, or all of it was bad; the rest was taken in. */
  DATA_REFUSED(4);

  /** Of several failures in one run the first of these decides. */
  private static final List<ExitCode> GRAVEST_FIRST =
      List.of(BUG, OUTSIDE, USAGE, DATA_REFUSED, DONE);

  private static final List<Class<? extends Throwable>> USAGE_FAILURES =
      List.of(
          UsageException.class,
          ConfigException.class,
          MissingInputException.class,
          ParameterException.class,
          AnalysisException.class,
          // What a query's own expressions do to its data.
          SparkArithmeticException.class,
          SparkDateTimeException.class,
          SparkNumberFormatException.class,
          SparkRuntimeException.class);

  private static final List<Class<? extends Throwable>> DATA_FAILURES =
      List.of(RefusedTableException.class, TooManyBadObjectsException.class);

  private static final List<Class<? extends Throwable>> OUTSIDE_FAILURES =
      List.of(
          HeldBatchException.class,
          CloudWatchLogsException.class,
          StateFormException.class,
          CatalogException.class,
          UnreadableConfigException.class,
          LedgerException.class,
          LostLeaseException.class,
          LostRaceException.class,
          PublishRefusedException.class,
          IOException.class,
          UncheckedIOException.class,
          SQLException.class,
          UncheckedSQLException.class,
          CommitFailedException.class,
          CommitStateUnknownException.class,
          NotFoundException.class,
          NoSuchTableException.class,
          NoSuchNamespaceException.class,
          RESTException.class,
          ValidationException.class,
          SdkException.class);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The code of a failure: the outermost cause that is known decides; otherwise it is a bug. */
  static ExitCode of(Throwable failure) {
    for (Throwable cause : causes(failure)) {
      Optional<ExitCode> known = ofKnown(cause);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return BUG;
  }

  /** The code of an ingest run: the gravest of what happened to its inputs and tables. */
  static ExitCode of(IngestResult result) {
    List<ExitCode> codes = new ArrayList<>();
    result.problem().map(ExitCode::of).ifPresent(codes::add);
    result.found().failures().forEach(input -> codes.add(of(input.failure())));
    result.tables().forEach(table -> table.problem().map(ExitCode::of).ifPresent(codes::add));
    if (result.worthRetrying() > 0) {
      codes.add(OUTSIDE);
    }
    if (result.refusedEverything()
        || result.refused(Kind.OVERWRITTEN) > 0
        || result.refused(Kind.OVERLAPPING) > 0
        || result.refused(Kind.UNROUTED) > 0
        || !result.found().lost().isEmpty()
        || result.recovered().stream().anyMatch(Recovered::isStuck)) {
      codes.add(DATA_REFUSED);
    }
    return gravest(codes);
  }

  /** Of several codes of one run the one that it ends with. */
  static ExitCode gravest(Collection<ExitCode> codes) {
    return GRAVEST_FIRST.stream().filter(codes::contains).findFirst().orElse(DONE);
  }

  /** The code that a process of its own would have ended with. */
  static ExitCode ofProcess(int code) {
    return Arrays.stream(values()).filter(known -> known.code == code).findFirst().orElse(BUG);
  }

  private static Optional<ExitCode> ofKnown(Throwable cause) {
    if (USAGE_FAILURES.stream().anyMatch(type -> type.isInstance(cause))) {
      return Optional.of(USAGE);
    }
    if (DATA_FAILURES.stream().anyMatch(type -> type.isInstance(cause))) {
      return Optional.of(DATA_REFUSED);
    }
    // A Spark failure without a cause is a lost executor or a cancelled job.
    boolean outside =
        OUTSIDE_FAILURES.stream().anyMatch(type -> type.isInstance(cause))
            || (cause instanceof SparkException && cause.getCause() == null);
    return outside ? Optional.of(OUTSIDE) : Optional.empty();
  }

  /** Says on {@code err} what failed and why; a bug comes with its stack trace. */
  static ExitCode report(Throwable failure, PrintWriter err) {
    ExitCode code = of(failure);
    if (code == BUG) {
      return reportWithTrace(failure, err);
    }
    err.println("firn: " + explained(failure));
    err.flush();
    return code;
  }

  /** The same, with the stack trace in any case. */
  static ExitCode reportWithTrace(Throwable failure, PrintWriter err) {
    ExitCode code = of(failure);
    err.println("firn: " + (code == BUG ? "This is a bug: " : "") + explained(failure));
    failure.printStackTrace(err);
    err.flush();
    return code;
  }

  /** The message, then those of its causes that add something. */
  static String explained(Throwable failure) {
    StringBuilder text = new StringBuilder(Advice.subject(failure)).append(message(failure));
    Advice.on(causes(failure)).ifPresent(advice -> text.append(" (").append(advice).append(")"));
    for (Throwable cause : causes(failure)) {
      String message = message(cause);
      if (text.indexOf(message) < 0) {
        text.append(System.lineSeparator()).append("  caused by: ").append(message);
      }
    }
    return text.toString();
  }

  private static String message(Throwable failure) {
    if (failure instanceof ConfigException config) {
      return String.join(System.lineSeparator() + "firn: ", config.problems());
    }
    // Spark's own message would append the whole plan of the query.
    String message =
        failure instanceof AnalysisException analysis
            ? "Cannot run query: " + analysis.getSimpleMessage()
            : failure instanceof SdkClientException client
                ? Advice.shortened(client)
                : failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getName() : message.strip();
  }

  /** The failure and its causes, outermost first. */
  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}
