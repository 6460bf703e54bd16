package io.firn.policy;

import io.firn.parse.JsonTape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts JSON objects that strings hold into the strings' place: for each string that a path leads
 * to, also under repeated keys, in arrays, within an object that was in a string itself, and
 * whatever the spelling of the key. For one thread; reused from message to message.
 */
public final class Unwrapper {
  private final KeyTrie root;
  private final SplicedText text = new SplicedText();

  /** One for each string within strings. */
  private final List<JsonTape> inner = new ArrayList<>();

  private boolean found;

  /** Compiles the paths. */
  public Unwrapper(List<KeyPath> paths) {
    root = KeyTrie.ofUnwrapped(paths);
  }

  /**
   * True if the message held anything to unwrap: then {@link #bytes} has it as a valid object, no
   * longer than before, every other byte as it was, only white space around objects left out.
   * False: the message may be used as it is, and {@code bytes} is undefined.
   */
  public boolean unwrap(JsonTape message) {
    found = false;
    text.begin(message.start(0));
    object(message, 0, root, 0);
    if (found) {
      text.copyTo(message.bytes(), message.end(0));
    }
    return found;
  }

  /** The new text, from offset 0; valid until the next message. */
  public byte[] bytes() {
    return text.bytes();
  }

  /** Of the new text. */
  public int length() {
    return text.length();
  }

  /** Recurses no deeper than the paths. */
  private void object(JsonTape message, int object, KeyTrie node, int level) {
    if (node.isLeaf()) {
      return;
    }
    int end = message.next(object);
    for (int key = object + 1; key < end; key = message.next(key + 1)) {
      KeyTrie child = node.child(message, key);
      if (child != null) {
        value(message, key + 1, child, level);
      }
    }
  }

  /** A value, or those within arrays, however deep, found by going over the tokens one by one. */
  private void value(JsonTape message, int value, KeyTrie node, int level) {
    int end = message.next(value);
    int token = value;
    while (token < end) {
      if (message.kind(token) == JsonTape.OBJECT) {
        object(message, token, node, level);
        token = message.next(token);
      } else {
        if (node.isUnwrapped() && message.kind(token) == JsonTape.STRING) {
          string(message, token, node, level);
        }
        token++;
      }
    }
  }

  private void string(JsonTape message, int token, KeyTrie node, int level) {
    JsonTape held = held(message, token, level);
    if (held == null) {
      return;
    }
    found = true;
    text.copyTo(message.bytes(), message.start(token));
    text.skipTo(held.start(0));
    object(held, 0, node, level + 1);
    text.copyTo(held.bytes(), held.end(0));
    text.skipTo(message.end(token));
  }

  /**
   * What the string holds, if that is an object; null otherwise. A broken string says nothing
   * exactly, and a broken key would make text of the whole message.
   */
  private @Nullable JsonTape held(JsonTape message, int token, int level) {
    if (message.isBroken(token) || !mayHoldObject(message, token)) {
      return null;
    }
    byte[] content = message.decode(token);
    if (inner.size() == level) {
      inner.add(new JsonTape());
    }
    JsonTape tape = inner.get(level);
    return tape.read(content, 0, content.length) && !tape.hasBrokenKey() ? tape : null;
  }

  /** By its first byte: a brace, white space, or an escape of one of them. */
  private static boolean mayHoldObject(JsonTape message, int token) {
    byte first = message.bytes()[message.start(token) + 1];
    return first == '{' || first == ' ' || first == '\\';
  }
}
