package io.firn.shred;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.IcebergTypes;
import io.firn.schema.SchemaDecision;
import io.firn.shred.Shredder.OnNew;
import io.firn.testing.EventRebuilder.Stored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;

/**
 * The columns that batches of messages make, for tests that name one rule each. In messages a
 * single quote stands for a double one, and a char for a byte, so that invalid UTF-8 can be
 * spelled.
 */
final class RuleTable {
  private final Struct columns;
  private final Schema schema;

  private RuleTable(Struct decided) {
    this.schema =
        TypeUtil.assignFreshIds(IcebergTypes.schema(decided), new AtomicInteger()::incrementAndGet);
    this.columns = IcebergTypes.withIds(decided, schema);
  }

  /** A new table after its first batch. */
  static RuleTable of(String... messages) {
    return new RuleTable(StoredEvents.decided(bytes(messages)));
  }

  /** The table after one more batch. */
  RuleTable then(String... messages) {
    Observer observer = Observer.beside(columns, schema);
    return new RuleTable(
        SchemaDecision.decide(columns, StoredEvents.observed(observer, bytes(messages)), "b2"));
  }

  private static List<byte[]> bytes(String... messages) {
    return Stream.of(messages).map(RuleTable::bytes).toList();
  }

  private static byte[] bytes(String message) {
    return message.replace('\'', '"').getBytes(ISO_8859_1);
  }

  /** Payload columns as {@code name type}. */
  List<String> columns() {
    return columns.columns().stream().map(c -> c.name() + " " + spelled(c.type())).toList();
  }

  /** The spellings of keys that the column takes. */
  List<String> keysOf(String column) {
    return columns.columns().stream()
        .filter(c -> c.name().equals(column))
        .flatMap(c -> c.keys().stream())
        .toList();
  }

  private static String spelled(ColumnType type) {
    if (type instanceof Struct struct) {
      return struct.columns().stream()
          .map(column -> column.name() + " " + spelled(column.type()))
          .collect(Collectors.joining(", ", "struct<", ">"));
    }
    return type instanceof Repeated list
        ? "list<" + spelled(list.element()) + ">"
        : type.toString().toLowerCase(Locale.ROOT);
  }

  /** The columns that a message fills. */
  Map<String, Object> row(String message) {
    Map<String, Object> filled = new LinkedHashMap<>(stored(message).row());
    filled.values().removeIf(value -> value == null);
    return filled;
  }

  /** Column log_rescued of a message, in single quotes; empty if all of it has a place. */
  String rescued(String message) {
    String rescued = stored(message).rescued();
    return rescued == null ? "" : rescued.replace('"', '\'');
  }

  private Stored stored(String message) {
    StoredEvents events = new StoredEvents(columns, schema, OnNew.RESCUE);
    return events.store(bytes(message), schema).orElseThrow();
  }
}
