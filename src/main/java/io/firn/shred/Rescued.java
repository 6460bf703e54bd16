package io.firn.shred;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonText;
import io.firn.parse.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Column {@code log_rescued} of one event: {@code [{"path": "<JSON Pointer>", "value": ..., "why":
 * "..."}]}. The value is the raw JSON token. With {@code why: bytes} it is the base64 of the raw
 * bytes, which then stand in a column with U+FFFD; an entry of another why whose bytes are not
 * UTF-8 says {@code "encoding": "base64"}.
 */
public final class Rescued {
  /** Why a value is not in a column. */
  public enum Why {
    /** No column holds it exactly. */
    TYPE,
    /** There was no room for a column. */
    BUDGET,
    /** The route takes no new keys. */
    FROZEN,
    /** A later member of the object has the same key. */
    DUPLICATE,
    /** Its bytes are not Unicode text; the column shows U+FFFD instead. */
    BYTES;

    private byte[] spelling() {
      return name().toLowerCase(java.util.Locale.ROOT).getBytes(ISO_8859_1);
    }
  }

  private final List<byte[]> entries = new ArrayList<>();

  public void clear() {
    entries.clear();
  }

  /** How many entries there are; see {@link #rollBack}. */
  int mark() {
    return entries.size();
  }

  void rollBack(int mark) {
    entries.subList(mark, entries.size()).clear();
  }

  /** Adds the raw bytes of a value (a message of text, or a JSON token) at a JSON Pointer. */
  public void add(String pointer, byte[] bytes, int from, int to, Why why) {
    byte[] raw = Arrays.copyOfRange(bytes, from, to);
    boolean encoded = why == Why.BYTES || !Utf8.isValid(raw, 0, raw.length);
    ByteArrayOutputStream entry = new ByteArrayOutputStream(raw.length + 64);
    entry.writeBytes("{\"path\":".getBytes(ISO_8859_1));
    entry.writeBytes(JsonText.quote(pointer.getBytes(UTF_8)));
    entry.writeBytes(",\"value\":".getBytes(ISO_8859_1));
    entry.writeBytes(encoded ? JsonText.quote(Base64.getEncoder().encode(raw)) : raw);
    entry.writeBytes(",\"why\":\"".getBytes(ISO_8859_1));
    entry.writeBytes(why.spelling());
    boolean marked = encoded && why != Why.BYTES;
    entry.writeBytes((marked ? "\",\"encoding\":\"base64\"}" : "\"}").getBytes(ISO_8859_1));
    entries.add(entry.toByteArray());
  }

  public int size() {
    return entries.size();
  }

  /** The JSON array. */
  public byte[] toJson() {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      json.write(json.size() == 0 ? '[' : ',');
      json.writeBytes(entry);
    }
    json.write(']');
    return json.toByteArray();
  }
}
