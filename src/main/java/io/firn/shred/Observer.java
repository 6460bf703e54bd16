package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.policy.Hint;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Evolve;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.NumberTypes;
import io.firn.schema.Observation;
import java.util.BitSet;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Counts what messages hold that no committed column takes. Without committed columns that is
 * everything. For one thread.
 */
public final class Observer {
  private final @Nullable LevelPlan committed;
  private final boolean takesNewKeys;
  private final Shape shape;
  private final HintConversion conversion;
  private final Observation root = new Observation();
  private final SeenKeys keys;
  private final Tally tally;

  private JsonTape tape = new JsonTape();
  private @Nullable BitSet shadowed;
  private boolean restart;
  private long serial;

  private Observer(@Nullable LevelPlan committed, SchemaRules rules, String object) {
    this.committed = committed;
    this.takesNewKeys = rules.evolve() != Evolve.RESCUE;
    this.shape = new Shape(rules.bounds().maxDepth());
    this.conversion = new HintConversion(rules.nullValues());
    this.keys = SeenKeys.root(root, rules);
    this.tally = new Tally(rules.mayRefuse() ? object : null);
  }

  /**
   * For a new table: every value counts.
   *
   * @param object where the messages come from
   */
  public static Observer ofEverything(SchemaRules rules, String object) {
    return new Observer(null, rules.ofNewTable(), object);
  }

  /**
   * For a table: only what its columns do not hold counts.
   *
   * @param object where the messages come from
   */
  public static Observer beside(Struct committed, Schema schema, SchemaRules rules, String object) {
    return new Observer(LevelPlan.root(committed, schema.asStruct(), rules), rules, object);
  }

  /** What was counted so far. */
  public Observation observation() {
    return root;
  }

  /**
   * Counts a message.
   *
   * @param position the event's number in its object, from 1
   */
  public void observe(JsonTape message, long position) {
    tape = message;
    shadowed = null;
    walk();
    if (restart) {
      walk();
    }
    tally.apply(position);
  }

  private void walk() {
    restart = false;
    tally.clear();
    object(committed, keys, 0, 0);
  }

  /** Whether the object holds anything that makes a column. */
  private boolean object(@Nullable LevelPlan level, SeenKeys seen, int token, int depth) {
    long current = ++serial;
    boolean typed = false;
    int expected = 0;
    int key = token + 1;
    if (level != null) {
      seen.widen();
    }
    for (int i = tape.size(token); i > 0 && !restart; i--) {
      if (shadowed == null || !shadowed.get(key)) {
        int entry = seen.find(tape, key, expected);
        KeyPlan plan = level == null ? null : level.planOf(tape, key);
        if (seen.isRepeated(entry, current) || (plan != null && plan.seenIn == current)) {
          shadowed = Duplicates.shadowed(tape, committed);
          restart = true;
          return false;
        }
        if (entry == KeyIndex.ABSENT && shape.isTyped(tape, key + 1, depth + 1, shadowed)) {
          boolean known = plan != null || (level != null && level.knowsClassOf(tape, key));
          entry = known ? seen.addKnown(tape, key, current) : seen.add(tape, key, current);
        }
        if (entry >= 0) {
          expected = entry + 1;
          boolean counts = plan != null || level == null || needsColumn(level, key, depth + 1);
          typed |= counts && member(plan, seen, entry, key, depth + 1, current);
        } else if (entry == SeenKeys.BEYOND) {
          typed |= shape.isTyped(tape, key + 1, depth + 1, shadowed);
        }
      }
      key = tape.next(key + 1);
    }
    return typed;
  }

  /**
   * As the shredder sees it: a message may be stored unobserved up to there, so nothing that it
   * passes by has a say. Another spelling of a key that has columns shares them.
   */
  private boolean needsColumn(LevelPlan level, int key, int depth) {
    return (takesNewKeys || level.knowsClassOf(tape, key))
        && shape.isTyped(tape, key + 1, depth, shadowed);
  }

