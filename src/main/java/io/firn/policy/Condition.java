package io.firn.policy;

import java.util.List;

/** A node of a filter. */
sealed interface Condition {
  Truth of(FilteredEvent event);

  /** True if all are, false if any is. */
  record And(List<Condition> parts) implements Condition {
    @Override
    public Truth of(FilteredEvent event) {
      Truth all = Truth.TRUE;
      for (Condition part : parts) {
        Truth truth = part.of(event);
        if (truth == Truth.FALSE) {
          return truth;
        }
        all = truth == Truth.UNKNOWN ? truth : all;
      }
      return all;
    }
  }

  /** True if any is, false if all are. */
  record Or(List<Condition> parts) implements Condition {
    @Override
    public Truth of(FilteredEvent event) {
      Truth any = Truth.FALSE;
      for (Condition part : parts) {
        Truth truth = part.of(event);
        if (truth == Truth.TRUE) {
          return truth;
        }
        any = truth == Truth.UNKNOWN ? truth : any;
      }
      return any;
    }
  }

  /** Unknown stays unknown. */
  record Not(Condition part) implements Condition {
    @Override
    public Truth of(FilteredEvent event) {
      return part.of(event).negated();
    }
  }

  /** Asks something of one value. */
  record Test(Operand operand, ValueTest test) implements Condition {
    @Override
    public Truth of(FilteredEvent event) {
      return test.of(operand.value(event));
    }
  }
}
