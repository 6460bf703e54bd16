package io.firn.policy;

/** SQL's three values. */
enum Truth {
  TRUE,
  FALSE,
  UNKNOWN;

  static Truth when(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  Truth negated() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