  private boolean member(
      @Nullable KeyPlan plan, SeenKeys seen, int entry, int key, int depth, long current) {
    SeenKeys child = seen.child(entry);
    boolean typed;
    if (plan == null) {
      typed = all(child, key + 1, depth);
    } else {
      plan.seenIn = current;
      typed = misfits(plan, child, key + 1, depth);
    }
    if (typed && seen.meets(entry, current)) {
      tally.meet(seen.observed(), new String(tape.decode(key), UTF_8));
    }
    return typed;
  }

  /** Counts the value and all below it; says whether it makes a column. */
  private boolean all(SeenKeys seen, int value, int depth) {
    if (isHinted(seen.rule().hint(), value, depth)) {
      tally.count(seen.observed(), Observation.HINTED, tape, value);
      return true;
    }
    return switch (tape.kind(value)) {
      case JsonTape.NULL -> false;
      case JsonTape.OBJECT -> struct(seen, value, depth);
      case JsonTape.ARRAY -> list(seen, value, depth);
      case JsonTape.NUMBER -> {
        boolean holdable = Shape.isHoldable(tape, value);
        if (holdable) {
          tally.count(seen.observed(), tape.number(value), tape, value);
        }
        yield holdable;
      }
      case JsonTape.STRING -> {
        boolean empty = isEmptyString(value);
        tally.count(
            seen.observed(), empty ? Observation.EMPTY_STRING : Observation.STRING, tape, value);
        yield true;
      }
      default -> {
        tally.count(seen.observed(), Observation.BOOLEAN, tape, value);
        yield true;
      }
    };
  }

  private boolean isEmptyString(int value) {
    return tape.end(value) - tape.start(value) == 2;
  }

  /** Whether the key's hint converts the value; what makes no column is not worth one. */
  private boolean isHinted(@Nullable Hint hint, int value, int depth) {
    return hint != null
        && hint.converts()
        && tape.kind(value) != JsonTape.NULL
        && conversion.takes(hint, tape, value)
        && shape.isTyped(tape, value, depth, shadowed);
  }

  private boolean struct(SeenKeys seen, int value, int depth) {
    if (shape.isTooDeep(tape, value, depth)) {
      tally.count(seen.observed(), Observation.DEEP, tape, value);
      return true;
    }
    boolean whole = seen.isMap() || seen.rule().hint() == Hint.JSON;
    boolean typed =
        whole ? shape.isTyped(tape, value, depth, shadowed) : object(null, seen, value, depth);
    if (typed) {
      tally.count(seen.observed(), Observation.STRUCT, tape, value);
    }
    return typed;
  }

  private boolean list(SeenKeys seen, int value, int depth) {
    if (shape.isTooDeep(tape, value, depth)) {
      tally.count(seen.observed(), Observation.DEEP, tape, value);
      return true;
    }
    int of = shape.listOf(tape, value, depth, shadowed);
    if (of == Shape.UNTYPED) {
      return false;
    }
    tally.count(seen.observed(), of, tape, value);
    if (of != Observation.MIXED && seen.rule().hint() != Hint.JSON) {
      elements(seen.element(), value, depth + 1);
    }
    return true;
  }

  private void elements(SeenKeys seen, int value, int depth) {
    int element = value + 1;
    for (int i = tape.size(value); i > 0 && !restart; i--) {
      if (!all(seen, element, depth)) {
        untyped(seen, element, depth);
      }
      element = tape.next(element);
    }
  }

  /** Makes no column, but keeps the whole array out of lists of anything else. */
  private void untyped(SeenKeys seen, int element, int depth) {
    switch (tape.kind(element)) {
      case JsonTape.OBJECT -> tally.count(seen.observed(), Observation.STRUCT, tape, element);
      case JsonTape.ARRAY -> {
        tally.count(seen.observed(), Observation.LIST_OF_LIST, tape, element);
        elements(seen.element(), element, depth + 1);
      }
      case JsonTape.NUMBER -> tally.count(seen.observed(), tape.number(element), tape, element);
      default -> {}
    }
  }

