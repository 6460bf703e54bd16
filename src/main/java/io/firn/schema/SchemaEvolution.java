package io.firn.schema;

import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateSchema;

/** From the columns that a table has to the decided ones, as updates of one transaction. */
public final class SchemaEvolution {
  private final Transaction transaction;
  private final Struct current;
  private final Struct decided;

  /**
   * @param current columns with ids
   * @param decided columns; those that stay have the ids of {@code current}
   */
  public SchemaEvolution(Transaction transaction, Struct current, Struct decided) {
    this.transaction = transaction;
    this.current = current;
    this.decided = decided;
  }

  /**
   * Adds to the transaction what an existing table needs; returns the columns with their ids. A
   * column that only has new keys has a new comment, so that this is always a change of the schema:
   * of those, every catalog takes one that was made to the present table alone.
   */
  public Struct evolve() {
    UpdateSchema additions = transaction.updateSchema();
    correct(additions, "", current, decided);
    addMissing(additions, "", decided);
    additions.commit();
    return mapped();
  }

  /**
   * As {@link #evolve}, for a table that the transaction creates: columns that nobody owns go,
   * names may change, and the order is that of the names whatever was guessed first.
   */
  public Struct create() {
    UpdateSchema corrections = transaction.updateSchema();
    correct(corrections, "", current, decided);
    corrections.commit();
    UpdateSchema additions = transaction.updateSchema();
    addMissing(additions, "", decided);
    sort(additions, "", decided);
    additions.commit();
    Struct columns = mapped();
    forgetGuesses();
    return columns;
  }

  /** Catalogs show the columns of former schemas too: a new table has none. */
  private void forgetGuesses() {
    transaction.expireSnapshots().cleanExpiredFiles(false).cleanExpiredMetadata(true).commit();
  }

  private Struct mapped() {
    Schema schema = transaction.table().schema();
    Struct columns = IcebergTypes.withIds(decided, schema);
    transaction
        .updateProperties()
        .set(ColumnMapping.PROPERTY, ColumnMapping.write(columns))
        .commit();
    return columns;
  }

  private static void correct(UpdateSchema update, String path, Struct before, Struct after) {
    Map<Integer, Column> kept =
        after.columns().stream()
            .filter(column -> column.id() != null)
            .collect(Collectors.toMap(IcebergTypes::idOf, column -> column));
    for (Column column : before.columns()) {
      Column now = kept.get(IcebergTypes.idOf(column));
      String name = path + column.name();
      if (now == null) {
        update.deleteColumn(name);
      } else {
        if (!now.name().equals(column.name())) {
          update.renameColumn(name, now.name());
        }
        if (!now.doc().equals(column.doc())) {
          update.updateColumnDoc(name, now.doc());
        }
        correctNested(update, name, column.type(), now.type());
      }
    }
  }

  private static void correctNested(
      UpdateSchema update, String path, ColumnType before, ColumnType after) {
    if (before instanceof Struct then && after instanceof Struct now) {
      correct(update, path + ".", then, now);
    } else if (before instanceof Repeated then && after instanceof Repeated now) {
      correctNested(update, path + ".element", then.element(), now.element());
    }
  }

  private static void addMissing(UpdateSchema update, String parent, Struct struct) {
    for (Column column : struct.columns()) {
      if (column.id() != null) {
        addMissingNested(update, join(parent, column.name()), column.type());
      } else if (parent.isEmpty()) {
        update.addColumn(column.name(), IcebergTypes.type(column.type()), column.doc());
        update.moveBefore(column.name(), Envelope.firstAfterPayload());
      } else {
        update.addColumn(parent, column.name(), IcebergTypes.type(column.type()), column.doc());
      }
    }
  }

  private static void addMissingNested(UpdateSchema update, String path, ColumnType type) {
    if (type instanceof Struct struct) {
      addMissing(update, path, struct);
    } else if (type instanceof Repeated list) {
      addMissingNested(update, path + ".element", list.element());
    }
  }

  /** Existing columns come first in a decided struct, so only a mixed one needs moving. */
  private static void sort(UpdateSchema update, String path, Struct struct) {
    List<Column> sorted = new ArrayList<>(struct.columns());
    sorted.sort(Comparator.comparing(Column::name));
    for (int i = 0; i < sorted.size(); i++) {
      String name = join(path, sorted.get(i).name());
      if (i > 0) {
        update.moveAfter(name, join(path, sorted.get(i - 1).name()));
      } else if (!path.isEmpty()) {
        update.moveFirst(name);
      } else {
        update.moveAfter(name, Envelope.LOG_MESSAGE.column());
      }
      Column column = sorted.get(i);
      if (column.id() != null) {
        sortNested(update, name, column.type());
      }
    }
  }

  private static void sortNested(UpdateSchema update, String path, ColumnType type) {
    if (type instanceof Struct struct) {
      sort(update, path, struct);
    } else if (type instanceof Repeated list) {
      sortNested(update, path + ".element", list.element());
    }
  }

  private static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }
}
