package io.firn.ingest;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ingest.WriteSettings.Phase;
import io.firn.ledger.Target;
import io.firn.parse.ParserChoice;
import io.firn.policy.Dedupe;
import io.firn.policy.SchemaRules;
import io.firn.schema.BoundReached;
import io.firn.schema.ColumnMapping;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.HintCheck;
import io.firn.schema.HintCheck.Contradiction;
import io.firn.schema.IcebergTypes;
import io.firn.schema.Observation;
import io.firn.schema.SchemaDecision;
import io.firn.schema.SchemaEvolution;
import io.firn.schema.SchemaRefusedException;
import io.firn.table.CommitLoop;
import io.firn.table.LogTables;
import io.firn.table.TableParser;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.spark.source.SerializableTableWithSize;
import org.jspecify.annotations.Nullable;

/**
 * The table that a batch goes to, and the columns it has before and after the batch's schema is
 * settled.
 */
final class TargetTable {
  private final Catalog catalog;
  private final TableName name;
  private final BatchId batch;
  private final ParserChoice parser;
  private final SchemaRules rulesOfRoute;
  private final Set<BoundReached> reached = new LinkedHashSet<>();
  private @Nullable Transaction creation;
  private SchemaRules rules;
  private Table table;
  private Struct columns;

  private TargetTable(
      Catalog catalog,
      TableName name,
      BatchId batch,
      ParserChoice parser,
      SchemaRules rulesOfRoute,
      @Nullable Transaction creation,
      Table table,
      Struct columns) {
    this.catalog = catalog;
    this.name = name;
    this.batch = batch;
    this.parser = parser;
    this.rulesOfRoute = rulesOfRoute;
    this.rules = creation == null ? rulesOfRoute : rulesOfRoute.ofNewTable();
    this.creation = creation;
    this.table = table;
    this.columns = columns;
  }

  /**
   * A table that is there; all its columns are committed.
   *
   * @throws RefusedTableException if it is not firn's, has another parser, or has a column that a
   *     hint contradicts
   */
  static TargetTable existing(
      Catalog catalog, TableName name, BatchId batch, ParserChoice parser, SchemaRules rules) {
    Table table = catalog.loadTable(LogTables.identifier(name));
    Struct columns = checked(name, table, parser, rules);
    ParserChoice versioned = parser.at(TableParser.of(table).version());
    return new TargetTable(catalog, name, batch, versioned, rules, null, table, columns);
  }

  /** The table's columns, if the route may write to it. */
  private static Struct checked(
      TableName name, Table table, ParserChoice parser, SchemaRules rules) {
    Struct columns = columns(table);
    ParserCheck.check(name, table, parser);
    HintCheck.first(columns, rules).ifPresent(found -> refuse(table, found));
    return columns;
  }

  private static void refuse(Table table, Contradiction found) {
    throw new RefusedTableException(
        "Cannot ingest into "
            + table.name()
            + ": its column "
            + found.column()
            + " is "
            + found.is()
            + " and the hint of its route says "
            + found.hint().spelling()
            + " (a column's type never changes: remove the hint or choose another table; or drop"
            + " the column with all its values by firn sql \"ALTER TABLE "
            + table.name()
            + " DROP COLUMN "
            + found.column()
            + "\")");
  }

  /**
   * A table that the batch will make; its columns are a guess. Where somebody else has made it
   * since it was planned, that table as it is.
   *
   * @param planned where it will be
   * @param route table properties that follow from its routes
   */
  static TargetTable planned(
      Catalog catalog,
      Target planned,
      BatchId batch,
      ParserChoice parser,
      Map<String, String> route,
      SchemaRules rules,
      Observation sniffed) {
    TableName name = planned.name();
    Struct guess = guess(sniffed, rules.ofNewTable(), batch);
    Transaction creation;
    try {
      creation =
          LogTables.newTable(catalog, name, planned.location(), IcebergTypes.schema(guess), route);
    } catch (AlreadyExistsException e) {
      TargetTable existing = existing(catalog, name, batch, parser, rules);
      existing.checkLocation(planned.location());
      return existing;
    }
    Table table = creation.table();
    return new TargetTable(
        catalog,
        name,
        batch,
        parser,
        rules,
        creation,
        table,
        IcebergTypes.withIds(guess, table.schema()));
  }

  /** What the whole batch would be refused for is for its decision to say. */
  private static Struct guess(Observation sniffed, SchemaRules rules, BatchId batch) {
    try {
      return SchemaDecision.decide(Struct.EMPTY, sniffed, rules, batch.id()).columns();
    } catch (SchemaRefusedException e) {
      return Struct.EMPTY;
    }
  }

  private static Struct columns(Table table) {
    String mapping = table.properties().get(ColumnMapping.PROPERTY);
    if (mapping == null) {
      throw new RefusedTableException(
          "Cannot ingest into "
              + table.name()
              + ": it was not made by firn (no table property "
              + ColumnMapping.PROPERTY
              + "); choose another table");
    }
    try {
      return ColumnMapping.read(table.schema(), mapping);
    } catch (IllegalArgumentException e) {
      throw new RefusedTableException("Cannot ingest into " + table.name() + ": " + e.getMessage());
    }
  }

  /**
   * Whether events can be left out of it in this way.
   *
   * @throws RefusedTableException if not
   */
  void checkDedupe(Dedupe dedupe) {
    if (dedupe == Dedupe.CONTENT && !LogTables.hasDigests(table)) {
      throw new RefusedTableException(
          "Cannot ingest into "
              + name
              + ": it was made without dedupe: content, and its events have no digests to compare"
              + " with (choose another table, or set dedupe to id or none)");
    }
  }