  /** Counts what the key's columns do not hold and a further column would. */
  private boolean misfits(KeyPlan plan, SeenKeys seen, int value, int depth) {
    if (!shape.isTyped(tape, value, depth, shadowed)) {
      return false;
    }
    switch (tape.kind(value)) {
      case JsonTape.OBJECT -> structMisfits(plan, seen, value, depth);
      case JsonTape.ARRAY -> listMisfits(plan, seen, value, depth);
      default -> scalarMisfits(plan, seen, value, depth);
    }
    return true;
  }

  private void scalarMisfits(KeyPlan plan, SeenKeys seen, int value, int depth) {
    if (!plan.takesAllAsText() && !isHeld(plan, value) && !plan.isFull()) {
      all(seen, value, depth);
    }
  }

  private boolean isHeld(KeyPlan plan, int value) {
    Hint hint = plan.hint;
    if (hint != null && conversion.takes(hint, tape, value)) {
      return true;
    }
    return switch (tape.kind(value)) {
      case JsonTape.STRING -> plan.stringAt != KeyPlan.NONE || isEmptyString(value);
      case JsonTape.NUMBER -> plan.numberAt[tape.number(value)] != KeyPlan.NONE;
      default -> plan.booleanAt != KeyPlan.NONE;
    };
  }

  private void structMisfits(KeyPlan plan, SeenKeys seen, int value, int depth) {
    if (plan.struct != null) {
      object(plan.struct, seen, value, depth);
    } else if (plan.mapAt == KeyPlan.NONE) {
      containerMisfits(plan, seen, value, depth);
    }
  }

  private void listMisfits(KeyPlan plan, SeenKeys seen, int value, int depth) {
    if (plan.list != null && fits(plan.list, value)) {
      fittingElements(plan.list, seen.element(), value, depth + 1);
    } else {
      containerMisfits(plan, seen, value, depth);
    }
  }

  private void containerMisfits(KeyPlan plan, SeenKeys seen, int value, int depth) {
    if (plan.takesAllAsText() || plan.jsonTakesAll()) {
      return;
    }
    if (shape.isTooDeep(tape, value, depth)) {
      countJsonText(plan, seen, Observation.DEEP, value);
    } else if (shape.isJsonText(tape, value, depth, plan, shadowed)) {
      if (!plan.rescuesMixed()) {
        countJsonText(plan, seen, Observation.MIXED, value);
      }
    } else if (!plan.isFull()) {
      all(seen, value, depth);
    }
  }

  private void countJsonText(KeyPlan plan, SeenKeys seen, int code, int value) {
    if (plan.jsonAt == KeyPlan.NONE) {
      tally.count(seen.observed(), code, tape, value);
    }
  }

  private void fittingElements(ListPlan list, SeenKeys seen, int value, int depth) {
    int element = value + 1;
    for (int i = tape.size(value); i > 0 && !restart; i--) {
      if (list.struct() != null && tape.kind(element) == JsonTape.OBJECT) {
        object(list.struct(), seen, element, depth);
      } else if (list.list() != null && tape.kind(element) == JsonTape.ARRAY) {
        fittingElements(list.list(), seen.element(), element, depth + 1);
      }
      element = tape.next(element);
    }
  }

  private boolean fits(ListPlan list, int value) {
    int element = value + 1;
    for (int i = tape.size(value); i > 0; i--) {
      if (!elementFits(list, element)) {
        return false;
      }
      element = tape.next(element);
    }
    return true;
  }

  private boolean elementFits(ListPlan list, int element) {
    Scalar scalar = list.scalar();
    ListPlan inner = list.list();
    return switch (tape.kind(element)) {
      case JsonTape.NULL -> true;
      case JsonTape.OBJECT -> list.takesObjects();
      case JsonTape.ARRAY -> inner != null && fits(inner, element);
      case JsonTape.STRING -> scalar == Scalar.STRING;
      case JsonTape.NUMBER -> scalar != null && NumberTypes.holds(scalar, tape.number(element));
      default -> scalar == Scalar.BOOLEAN;
    };
  }
}
