package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.policy.SchemaRules;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.Observation;
import io.firn.schema.SchemaDecision;
import io.firn.shred.Rescued.Why;
import io.firn.shred.Shredder.OnNew;
import io.firn.testing.EventRebuilder.Stored;
import io.firn.testing.JavaRows;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;

/** Messages shredded into plain Java rows along a table's columns, as a task does it. */
final class StoredEvents {
  private final Schema schema;
  private final Shredder shredder;
  private final JsonTape tape = new JsonTape();

  StoredEvents(Struct payload, Schema schema, OnNew onNew) {
    this(payload, schema, SchemaRules.DEFAULT, onNew);
  }

  StoredEvents(Struct payload, Schema schema, SchemaRules rules, OnNew onNew) {
    this.schema = schema;
    this.shredder = new Shredder(payload, schema, rules, new JavaRows(), onNew);
  }

  /** The stored event as it reads under a schema; empty if it needs a column first. */
  Optional<Stored> store(byte[] message, Schema read) {
    Object[] row = new Object[schema.columns().size()];
    Rescued rescued = new Rescued();
    String text = null;
    if (isObject(tape, message)) {
      if (!shredder.shred(tape, row, rescued)) {
        return Optional.empty();
      }
    } else {
      text = new String(message, UTF_8);
      if (!java.util.Arrays.equals(text.getBytes(UTF_8), message)) {
        rescued.add("", message, 0, message.length, Why.BYTES);
      }
    }
    String entries = rescued.size() == 0 ? null : new String(rescued.toJson(), UTF_8);
    return Optional.of(
        new Stored(JavaRows.read(row, schema.asStruct(), read.asStruct()), text, entries));
  }

  BitSet writtenFieldIds() {
    return shredder.writtenFieldIds();
  }

  private static boolean isObject(JsonTape tape, byte[] message) {
    return tape.read(message, 0, message.length) && !tape.hasBrokenKey();
  }

  static Observation observed(Observer observer, List<byte[]> messages) {
    JsonTape tape = new JsonTape();
    long position = 0;
    for (byte[] message : messages) {
      position++;
      if (isObject(tape, message)) {
        observer.observe(tape, position);
      }
    }
    return observer.observation();
  }

  /** The columns of a new table. */
  static Struct decided(List<byte[]> messages) {
    return decided(messages, SchemaRules.DEFAULT).columns();
  }

  /** The columns of a new table under rules. */
  static SchemaDecision.Decided decided(List<byte[]> messages, SchemaRules rules) {
    Observer observer = Observer.ofEverything(rules, "object");
    return SchemaDecision.decide(
        Struct.EMPTY, observed(observer, messages), rules.ofNewTable(), "b1");
  }
}
