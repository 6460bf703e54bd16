package io.firn.policy;

import io.firn.parse.JsonTape;
import org.jspecify.annotations.Nullable;

/** What a filter sees of an event; asked only while it looks at it, so one may be reused. */
public interface FilteredEvent {
  /** The message as a JSON object, unwrapped; null if it is text. */
  @Nullable JsonTape fields();

  /** Holds the raw message from {@link #offset}, {@link #length} bytes of it. */
  byte[] bytes();

  int offset();

  int length();

  String logGroup();

  /** Null where it is not known. */
  @Nullable String logStream();
}
