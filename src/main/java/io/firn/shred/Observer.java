package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.NumberTypes;
import io.firn.schema.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.iceberg.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Counts what messages hold that no committed column takes. Without committed columns that is
 * everything. For one thread.
 */
public final class Observer {
  private final @Nullable LevelPlan committed;
  private final Observation root = new Observation();
  private final SeenKeys keys = new SeenKeys(root);
  private final Tally tally = new Tally();

  private JsonTape tape = new JsonTape();
  private @Nullable BitSet shadowed;
  private boolean restart;
  private long serial;

  private Observer(@Nullable LevelPlan committed) {
    this.committed = committed;
  }

  /** For a new table: every value counts. */
  public static Observer ofEverything() {
    return new Observer(null);
  }

  /** For a table: only what its columns do not hold counts. */
  public static Observer beside(Struct committed, Schema schema) {
    return new Observer(LevelPlan.of(committed, schema.asStruct()));
  }

  public Observation observation() {
    return root;
  }

  public void observe(JsonTape message) {
    tape = message;
    shadowed = null;
    walk();
    if (restart) {
      walk();
    }
    tally.apply();
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
    for (int i = tape.size(token); i > 0 && !restart; i--) {
      if (shadowed == null || !shadowed.get(key)) {
        int entry = seen.see(tape, key, expected, current);
        KeyPlan plan = level == null ? null : level.planOf(tape, key);
        if (entry == SeenKeys.DUPLICATE || (plan != null && plan.seenIn == current)) {
          shadowed = Duplicates.shadowed(tape, committed);
          restart = true;
          return false;
        }
        expected = entry + 1;
        typed |= member(plan, seen, entry, key, depth + 1, current);
      }
      key = tape.next(key + 1);
    }
    return typed;
  }

  private boolean member(
      @Nullable KeyPlan plan, SeenKeys seen, int entry, int key, int depth, long current) {
    if (seen.meets(entry, current)) {
      tally.meet(seen.observed(), new String(tape.decode(key), UTF_8));
    }
    SeenKeys child = seen.child(entry);
    if (plan == null) {
      return all(child, key + 1, depth);
    }
    plan.seenIn = current;
    return misfits(plan, child, key + 1, depth);
  }

  /** Counts the value and all below it; says whether it makes a column. */
  private boolean all(SeenKeys seen, int value, int depth) {
    return switch (tape.kind(value)) {
      case JsonTape.NULL -> false;
      case JsonTape.OBJECT -> struct(seen, value, depth);
      case JsonTape.ARRAY -> list(seen, value, depth);
      case JsonTape.NUMBER -> {
        tally.count(seen.observed(), tape.number(value));
        yield Shape.isHoldable(tape, value);
      }
      case JsonTape.STRING -> {
        boolean empty = isEmptyString(value);
        tally.count(seen.observed(), empty ? Observation.EMPTY_STRING : Observation.STRING);
        yield true;
      }
      default -> {
        tally.count(seen.observed(), Observation.BOOLEAN);
        yield true;
      }
    };
  }

  private boolean isEmptyString(int value) {
    return tape.end(value) - tape.start(value) == 2;
  }

  private boolean struct(SeenKeys seen, int value, int depth) {
    if (Shape.isTooDeep(tape, value, depth)) {
      tally.count(seen.observed(), Observation.DEEP);
      return true;
    }
    boolean typed = object(null, seen, value, depth);
    if (typed) {
      tally.count(seen.observed(), Observation.STRUCT);
    }
    return typed;
  }

  private boolean list(SeenKeys seen, int value, int depth) {
    if (Shape.isTooDeep(tape, value, depth)) {
      tally.count(seen.observed(), Observation.DEEP);
      return true;
    }
    int of = Shape.listOf(tape, value, depth, shadowed);
    if (of == Shape.UNTYPED) {
      return false;
    }
    tally.count(seen.observed(), of);
    if (of != Observation.MIXED) {
      elements(seen.element(), value, depth + 1);
    }
    return true;
  }

