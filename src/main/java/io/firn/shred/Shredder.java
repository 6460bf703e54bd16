package io.firn.shred;

import io.firn.parse.JsonTape;
import io.firn.parse.Utf8;
import io.firn.policy.Hint;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Evolve;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.NumberTypes;
import io.firn.shred.Rescued.Why;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/** Writes one parsed message into a row along a table's columns. For one thread. */
public final class Shredder {
  /** What becomes of a typed value that has no column. */
  public enum OnNew {
    /** The row is of no use: the schema must be decided anew. */
    STOP,
    /** As STOP where that could bring a column; there is no room for any but the known keys'. */
    STOP_IF_KNOWN,
    /** It is rescued: the schema is decided. */
    RESCUE
  }

  private static final Object NO_FIT = new Object();
  private static final int NOT_CONVERTED = -2;
  private static final int NAMED_KEYS = 50;

  private final LevelPlan root;
  private final RowValues values;
  private final OnNew onNew;
  private final Evolve evolve;
  private final Shape shape;
  private final HintConversion conversion;
  private final Set<List<String>> overBudget = new HashSet<>();
  private final BitSet written = new BitSet();
  private final TapePath path = new TapePath();

  private JsonTape tape = new JsonTape();
  private Rescued rescued = new Rescued();
  private @Nullable BitSet shadowed;
  private boolean stopped;
  private boolean restart;
  private long serial;

  /**
   * @param payload the payload columns, all with field ids
   * @param schema the schema that holds them
   * @param rules those of {@link SchemaRules#ofNewTable} for a table that the batch makes
   */
  public Shredder(Struct payload, Schema schema, SchemaRules rules, RowValues values, OnNew onNew) {
    this.root = LevelPlan.root(payload, schema.asStruct(), rules);
    this.values = values;
    this.onNew = onNew;
    this.evolve = rules.evolve();
    this.shape = new Shape(rules.bounds().maxDepth());
    this.conversion = new HintConversion(rules.nullValues());
  }

  /**
   * Fills the row's payload fields from the message, and {@code rescue} with what no column holds.
   * False: a value needs a column first, and row and rescue are of no use.
   *
   * @param row as wide as the schema, its payload fields null
   */
  public boolean shred(JsonTape message, Object[] row, Rescued rescue) {
    tape = message;
    rescued = rescue;
    shadowed = null;
    walk(row);
    if (restart) {
      Arrays.fill(row, null);
      walk(row);
    }
    return !stopped;
  }

  /** Ids of all fields that got a value so far, or whose sharing made one a duplicate. */
  public BitSet writtenFieldIds() {
    return written;
  }

  /** Keys, by their paths, that a full table had no column for; some, if they are many. */
  public Set<List<String>> overBudget() {
    return overBudget;
  }

  private void walk(Object[] row) {
    rescued.clear();
    path.clear();
    stopped = false;
    restart = false;
    object(root, row, 0, 0);
  }

  private void object(LevelPlan level, Object[] row, int token, int depth) {
    long current = ++serial;
    int key = token + 1;
    int expected = 0;
    for (int i = tape.size(token); i > 0 && !stopped && !restart; i--) {
      int value = key + 1;
      if (shadowed != null && shadowed.get(key)) {
        replaced(level, key);
      } else {
        int entry = level.find(tape, key, expected);
        if (entry == KeyIndex.ABSENT) {
          unknown(level, key, depth + 1);
        } else {
          expected = entry + 1;
          member(level, entry, row, key, depth, current);
        }
      }
      key = tape.next(value);
    }
  }

  /** That the key shares columns with a later one is a fact of the columns, as if written there. */
  private void replaced(LevelPlan level, int key) {
    KeyPlan plan = level.planOf(tape, key);
    if (plan != null) {
      written.or(plan.fieldIds);
    }
    rescue(key, key + 1, Why.DUPLICATE);
  }

