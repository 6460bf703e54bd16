package io.firn.ingest;

import io.firn.parse.JsonTape;
import io.firn.policy.EventPolicy;
import io.firn.policy.EventPolicy.Parser;
import io.firn.policy.Redactor;
import io.firn.policy.Unwrapper;
import org.jspecify.annotations.Nullable;

/**
 * Messages as fields, as a route wants them. For one thread; reused from event to event and from
 * object to object.
 */
final class EventFields {
  private final EventPolicy policy;
  private final @Nullable Unwrapper unwrapper;
  private final @Nullable Redactor redactor;
  private final JsonTape tape = new JsonTape();

  EventFields(EventPolicy policy) {
    this.policy = policy;
    this.unwrapper = policy.unwrap().isEmpty() ? null : new Unwrapper(policy.unwrap());
    this.redactor =
        policy.redaction().isNone() ? null : new Redactor(policy.redaction(), policy.unwrap());
  }

  EventPolicy policy() {
    return policy;
  }

  /** True if the message is fields: then {@link #tape} has them, unwrapped. */
  boolean read(byte[] bytes, int offset, int length) {
    if (policy.parser() == Parser.TEXT
        || !tape.read(bytes, offset, length)
        || tape.hasBrokenKey()) {
      return false;
    }
    if (unwrapper != null && unwrapper.unwrap(tape)) {
      reread(unwrapper.bytes(), unwrapper.length());
    }
    return true;
  }

  /** Takes out what is dropped and masked; true if that was anything. */
  boolean redact() {
    if (redactor == null || !redactor.redact(tape)) {
      return false;
    }
    reread(redactor.bytes(), redactor.length());
    return true;
  }

  private void reread(byte[] bytes, int length) {
    if (!tape.read(bytes, 0, length)) {
      throw new IllegalStateException("The changed message is no JSON object");
    }
  }

  /** The fields of the message that was read last. */
  JsonTape tape() {
    return tape;
  }

  /** Values that {@link #redact} dropped. */
  int dropped() {
    return redactor == null ? 0 : redactor.dropped();
  }

  /** Values that {@link #redact} masked. */
  int masked() {
    return redactor == null ? 0 : redactor.masked();
  }
}
