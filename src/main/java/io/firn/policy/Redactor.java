package io.firn.policy;

import io.firn.parse.JsonTape;
import java.util.List;

/**
 * Takes the values of a {@link Redaction} out of messages: each occurrence, also under repeated
 * keys, in arrays, and whatever the spelling of the key. For one thread; reused from message to
 * message.
 */
public final class Redactor {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final KeyTrie root;
  private final Masking masking;
  private final SplicedText text = new SplicedText();
  private int dropped;
  private int masked;

  /** For messages in which nothing was unwrapped. */
  public Redactor(Redaction redaction) {
    this(redaction, List.of());
  }

  /**
   * Compiles the paths.
   *
   * @param unwrapped where strings were unwrapped; one that is still a string on the way to a value
   *     is dropped, since the value cannot be found in it
   */
  public Redactor(Redaction redaction, List<KeyPath> unwrapped) {
    root = KeyTrie.of(redaction, unwrapped);
    masking = new Masking(redaction.key());
  }

  /**
   * True if the message held anything to take out: then {@link #bytes} has it as a valid object
   * without, every other byte as it was, only white space around the object left out. False: the
   * message may be used as it is, and {@code bytes} is undefined.
   */
  public boolean redact(JsonTape message) {
    dropped = 0;
    masked = 0;
    text.begin(message.start(0));
    object(message, 0, root);
    if (dropped + masked == 0) {
      return false;
    }
    text.copyTo(message.bytes(), message.end(0));
    return true;
  }

  /** The new text, from offset 0; valid until the next message. */
  public byte[] bytes() {
    return text.bytes();
  }

  /** Of the new text. */
  public int length() {
    return text.length();
  }

  /** Values of the last message that were dropped, a container as one. */
  public int dropped() {
    return dropped;
  }

  /** Values of the last message that were masked, a container as one. */
  public int masked() {
    return masked;
  }

  /** Objects within arrays, however deep, are found by going over the tokens one by one. */
  private void within(JsonTape message, int value, KeyTrie node) {
    int end = message.next(value);
    int token = value;
    while (token < end) {
      if (message.kind(token) == JsonTape.OBJECT) {
        object(message, token, node);
        token = message.next(token);
      } else {
        if (node.isUnwrapped() && !node.isLeaf() && message.kind(token) == JsonTape.STRING) {
          dropString(message, token);
        }
        token++;
      }
    }
  }

  private void dropString(JsonTape message, int token) {
    text.copyTo(message.bytes(), message.start(token));
    text.append(NULL, 0, NULL.length);
    text.skipTo(message.end(token));
    dropped++;
  }

  /** Recurses no deeper than the paths. */
  private void object(JsonTape message, int object, KeyTrie node) {
    if (node.isLeaf()) {
      return;
    }
    int end = message.next(object);
    int before = -1;
    boolean kept = false;
    for (int key = object + 1; key < end; key = message.next(key + 1)) {
      KeyTrie child = node.child(message, key);
      if (child != null && child.isDropped()) {
        drop(message, key, kept ? before : -1, end);
      } else {
        kept = true;
        if (child != null) {
          keep(message, key + 1, child);
        }
      }
      before = key + 1;
    }
  }

  /** Drops a member with one comma: that before it, or that after it if none before it is kept. */
  private void drop(JsonTape message, int key, int before, int end) {
    int next = message.next(key + 1);
    boolean takesCommaAfter = before < 0 && next < end;
    text.copyTo(message.bytes(), before < 0 ? message.start(key) : message.end(before));
    text.skipTo(takesCommaAfter ? message.start(next) : message.end(key + 1));
    dropped++;
  }

  private void keep(JsonTape message, int value, KeyTrie node) {
    Mask mask = node.mask();
    if (mask == null) {
      within(message, value, node);
    } else if (message.kind(value) != JsonTape.NULL) {
      text.copyTo(message.bytes(), message.start(value));
      byte[] shown = masking.mask(mask, message, value);
      text.append(shown, 0, shown.length);
      text.skipTo(message.end(value));
      masked++;
    }
  }
}
