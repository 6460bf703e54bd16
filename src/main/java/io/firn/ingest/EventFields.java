package io.firn.ingest;

import io.firn.parse.FieldWriter.FreeText;
import io.firn.parse.JsonTape;
import io.firn.parse.MessageParser.Parsed;
import io.firn.parse.MessageReader;
import io.firn.policy.EventPolicy;
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
  private final MessageReader reader;
  private final JsonTape tape;

  EventFields(EventPolicy policy) {
    this.policy = policy;
    this.unwrapper = policy.unwrap().isEmpty() ? null : new Unwrapper(policy.unwrap());
    this.redactor =
        policy.redaction().isNone() ? null : new Redactor(policy.redaction(), policy.unwrap());
    this.reader =
        new MessageReader(policy.parser(), redactor == null ? FreeText.KEPT : FreeText.LEFT_OUT);
    this.tape = reader.tape();
  }

  EventPolicy policy() {
    return policy;
  }

  /** The messages that follow are of another object. */
  void startObject() {
    reader.startObject();
  }

  /** What became of the message: unless NOT, {@link #tape} has its fields, unwrapped. */
  Parsed read(byte[] bytes, int offset, int length) {
    Parsed parsed = reader.read(bytes, offset, length);
    if (parsed != Parsed.NOT && unwrapper != null && unwrapper.unwrap(tape)) {
      reread(unwrapper.bytes(), unwrapper.length());
    }
    return parsed;
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

  /** Whether free text of the message that was read last is not among its fields. */
  boolean leftTextOut() {
    return reader.leftTextOut();
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
