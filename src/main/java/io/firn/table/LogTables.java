package io.firn.table;

import io.firn.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.RESTException;

/** How tables of log events are made: their partitions, order and properties. */
public final class LogTables {
  /** The table property that names the parser of the table's messages. */
  public static final String PARSER = "firn.parser";

  /** The table property that has the version of that parser. */
  public static final String PARSER_VERSION = "firn.parser-version";

  /** The table property that says that values of its events were dropped or masked. */
  public static final String REDACTED = "firn.redacted";

  /** The table property that says what its events are compared by, if {@link #BY_CONTENT} is. */
  public static final String DEDUPE = "firn.dedupe";

  /**
   * The value of {@link #DEDUPE} of tables whose column log_digest is filled, from the first row.
   */
  public static final String BY_CONTENT = "content";

  private static final Schema NO_COLUMNS = new Schema();
  private static final Pattern STAGED_CREATION =
      Pattern.compile("stage-?_? ?create", Pattern.CASE_INSENSITIVE);
  private static final int MEBIBYTE = 1 << 20;

  private LogTables() {}

  /**
   * Where the catalog would put a table of that name that does not exist yet. Its namespace must be
   * there: some catalogs ask it.
   *
   * @throws CatalogException if the catalog cannot prepare a creation without making it
   */
  public static String newLocation(Catalog catalog, TableName name) {
    try {
      return catalog
          .buildTable(identifier(name), NO_COLUMNS)
          .createTransaction()
          .table()
          .location();
    } catch (RESTException | UnsupportedOperationException e) {
      throw isOfStaging(e) ? withoutStaging(name, e) : e;
    }
  }

  /** Servers have several codes for it, and words that are near those of the protocol. */
  private static boolean isOfStaging(RuntimeException e) {
    return STAGED_CREATION.matcher(String.valueOf(e.getMessage())).find();
  }

  private static CatalogException withoutStaging(TableName name, RuntimeException e) {
    return new CatalogException(
        "Cannot create table "
            + name
            + ": the catalog's server has no staged creation (stage-create), by which a batch is"
            + " planned before its table is made (choose another catalog; for AWS, catalog.type"
            + " glue)",
        e);
  }

  /**
   * A table as it would be made at that place, for its access to the storage; empty where the
   * catalog would not make it. Nothing is made.
   */
  public static Optional<Table> planned(Catalog catalog, TableName name, String location) {
    try {
      return Optional.of(
          catalog
              .buildTable(identifier(name), NO_COLUMNS)
              .withLocation(location)
              .createTransaction()
              .table());
    } catch (AlreadyExistsException | NoSuchNamespaceException | RESTException e) {
      return Optional.empty();
    }
  }

  /**
   * A table that does not exist yet: its location, and its schema with the field ids that it will
   * have. {@link #create} makes it.
   *
   * @param location as {@link #newLocation} gives it
   * @param route what its route adds: {@link #PARSER}, {@link #PARSER_VERSION}, {@link #REDACTED},
   *     {@link #DEDUPE}
   */
  public static Transaction newTable(
      Catalog catalog, TableName name, String location, Schema schema, Map<String, String> route) {
    return catalog
        .buildTable(identifier(name), schema)
        .withLocation(location)
        .withPartitionSpec(PartitionSpec.builderFor(schema).day("log_time", "log_time_day").build())
        .withSortOrder(SortOrder.builderFor(schema).asc("log_group").asc("log_time").build())
        .withProperties(properties(route))
        .createTransaction();
  }

  /**
   * Commits a table made by {@link #newTable}.
   *
   * @return false if somebody else has made a table of that name meanwhile
   */
  public static boolean create(Catalog catalog, TableName name, Transaction table) {
    createNamespace(catalog, name);
    CommitOutcome outcome = CommitOutcome.of(table::commitTransaction);
    return outcome.isCommitted() || isThere(catalog, name, table.table(), outcome);
  }

  /** Makes a table that serves as well if somebody else is quicker. */
  public static void createShared(Catalog catalog, TableName name, Catalog.TableBuilder builder) {
    createNamespace(catalog, name);
    CommitOutcome outcome = CommitOutcome.of(builder::create);
    if (!outcome.isCommitted() && !catalog.tableExists(identifier(name))) {
      throw outcome.givenUp();
    }
  }

  /** Makes the table's namespace when it is missing. */
  public static void createNamespace(Catalog catalog, TableName name) {
    Namespace namespace = Namespace.of(name.namespace());
    if (catalog instanceof SupportsNamespaces namespaces
        && !namespaces.namespaceExists(namespace)) {
      CommitOutcome outcome = CommitOutcome.of(() -> namespaces.createNamespace(namespace));
      if (!outcome.isCommitted() && !namespaces.namespaceExists(namespace)) {
        throw outcome.givenUp();
      }
    }
  }

  /** The table of that name, if there is one. */
  public static Optional<Table> find(Catalog catalog, TableName name) {
    try {
      return Optional.of(catalog.loadTable(identifier(name)));
    } catch (NoSuchTableException e) {
      return Optional.empty();
    }
  }

  /** Whether the table is there, and routes that drop or mask values feed it. */
  public static boolean isRedacted(Catalog catalog, TableName name) {
    return find(catalog, name).filter(LogTables::isRedacted).isPresent();
  }

  /** Whether routes that drop or mask values feed the table. */
  public static boolean isRedacted(Table table) {
    return Boolean.parseBoolean(table.properties().get(REDACTED));
  }

  /** Whether each of its rows has the digest of its event's text. */
  public static boolean hasDigests(Table table) {
    return BY_CONTENT.equals(table.properties().get(DEDUPE));
  }

  public static TableIdentifier identifier(TableName name) {
    return TableIdentifier.of(name.namespace(), name.name());
  }

  /** Whether the table of that name is the made one, rather than somebody else's. */
  private static boolean isThere(
      Catalog catalog, TableName name, Table made, CommitOutcome outcome) {
    return find(catalog, name)
        .map(there -> there.uuid().equals(made.uuid()))
        .orElseThrow(outcome::givenUp);
  }

  private static Map<String, String> properties(Map<String, String> route) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("format-version", "2");
    properties.put("write.format.default", "parquet");
    properties.put("write.parquet.compression-codec", "zstd");
    properties.put("write.parquet.row-group-size-bytes", String.valueOf(64 * MEBIBYTE));
    // The default looks at a row group's size every 10,000 rows: too late for rows of 256 KB.
    properties.put("write.parquet.row-group-check-max-record-count", "100");
    properties.put("write.target-file-size-bytes", String.valueOf(256 * MEBIBYTE));
    for (String column : new String[] {"log_group", "log_stream", "log_batch", "log_object"}) {
      properties.put("write.metadata.metrics.column." + column, "full");
    }
    properties.put("commit.retry.num-retries", "20");
    properties.put("write.metadata.delete-after-commit.enabled", "true");
    properties.put("write.metadata.previous-versions-max", "50");
    properties.put("firn.schema-rules", "1");
    properties.putAll(route);
    return properties;
  }
}
