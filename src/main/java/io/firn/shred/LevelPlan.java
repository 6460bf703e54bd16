package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.policy.CaseClass;
import io.firn.policy.ColumnRule;
import io.firn.policy.SchemaRules;
import io.firn.schema.Column;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ColumnType.TextMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** One struct level of a table: its keys, and the positions of their columns in the row. */
final class LevelPlan {
  private final KeyIndex index = new KeyIndex();

  /** The keys of a case class, unless they have met and have columns of their own. */
  private final Map<String, KeyPlan> classes = new HashMap<>();

  private final Set<String> met = new HashSet<>();
  private final List<KeyPlan> byEntry = new ArrayList<>();
  private KeyPlan[] plans = new KeyPlan[0];
  private final int width;
  private final int[] fieldIds;

  private LevelPlan(Types.StructType type) {
    this.width = type.fields().size();
    this.fieldIds = type.fields().stream().mapToInt(Types.NestedField::fieldId).toArray();
  }

  /**
   * The plan of a table's root.
   *
   * @param type the struct that the columns stand in
   */
  static LevelPlan root(Struct columns, Types.StructType type, SchemaRules rules) {
    return of(columns, type, rules, rules.columns());
  }

  private static LevelPlan of(
      Struct columns, Types.StructType type, SchemaRules rules, ColumnRule rule) {
    LevelPlan level = new LevelPlan(type);
    Map<Integer, Column> byId = new HashMap<>();
    columns.columns().forEach(column -> byId.put(column.id(), column));
    Map<String, KeyPlan> byKey = new HashMap<>();
    for (int at = 0; at < level.width; at++) {
      Types.NestedField field = type.fields().get(at);
      Column column = byId.get(field.fieldId());
      if (column != null) {
        ColumnRule below = rule.below(column.keys().get(0));
        KeyPlan plan =
            byKey.computeIfAbsent(
                column.keys().get(0), key -> new KeyPlan(below, rules.conflictAt(below)));
        level.add(column, plan);
        level.place(column, at, field.type(), plan, new Rules(rules, below));
      }
    }
    level.plans = level.byEntry.toArray(KeyPlan[]::new);
    byKey.values().forEach(KeyPlan::freeze);
    return level;
  }

  /** What holds for the whole table, and for one key. */
  private record Rules(SchemaRules table, ColumnRule key) {
    LevelPlan inside(Struct struct, Type type) {
      return of(struct, type.asStructType(), table, key);
    }
  }

  private void add(Column column, KeyPlan plan) {
    for (String key : column.keys()) {
      byte[] utf8 = key.getBytes(UTF_8);
      if (index.find(utf8, 0, utf8.length, 0) == KeyIndex.ABSENT) {
        index.add(utf8);
        byEntry.add(plan);
        KeyPlan other = classes.put(CaseClass.of(key), plan);
        if (other != null && other != plan) {
          met.add(CaseClass.of(key));
        }
      }
    }
  }

  private void place(Column column, int at, Type type, KeyPlan plan, Rules rules) {
    plan.account(column, fieldIds[at]);
    if (column.type() instanceof Struct struct) {
      plan.structAt = at;
      plan.struct = rules.inside(struct, type);
    } else if (column.type() instanceof Repeated list) {
      plan.listAt = at;
      plan.list = listPlan(list.element(), type.asListType().elementType(), rules);
    } else if (column.type() instanceof TextMap) {
      plan.mapAt = at;
    } else {
      plan.addScalar(column, at);
    }
  }

  private static ListPlan listPlan(ColumnType element, Type type, Rules rules) {
    if (element instanceof Struct struct) {
      return new ListPlan(null, rules.inside(struct, type), null);
    }
    if (element instanceof Repeated inner) {
      Type innerType = type.asListType().elementType();
      return new ListPlan(null, null, listPlan(inner.element(), innerType, rules));
    }
    return element instanceof Scalar scalar
        ? new ListPlan(scalar, null, null)
        : new ListPlan(null, null, null);
  }

  /** Whether the key, unknown itself, would share the columns of one that differs only in case. */
  boolean knowsClassOf(JsonTape tape, int key) {
    String caseClass = CaseClass.of(new String(tape.decode(key), UTF_8));
    return classes.containsKey(caseClass) && !met.contains(caseClass);
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