  private void member(LevelPlan level, int entry, Object[] row, int key, int depth, long current) {
    KeyPlan plan = level.plan(entry);
    if (plan.seenIn == current) {
      findDuplicates();
      return;
    }
    plan.seenIn = current;
    int at = place(plan, row, key, depth + 1);
    if (at != KeyPlan.NONE) {
      written.set(level.fieldId(at));
    }
  }

  /** Starts over, knowing the members that do not count. */
  private void findDuplicates() {
    shadowed = Duplicates.shadowed(tape, root);
    restart = true;
  }

  /** The position that the value went to; {@code NONE} if it has none. */
  private int place(KeyPlan plan, Object[] row, int key, int depth) {
    int value = key + 1;
    if (plan.hint != null) {
      int at = converted(plan, plan.hint, row, value);
      if (at != NOT_CONVERTED) {
        return at;
      }
    }
    return switch (tape.kind(value)) {
      case JsonTape.NULL -> KeyPlan.NONE;
      case JsonTape.STRING -> string(plan, row, key);
      case JsonTape.NUMBER -> number(plan, row, key);
      case JsonTape.OBJECT -> struct(plan, row, key, depth);
      case JsonTape.ARRAY -> list(plan, row, key, depth);
      default -> bool(plan, row, key);
    };
  }

  private int converted(KeyPlan plan, Hint hint, Object[] row, int value) {
    if (conversion.isNull(tape, value)) {
      return KeyPlan.NONE;
    }
    Object converted = hint == Hint.STRING ? null : conversion.convert(hint, tape, value);
    if (converted == null) {
      return NOT_CONVERTED;
    }
    row[plan.hintAt] =
        converted instanceof BigDecimal decimal ? values.decimal(decimal) : converted;
    return plan.hintAt;
  }

  private int string(KeyPlan plan, Object[] row, int key) {
    if (plan.stringAt == KeyPlan.NONE) {
      return scalarMisfit(plan, row, key, tape.end(key + 1) - tape.start(key + 1) > 2);
    }
    row[plan.stringAt] = stringValue(key + 1, key);
    return plan.stringAt;
  }

  /**
   * @param step the key or, as its complement, the array position that leads to the value
   */
  private Object stringValue(int value, int step) {
    if (tape.isPlain(value)) {
      int from = tape.start(value) + 1;
      return values.string(tape.bytes(), from, tape.end(value) - 1 - from);
    }
    if (tape.isBroken(value)) {
      rescue(step, value, Why.BYTES);
    }
    byte[] decoded = tape.decode(value);
    return values.string(decoded, 0, decoded.length);
  }

  private int bool(KeyPlan plan, Object[] row, int key) {
    if (plan.booleanAt == KeyPlan.NONE) {
      return scalarMisfit(plan, row, key, true);
    }
    row[plan.booleanAt] = tape.kind(key + 1) == JsonTape.TRUE;
    return plan.booleanAt;
  }

  private int number(KeyPlan plan, Object[] row, int key) {
    int code = tape.number(key + 1);
    int at = plan.numberAt[code];
    if (at == KeyPlan.NONE) {
      return scalarMisfit(plan, row, key, Shape.isHoldable(tape, key + 1));
    }
    row[at] = numberValue(plan.numberType[code], key + 1);
    return at;
  }

  private Object numberValue(Scalar type, int value) {
    return switch (type) {
      case LONG -> tape.longValue(value);
      case DOUBLE -> tape.doubleValue(value);
      default -> values.decimal(tape.decimalValue(value));
    };
  }

  private int struct(KeyPlan plan, Object[] row, int key, int depth) {
    LevelPlan level = plan.struct;
    if (plan.mapAt != KeyPlan.NONE) {
      return map(plan, row, key);
    }
    if (level == null) {
      return containerMisfit(plan, row, key, depth);
    }
    path.enterKey(key);
    row[plan.structAt] = structValue(level, key + 1, depth);
    path.leave();
    return plan.structAt;
  }

  private int map(KeyPlan plan, Object[] row, int key) {
    path.enterKey(key);
    Object map = mapValue(key + 1);
    path.leave();
    if (map == NO_FIT) {
      return KeyPlan.NONE;
    }
    row[plan.mapAt] = map;
    return plan.mapAt;
  }

