package io.firn.shred;

import io.firn.parse.JsonNumber;
import io.firn.policy.ColumnRule;
import io.firn.policy.Hint;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.schema.Column;
import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.NumberTypes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the values of one key go in the row of its level; {@link #NONE} where they cannot. */
final class KeyPlan {
  static final int NONE = -1;

  int booleanAt = NONE;
  int stringAt = NONE;
  int structAt = NONE;
  int listAt = NONE;
  int jsonAt = NONE;
  int mapAt = NONE;

  /** The column that converted values go to. */
  int hintAt = NONE;

  @Nullable Hint hint;
  @Nullable LevelPlan struct;
  @Nullable ListPlan list;

  /** By the code of a number: the column that holds it, and that column's type. */
  final int[] numberAt = new int[JsonNumber.FITS + JsonNumber.SPELLED + 1];

  final Scalar[] numberType = new Scalar[numberAt.length];

  /** Ids of all columns of the key. */
  final BitSet fieldIds = new BitSet();

  /** The object, by serial number, that the key was last seen in. */
  long seenIn;

  private final List<NumberColumn> numbers = new ArrayList<>();
  private final ColumnRule rule;
  private final Conflict conflict;
  private boolean hasPlain;
  private boolean takesAllAsText;
  private boolean jsonTakesAll;
  private int variants;

  KeyPlan(ColumnRule rule, Conflict conflict) {
    this.rule = rule;
    this.conflict = conflict;
  }

  private record NumberColumn(Scalar type, int at, Kind kind) {}

  /** Counts a column of the key towards its variants. */
  void account(Column column, int fieldId) {
    fieldIds.set(fieldId);
    hasPlain |= column.kind() == Kind.PLAIN;
    variants += column.kind() == Kind.VARIANT ? 1 : 0;
    if (column.kind() == Kind.PLAIN && column.type() == Scalar.STRING) {
      takesAllAsText = column.hint() == Hint.STRING || conflict == Conflict.STRING;
    }
    jsonTakesAll |= column.kind() == Kind.JSON && column.hint() == Hint.JSON;
  }

  void addScalar(Column column, int at) {
    ColumnType type = column.type();
    Hint converted = column.hintUnder(rule);
    if (column.kind() == Kind.PLAIN && converted != null) {
      hint = converted;
      hintAt = at;
    }
    if (column.kind() == Kind.JSON) {
      jsonAt = at;
    } else if (type == Scalar.STRING) {
      stringAt = at;
    } else if (type == Scalar.BOOLEAN) {
      booleanAt = at;
    } else if (type != Scalar.TIMESTAMP) {
      numbers.add(new NumberColumn((Scalar) type, at, column.kind()));
    }
  }

  /** No further variant may come: what does not fit is rescued. */
  boolean isFull() {
    return hasPlain
        && switch (conflict) {
          case RESCUE -> true;
          case FAIL -> false;
          case VARIANT, STRING -> variants >= Column.MAX_VARIANTS;
        };
  }

  /** The string column takes every value, in JSON spelling. */
  boolean takesAllAsText() {
    return takesAllAsText;
  }

  /** The column of JSON text takes every object and array that has no column of its own. */
  boolean jsonTakesAll() {
    return jsonTakesAll;
  }

  /** What does not fit the plain column is rescued, mixed arrays too. */
  boolean rescuesMixed() {
    return hasPlain && conflict == Conflict.RESCUE;
  }

  void freeze() {
    for (int code = 0; code < numberAt.length; code++) {
      numberAt[code] = NONE;
      for (NumberColumn column : preferred(code)) {
        if (NumberTypes.holds(column.type, code)) {
          numberAt[code] = column.at;
          numberType[code] = column.type;
          break;
        }
      }
    }
  }

  /** The plain column first, then the one of the number's spelling, then the narrowest. */
  private List<NumberColumn> preferred(int code) {
    List<NumberColumn> sorted = new ArrayList<>(numbers);
    Scalar spelled = NumberTypes.spelled(code);
    sorted.sort(
        java.util.Comparator.comparing((NumberColumn c) -> c.kind != Kind.PLAIN)
            .thenComparing(c -> c.type != spelled)
            .thenComparing(c -> NumberTypes.NARROW_FIRST.indexOf(c.type)));
    return sorted;
  }
}
