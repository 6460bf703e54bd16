package io.firn.shred;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.firn.policy.SchemaRules;
import io.firn.schema.BoundReached;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import io.firn.schema.Envelope;
import io.firn.schema.IcebergTypes;
import io.firn.schema.Observation;
import io.firn.schema.SchemaDecision;
import io.firn.schema.SchemaDecision.Decided;
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
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;

/**
 * The columns that batches of messages make, for tests that name one rule each. In messages a
 * single quote stands for a double one, and a char for a byte, so that invalid UTF-8 can be
 * spelled.
 */
final class RuleTable {
  private final SchemaRules rules;
  private final List<BoundReached> reached;
  private final Struct columns;
  private final Schema schema;

  private RuleTable(SchemaRules rules, Decided decision) {
    this.rules = rules;
    this.reached = decision.reached();
    Struct decided = decision.columns();
    this.schema =
        TypeUtil.assignFreshIds(IcebergTypes.schema(decided), new AtomicInteger()::incrementAndGet);
    this.columns = IcebergTypes.withIds(decided, schema);
  }

  /** A new table after its first batch. */
  static RuleTable of(String... messages) {
    return under(SchemaRules.DEFAULT, messages);
  }

  /** As {@link #of}, where a route says more. */
  static RuleTable under(SchemaRules rules, String... messages) {
    return new RuleTable(rules, StoredEvents.decided(bytes(messages), rules));
  }

  /** The same table under other rules. */
  RuleTable under(SchemaRules others) {
    return new RuleTable(others, new Decided(columns, List.of()));
  }

  /** The table after one more batch. */
  RuleTable then(String... messages) {
    Observer observer = Observer.beside(columns, schema, rules, "object");
    Observation observed = StoredEvents.observed(observer, bytes(messages));
    return new RuleTable(rules, SchemaDecision.decide(columns, observed, rules, "b2"));
  }

  private static List<byte[]> bytes(String... messages) {
    return Stream.of(messages).map(RuleTable::bytes).toList();
  }

  private static byte[] bytes(String message) {
    return message.replace('\'', '"').getBytes(ISO_8859_1);
  }

  /** The bounds that the last batch met, as {@code path bound instead}. */
  List<String> reached() {
    return reached.stream()
        .map(b -> b.path() + " " + b.bound().spelling() + " " + b.instead().spelling())
        .toList();
  }

  /** Payload columns as {@code name type}. */
  List<String> columns() {
    return columns.columns().stream().map(c -> c.name() + " " + spelled(c.type())).toList();
  }

  /** Leaf columns of the payload. */
  int leaves() {
    return (int)
            IcebergTypes.schema(columns).idToName().keySet().stream()
                .map(IcebergTypes.schema(columns)::findType)
                .filter(Type::isPrimitiveType)
                .count()
        - Envelope.values().length;
  }

  /** The length of the column's type as Hive spells it. */
  int typeTextOf(String column) {
    return SparkSchemaUtil.convert(schema.findType(column)).catalogString().length();
  }

  /** The column's type as Iceberg spells it. */
  String typeOf(String column) {
    return schema.findType(column).toString();
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
    if (type instanceof TextMap) {
      return "map";
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

  /** Whether a task that writes the message would stop, to have its schema decided anew. */
  boolean needsColumns(String message) {
    OnNew onNew = SchemaDecision.isFull(columns, rules) ? OnNew.STOP_IF_KNOWN : OnNew.STOP;
    return new StoredEvents(columns, schema, rules, onNew).store(bytes(message), schema).isEmpty();
  }

  /** Column log_rescued of a message, in single quotes; empty if all of it has a place. */
  String rescued(String message) {
    String rescued = stored(message).rescued();
    return rescued == null ? "" : rescued.replace('"', '\'');
  }

  private Stored stored(String message) {
    StoredEvents events = new StoredEvents(columns, schema, rules, OnNew.RESCUE);
    return events.store(bytes(message), schema).orElseThrow();
  }
}