  /** {@link #NO_FIT} if the walk must start over. */
  private Object mapValue(int token) {
    if (shadowed == null && Duplicates.hasAny(tape, token)) {
      findDuplicates();
      return NO_FIT;
    }
    List<Object> keys = new ArrayList<>(tape.size(token));
    List<Object> mapped = new ArrayList<>(tape.size(token));
    int key = token + 1;
    for (int i = tape.size(token); i > 0; i--) {
      if (shadowed != null && shadowed.get(key)) {
        rescue(key, key + 1, Why.DUPLICATE);
      } else {
        keys.add(stringValue(key, key));
        mapped.add(mappedValue(key));
      }
      key = tape.next(key + 1);
    }
    return values.map(keys.toArray(), mapped.toArray());
  }

  private @Nullable Object mappedValue(int key) {
    return switch (tape.kind(key + 1)) {
      case JsonTape.NULL -> null;
      case JsonTape.STRING -> stringValue(key + 1, key);
      default -> jsonText(key);
    };
  }

  private Object structValue(LevelPlan level, int value, int depth) {
    Object[] fields = new Object[level.width()];
    object(level, fields, value, depth);
    return values.struct(fields);
  }

  private int list(KeyPlan plan, Object[] row, int key, int depth) {
    ListPlan list = plan.list;
    if (list == null) {
      return containerMisfit(plan, row, key, depth);
    }
    int mark = rescued.mark();
    path.enterKey(key);
    Object elements = listValue(list, key + 1, depth);
    path.leave();
    if (elements != NO_FIT) {
      row[plan.listAt] = elements;
      return plan.listAt;
    }
    rescued.rollBack(mark);
    stopped = false;
    return restart ? KeyPlan.NONE : containerMisfit(plan, row, key, depth);
  }

  private Object listValue(ListPlan list, int value, int depth) {
    Object[] elements = new Object[tape.size(value)];
    int element = value + 1;
    for (int i = 0; i < elements.length; i++) {
      if (tape.kind(element) != JsonTape.NULL) {
        Object converted = elementValue(list, element, i, depth + 1);
        if (converted == NO_FIT) {
          return NO_FIT;
        }
        elements[i] = converted;
      }
      element = tape.next(element);
    }
    return values.list(elements);
  }

  private Object elementValue(ListPlan list, int element, int position, int depth) {
    byte kind = tape.kind(element);
    if (list.scalar() != null) {
      return scalarElement(list.scalar(), element, position);
    }
    LevelPlan level = list.struct();
    ListPlan inner = list.list();
    Object converted = NO_FIT;
    path.enterElement(position);
    if (level != null && kind == JsonTape.OBJECT) {
      converted = structValue(level, element, depth);
    } else if (list.isMaps() && kind == JsonTape.OBJECT) {
      converted = mapValue(element);
    } else if (inner != null && kind == JsonTape.ARRAY) {
      converted = listValue(inner, element, depth);
    }
    path.leave();
    return converted;
  }

  private Object scalarElement(Scalar type, int element, int position) {
    byte kind = tape.kind(element);
    if (kind == JsonTape.STRING) {
      return type == Scalar.STRING ? stringValue(element, ~position) : NO_FIT;
    }
    if (kind == JsonTape.NUMBER) {
      boolean fits = NumberTypes.holds(type, tape.number(element));
      return fits ? numberValue(type, element) : NO_FIT;
    }
    boolean bool = kind == JsonTape.TRUE || kind == JsonTape.FALSE;
    return bool && type == Scalar.BOOLEAN ? (Object) (kind == JsonTape.TRUE) : NO_FIT;
  }

  private int scalarMisfit(KeyPlan plan, Object[] row, int key, boolean makesVariant) {
    if (plan.takesAllAsText()) {
      return asText(plan, row, key);
    }
    if (makesVariant && !plan.isFull()) {
      needsColumn(key, key + 1);
    } else {
      rescue(key, key + 1, Why.TYPE);
    }
    return KeyPlan.NONE;
  }

