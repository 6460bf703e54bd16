package io.firn.ingest;

import io.firn.DateFolders;
import io.firn.ObjectFormat;
import io.firn.TableName;
import io.firn.ledger.LogSource;
import io.firn.policy.EventPolicy;
import io.firn.quarantine.QuarantineTable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One place with objects, and where their events go: those of one log group to one table, or, of
 * mixed objects, each where its own log group's route leads.
 *
 * @param path a directory, a file, or an S3 prefix; with date folders their template
 * @param defaults where events come from that do not say it
 * @param table of mixed objects as wholes, that of their bad records
 * @param router of mixed objects; null where none is expected
 * @param quietFor objects of an export task that may not be over are left until nothing was written
 *     for so long; zero takes all
 * @param folders the date folders that its objects are in; null if they may be anywhere below
 */
public record IngestInput(
    String path,
    ObjectFormat format,
    SourceDefaults defaults,
    TableName table,
    EventPolicy policy,
    @Nullable EventRouter router,
    Duration quietFor,
    @Nullable DateFolders folders) {
  /** Exported objects of one log group; whatever is there is taken. */
  public IngestInput(String path, LogSource source, TableName table, EventPolicy policy) {
    this(path, ObjectFormat.EXPORT, source, table, policy, Duration.ZERO);
  }

  /** Objects of one log group. */
  public IngestInput(
      String path,
      ObjectFormat format,
      LogSource source,
      TableName table,
      EventPolicy policy,
      Duration quietFor) {
    this(path, format, SourceDefaults.of(source), table, policy, null, quietFor, null);
  }

  /** Objects whose events say themselves which log group they come from. */
  public static IngestInput mixed(
      String path, ObjectFormat format, SourceDefaults defaults, EventRouter router) {
    return new IngestInput(
        path,
        format,
        defaults,
        QuarantineTable.NAME,
        EventPolicy.PLAIN,
        router,
        Duration.ZERO,
        null);
  }

  /** This input with its objects in date folders, if any. */
  public IngestInput in(@Nullable DateFolders some) {
    return new IngestInput(path, format, defaults, table, policy, router, quietFor, some);
  }

  /** The table that all its events go to; empty if that depends on their log groups. */
  public Optional<TableName> onlyTable() {
    return isMixed() ? requiredRouter().onlyTable() : Optional.of(table);
  }

  /** Whether its objects are read as mixed ones. */
  boolean isMixed() {
    return table.equals(QuarantineTable.NAME);
  }

  /** Whether an object of it may turn out to be a mixed one. */
  boolean mayBeMixed() {
    return router != null && format == ObjectFormat.AUTO && !isMixed();
  }

  /** This input for an object that turned out to be a mixed one. */
  IngestInput asMixed() {
    return mixed(path, ObjectFormat.SUBSCRIPTION, defaults, requiredRouter());
  }

  /** The share of a log group in its objects. */
  IngestInput share(LogSource source, EventRouter.Destination destination) {
    return new IngestInput(
        path, format, source, destination.table(), destination.policy(), Duration.ZERO);
  }

  /** This input with all its date folders looked at, however old. */
  IngestInput listedWhole() {
    return folders == null ? this : in(folders.whole());
  }

  DateFolders dateFolders() {
    if (folders == null) {
      throw new IllegalStateException("Input " + path + " has no date folders");
    }
    return folders;
  }

  EventRouter requiredRouter() {
    if (router == null) {
      throw new IllegalStateException("Input " + path + " has no routes");
    }
    return router;
  }

  /** The one log group that its events come from. */
  LogSource source() {
    return defaults
        .source(null)
        .orElseThrow(() -> new IllegalStateException("Input " + path + " has no log group"));
  }
}
