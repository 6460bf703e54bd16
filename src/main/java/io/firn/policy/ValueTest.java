package io.firn.policy;

import io.firn.parse.JsonTape;
import java.util.List;

/** A question to a value; unknown if it does not suit its kind. */
sealed interface ValueTest {
  Truth of(Value value);

  /** Strings in the order of their code points. */
  record Text(ComparisonSign sign, Value literal) implements ValueTest {
    @Override
    public Truth of(Value value) {
      return value.kind() == JsonTape.STRING
          ? sign.judge(value.compareText(literal))
          : Truth.UNKNOWN;
    }
  }

  /** Numbers by their exact value. */
  record Numeric(ComparisonSign sign, Decimal literal) implements ValueTest {
    @Override
    public Truth of(Value value) {
      return value.kind() == JsonTape.NUMBER
          ? sign.judge(value.number().compareTo(literal))
          : Truth.UNKNOWN;
    }
  }

  /** False before true. */
  record Flag(ComparisonSign sign, boolean literal) implements ValueTest {
    @Override
    public Truth of(Value value) {
      boolean isFlag = value.kind() == JsonTape.TRUE || value.kind() == JsonTape.FALSE;
      return isFlag
          ? sign.judge(Boolean.compare(value.kind() == JsonTape.TRUE, literal))
          : Truth.UNKNOWN;
    }
  }

  /** Strings of a form. */
  record Like(LikePattern pattern) implements ValueTest {
    @Override
    public Truth of(Value value) {
      return value.kind() == JsonTape.STRING ? Truth.when(value.isLike(pattern)) : Truth.UNKNOWN;
    }
  }

  /** True if any is, false if all are. */
  record AnyOf(List<ValueTest> tests) implements ValueTest {
    @Override
    public Truth of(Value value) {
      Truth any = Truth.FALSE;
      for (ValueTest test : tests) {
        Truth truth = test.of(value);
        if (truth == Truth.TRUE) {
          return truth;
        }
        any = truth == Truth.UNKNOWN ? truth : any;
      }
      return any;
    }
  }

  /** Absent values are null too; unknown only beyond an array. */
  record IsNull() implements ValueTest {
    @Override
    public Truth of(Value value) {
      return value.kind() == Value.BEYOND_ARRAY
          ? Truth.UNKNOWN
          : Truth.when(value.kind() == JsonTape.NULL);
    }
  }
}