  private int asText(KeyPlan plan, Object[] row, int key) {
    row[plan.stringAt] = jsonText(key);
    return plan.stringAt;
  }

  private int asJson(KeyPlan plan, Object[] row, int key) {
    row[plan.jsonAt] = jsonText(key);
    return plan.jsonAt;
  }

  private int containerMisfit(KeyPlan plan, Object[] row, int key, int depth) {
    int value = key + 1;
    if (plan.takesAllAsText()) {
      return asText(plan, row, key);
    }
    if (!shape.isTyped(tape, value, depth, shadowed)) {
      if (plan.jsonAt != KeyPlan.NONE) {
        return asJson(plan, row, key);
      }
      rescue(key, value, Why.TYPE);
      return KeyPlan.NONE;
    }
    boolean deep = shape.isTooDeep(tape, value, depth);
    boolean text = deep || shape.isJsonText(tape, value, depth, plan, shadowed);
    if (plan.jsonAt != KeyPlan.NONE && (text || plan.jsonTakesAll() || onNew != OnNew.STOP)) {
      return asJson(plan, row, key);
    }
    boolean mixed = text && !deep;
    boolean rescued = mixed ? plan.rescuesMixed() : !deep && plan.isFull();
    if (rescued) {
      rescue(key, value, Why.TYPE);
    } else {
      needsColumn(key, value);
    }
    return KeyPlan.NONE;
  }

  private Object jsonText(int key) {
    int from = tape.start(key + 1);
    int length = tape.end(key + 1) - from;
    if (!tape.isBrokenWithin(key + 1) || Utf8.isValid(tape.bytes(), from, length)) {
      return values.string(tape.bytes(), from, length);
    }
    rescue(key, key + 1, Why.BYTES);
    byte[] repaired = Utf8.repair(tape.bytes(), from, length);
    return values.string(repaired, 0, repaired.length);
  }

  private void unknown(LevelPlan level, int key, int depth) {
    int value = key + 1;
    if (shape.carriesNothing(tape, value, depth)) {
      return;
    }
    boolean typed = shape.isTyped(tape, value, depth, shadowed);
    if (typed && mayGetColumn(level, key)) {
      stop();
      return;
    }
    Why noColumn = evolve == Evolve.RESCUE ? Why.FROZEN : Why.BUDGET;
    rescueUnknown(key, value, typed ? noColumn : Why.TYPE);
  }

  /** Another spelling of a key that has columns shares them, whatever the bounds. */
  private boolean mayGetColumn(LevelPlan level, int key) {
    boolean takesAny = onNew == OnNew.STOP && evolve != Evolve.RESCUE;
    return onNew != OnNew.RESCUE && (takesAny || level.knowsClassOf(tape, key));
  }

  /** Unknown keys have no plan that would show a second member of the same key. */
  private void rescueUnknown(int key, int value, Why why) {
    if (shadowed == null) {
      shadowed = Duplicates.shadowed(tape, root);
      restart = !shadowed.isEmpty();
    }
    rescue(key, value, why);
  }

  private void needsColumn(int key, int value) {
    if (onNew == OnNew.STOP) {
      stop();
    } else {
      rescue(key, value, onNew == OnNew.RESCUE ? Why.TYPE : Why.BUDGET);
    }
  }

  /** Unless the value turns out to be replaced, or typed only by a member that is. */
  private void stop() {
    if (shadowed == null) {
      shadowed = Duplicates.shadowed(tape, root);
      restart = !shadowed.isEmpty();
    }
    stopped = !restart;
  }

  private void rescue(int step, int value, Why why) {
    if (step < 0) {
      path.enterElement(~step);
    } else {
      path.enterKey(step);
    }
    if (why == Why.BUDGET && onNew == OnNew.STOP_IF_KNOWN && overBudget.size() < NAMED_KEYS) {
      overBudget.add(path.keys(tape));
    }
    rescued.add(path.pointer(tape), tape.bytes(), tape.start(value), tape.end(value), why);
    path.leave();
  }
}
