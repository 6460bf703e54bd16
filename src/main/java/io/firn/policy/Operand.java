package io.firn.policy;

import io.firn.parse.JsonTape;
import java.util.List;

/** Where a filter finds a value. */
sealed interface Operand {
  Value value(FilteredEvent event);

  /** The raw text of the event. */
  record Message() implements Operand {
    @Override
    public Value value(FilteredEvent event) {
      return Value.text(event.bytes(), event.offset(), event.length());
    }
  }

  /** The event's log group. */
  record Group() implements Operand {
    @Override
    public Value value(FilteredEvent event) {
      return Value.text(event.logGroup());
    }
  }

  /** The event's log stream, if it is known. */
  record Stream() implements Operand {
    @Override
    public Value value(FilteredEvent event) {
      String stream = event.logStream();
      return stream == null ? Value.NOTHING : Value.text(stream);
    }
  }

  /** A value of a JSON message: of keys that are repeated the last. */
  record Field(List<FoldedKey> keys) implements Operand {
    @Override
    public Value value(FilteredEvent event) {
      JsonTape tape = event.fields();
      if (tape == null) {
        return Value.NOTHING;
      }
      int token = 0;
      for (FoldedKey key : keys) {
        if (tape.kind(token) != JsonTape.OBJECT) {
          return tape.kind(token) == JsonTape.ARRAY ? Value.HIDDEN : Value.NOTHING;
        }
        token = last(tape, token, key);
        if (token < 0) {
          return Value.NOTHING;
        }
      }
      return Value.at(tape, token);
    }

    private static int last(JsonTape tape, int object, FoldedKey name) {
      int found = -1;
      int end = tape.next(object);
      for (int key = object + 1; key < end; key = tape.next(key + 1)) {
        if (name.matches(tape, key)) {
          found = key + 1;
        }
      }
      return found;
    }
  }
}
