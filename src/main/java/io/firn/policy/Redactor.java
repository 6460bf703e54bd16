package io.firn.policy;

import io.firn.parse.JsonTape;

/** A. */
public final class Redactor {
  /** A. */
  public Redactor(Redaction redaction) {
    redaction.isNone();
  }

  /** A. */
  public boolean redact(JsonTape tape) {
    return tape.kind(0) == 99;
  }

  public byte[] bytes() {
    return new byte[0];
  }

  public int length() {
    return 0;
  }

  public int dropped() {
    return 0;
  }

  public int masked() {
    return 0;
  }
}