  private void elements(SeenKeys seen, int value, int depth) {
    int element = value + 1;
    for (int i = tape.size(value); i > 0 && !restart; i--) {
      if (!all(seen, element, depth) && Shape.isContainer(tape, element)) {
        untyped(seen, element, depth);
      }
      element = tape.next(element);
    }
  }

  /** Makes no column, but keeps the whole array out of lists of anything else. */
  private void untyped(SeenKeys seen, int element, int depth) {
    if (tape.kind(element) == JsonTape.OBJECT) {
      tally.count(seen.observed(), Observation.STRUCT);
    } else {
      tally.count(seen.observed(), Observation.LIST_OF_LIST);
      elements(seen.element(), element, depth + 1);
    }
  }

  /** Counts what the key's columns do not hold and a further column would. */
  private boolean misfits(KeyPlan plan, SeenKeys seen, int value, int depth) {
    if (!Shape.isTyped(tape, value, depth, shadowed)) {
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
    boolean held =
        switch (tape.kind(value)) {
          case JsonTape.STRING -> plan.stringAt != KeyPlan.NONE || isEmptyString(value);
          case JsonTape.NUMBER -> plan.numberAt[tape.number(value)] != KeyPlan.NONE;
          default -> plan.booleanAt != KeyPlan.NONE;
        };
    if (!held && !plan.isFull()) {
      all(seen, value, depth);
    }
  }

  private void structMisfits(KeyPlan plan, SeenKeys seen, int value, int depth) {
    if (plan.struct != null) {
      object(plan.struct, seen, value, depth);
    } else if (Shape.isJsonText(tape, value, depth, plan, shadowed)) {
      countJsonText(plan, seen, Observation.DEEP);
    } else if (!plan.isFull()) {
      all(seen, value, depth);
    }
  }

  private void listMisfits(KeyPlan plan, SeenKeys seen, int value, int depth) {
    if (plan.list != null && fits(plan.list, value)) {
      fittingElements(plan.list, seen.element(), value, depth + 1);
    } else if (Shape.isJsonText(tape, value, depth, plan, shadowed)) {
      countJsonText(plan, seen, Observation.MIXED);
    } else if (!plan.isFull()) {
      all(seen, value, depth);
    }
  }

  private void countJsonText(KeyPlan plan, SeenKeys seen, int code) {
    if (plan.jsonAt == KeyPlan.NONE) {
      tally.count(seen.observed(), code);
    }
  }

  private void fittingElements(ListPlan list, SeenKeys seen, int value, int depth) {
    int element = value + 1;
    for (int i = tape.size(value); i > 0 && !restart; i--) {
      if (tape.kind(element) == JsonTape.OBJECT) {
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
      case JsonTape.OBJECT -> list.struct() != null;
      case JsonTape.ARRAY -> inner != null && fits(inner, element);
      case JsonTape.STRING -> scalar == Scalar.STRING;
      case JsonTape.NUMBER -> scalar != null && NumberTypes.holds(scalar, tape.number(element));
      default -> scalar == Scalar.BOOLEAN;
    };
  }

  /** What one message counts; taken back when the walk starts over. */
  private static final class Tally {
    private Observation[] paths = new Observation[64];
    private int[] codes = new int[64];
    private int size;
    private final List<Runnable> meetings = new ArrayList<>();

    void clear() {
      size = 0;
      meetings.clear();
    }

    void count(Observation path, int code) {
      if (size == codes.length) {
        paths = Arrays.copyOf(paths, size * 2);
        codes = Arrays.copyOf(codes, size * 2);
      }
      paths[size] = path;
      codes[size++] = code;
    }

    void meet(Observation path, String key) {
      meetings.add(() -> path.meet(key));
    }

    void apply() {
      for (int i = 0; i < size; i++) {
        paths[i].count(codes[i]);
      }
      meetings.forEach(Runnable::run);
    }
  }
}
