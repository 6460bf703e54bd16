package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.schema.Column;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** One struct level of a table: its keys, and the positions of their columns in the row. */
final class LevelPlan {
  private final KeyIndex index = new KeyIndex();
  private final List<KeyPlan> byEntry = new ArrayList<>();
  private KeyPlan[] plans = new KeyPlan[0];
  private final int width;
  private final int[] fieldIds;

  private LevelPlan(Types.StructType type) {
    this.width = type.fields().size();
    this.fieldIds = type.fields().stream().mapToInt(Types.NestedField::fieldId).toArray();
  }

  /** The plan of the columns; {@code type} is the struct that they stand in. */
  static LevelPlan of(Struct columns, Types.StructType type) {
    LevelPlan level = new LevelPlan(type);
    Map<String, KeyPlan> byKey = new HashMap<>();
    for (int at = 0; at < level.width; at++) {
      Types.NestedField field = type.fields().get(at);
      int position = at;
      columns.columns().stream()
          .filter(column -> Integer.valueOf(field.fieldId()).equals(column.id()))
          .forEach(column -> level.add(column, position, field.type(), byKey));
    }
    level.plans = level.byEntry.toArray(KeyPlan[]::new);
    byKey.values().forEach(KeyPlan::freeze);
    return level;
  }

  private void add(Column column, int at, Type type, Map<String, KeyPlan> byKey) {
    KeyPlan plan = byKey.computeIfAbsent(column.keys().get(0), key -> new KeyPlan());
    for (String key : column.keys()) {
      byte[] utf8 = key.getBytes(UTF_8);
      if (index.find(utf8, 0, utf8.length, 0) == KeyIndex.ABSENT) {
        index.add(utf8);
        byEntry.add(plan);
      }
    }
    plan.account(column, fieldIds[at]);
    if (column.type() instanceof Struct struct) {
      plan.structAt = at;
      plan.struct = of(struct, type.asStructType());
    } else if (column.type() instanceof Repeated list) {
      plan.listAt = at;
      plan.list = listPlan(list.element(), type.asListType().elementType());
    } else {
      plan.addScalar(column, at);
    }
  }

  private static ListPlan listPlan(ColumnType element, Type type) {
    if (element instanceof Struct struct) {
      return new ListPlan(null, of(struct, type.asStructType()), null);
    }
    if (element instanceof Repeated inner) {
      return new ListPlan(null, null, listPlan(inner.element(), type.asListType().elementType()));
    }
    return new ListPlan((Scalar) element, null, null);
  }

  /** Fields in a row of this level, those that are not Firn's included. */
  int width() {
    return width;
  }

  int fieldId(int at) {
    return fieldIds[at];
  }

  /** The number of the key's plan for {@link #plan}, or {@code KeyIndex.ABSENT}. */
  int find(JsonTape tape, int key, int expected) {
    if (tape.isPlain(key)) {
      return index.find(tape.bytes(), tape.start(key) + 1, tape.end(key) - 1, expected);
    }
    byte[] decoded = tape.decode(key);
    return index.find(decoded, 0, decoded.length, expected);
  }

  KeyPlan plan(int entry) {
    return plans[entry];
  }

  @Nullable KeyPlan planOf(JsonTape tape, int key) {
    int entry = find(tape, key, 0);
    return entry == KeyIndex.ABSENT ? null : plans[entry];
  }
}