  boolean isNew() {
    return creation != null;
  }

  TableName name() {
    return name;
  }

  /** How its messages are read. */
  ParserChoice parser() {
    return parser;
  }

  Table table() {
    return table;
  }

  /** The table as it ships to executors. */
  Table serializable() {
    return SerializableTableWithSize.copyOf(table);
  }

  Struct columns() {
    return columns;
  }

  SchemaRules rules() {
    return rules;
  }

  /** How tasks write in the first round. */
  Phase firstPhase() {
    if (isNew()) {
      return Phase.NEW_TABLE;
    }
    boolean full = !rules.mayRefuse() && SchemaDecision.isFull(columns, rules);
    return full ? Phase.FULL_TABLE : Phase.EXISTING_TABLE;
  }

  /** Bounds that the decision met. */
  Set<BoundReached> reached() {
    return Set.copyOf(reached);
  }

  /** The columns that the batch would leave; nothing is changed. */
  Struct preview(Observation observed) {
    return decide(isNew() ? Struct.EMPTY : columns, observed);
  }

  private Struct decide(Struct committed, Observation observed) {
    try {
      SchemaDecision.Decided decided =
          SchemaDecision.decide(committed, observed, rules, batch.id());
      reached.addAll(decided.reached());
      return decided.columns();
    } catch (SchemaRefusedException e) {
      throw new RefusedTableException("Cannot ingest into " + name + ": " + e.getMessage());
    }
  }

  /**
   * How the schema was settled.
   *
   * @param lost ids of fields that were guessed and are not in the schema
   * @param foreign the columns of a table that somebody else made meanwhile, as it was found: no
   *     file that was written before fits it; null if that did not happen
   */
  record Settled(Set<Integer> lost, @Nullable Struct foreign) {
    static final Settled UNCHANGED = new Settled(Set.of(), null);
  }

  /**
   * Makes the table's schema what the whole batch needs, in one metadata commit, or none if it
   * holds all.
   */
  Settled settle(Observation observed) {
    if (creation == null) {
      evolve(observed);
      return Settled.UNCHANGED;
    }
    Struct guess = columns;
    String location = table.location();
    Transaction made = creation;
    creation = null;
    if (create(made, guess, observed)) {
      return new Settled(SchemaDecision.lostIds(guess, columns), null);
    }
    adopt(location);
    Struct foreign = columns;
    evolve(observed);
    return new Settled(Set.of(), foreign);
  }

  /** False if somebody else has made the table meanwhile. */
  private boolean create(Transaction transaction, Struct guess, Observation observed) {
    Struct decided = decide(Struct.EMPTY, observed);
    Struct reconciled = SchemaDecision.reconcile(decided, guess);
    Struct created = new SchemaEvolution(transaction, guess, reconciled).create();
    boolean mine = LogTables.create(catalog, name, transaction);
    table = catalog.loadTable(LogTables.identifier(name));
    if (mine) {
      columns = created;
    }
    return mine;
  }

  /** The batch may write only where its claim says. */
  private void checkLocation(String planned) {
    if (!table.location().equals(planned)) {
      throw new CommitFailedException(
          "Cannot create table %s: somebody else made it meanwhile (run again)", name);
    }
  }

  /** Goes on with the table that somebody else made. */
  private void adopt(String planned) {
    checkLocation(planned);
    rules = rulesOfRoute;
    reached.clear();
    columns = checked(name, table, parser, rules);
    ParserCheck.checkVersion(name, table, parser);
  }

  /** Whether routes that drop or mask values feed the table. */
  boolean isRedacted() {
    return LogTables.isRedacted(table);
  }

  private void evolve(Observation observed) {
    new CommitLoop(table).make(new Evolution(observed));
    refresh();
  }

  /**
   * What others did meanwhile is decided upon anew, never replayed: each attempt starts from the
   * very schema that its commit replaces.
   */
  private final class Evolution implements CommitLoop.Step<Struct> {
    private final Observation observed;
    private Struct decided = Struct.EMPTY;

    Evolution(Observation observed) {
      this.observed = observed;
    }

    @Override
    public Optional<Struct> seen(Table now) {
      columns = columns(now);
      reached.clear();
      decided = decide(columns, observed);
      return decided.equals(columns) ? Optional.of(decided) : Optional.empty();
    }

    @Override
    public Struct change(Transaction transaction) {
      return new SchemaEvolution(transaction, columns, decided).evolve();
    }
  }

  /** Marks the table as one that values are dropped or masked for, once. */
  void markRedacted() {
    if (!isRedacted()) {
      new CommitLoop(table).make(new Redaction());
    }
  }

  /** Gives whether the table is marked. */
  private static final class Redaction implements CommitLoop.Step<Boolean> {
    @Override
    public Optional<Boolean> seen(Table now) {
      return Optional.of(LogTables.isRedacted(now)).filter(Boolean::booleanValue);
    }

    @Override
    public Boolean change(Transaction transaction) {
      transaction.updateProperties().set(LogTables.REDACTED, "true").commit();
      return true;
    }
  }

  /** Reads the table's schema as it is now. */
  void refresh() {
    table = catalog.loadTable(LogTables.identifier(name));
    columns = columns(table);
  }

  /** Whether all fields that the task wrote are in the schema still. */
  boolean holds(TaskReport report) {
    Set<Integer> ids = SchemaDecision.fieldIds(columns);
    return report.written().stream().allMatch(ids::contains);
  }
}
