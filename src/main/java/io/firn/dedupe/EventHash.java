package io.firn.dedupe;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** 128 bits of SHA-256 over what tells events apart; reused from event to event. */
final class EventHash {
  private static final int NULL = -1;

  private final MessageDigest digest = sha256();
  private byte[] bytes = new byte[256];
  private int length;
  private long first;
  private long second;

  /** Of nothing yet. */
  EventHash begin() {
    length = 0;
    return this;
  }

  EventHash add(@Nullable UTF8String text) {
    int size = text == null ? NULL : text.numBytes();
    makeRoom(Integer.BYTES + Math.max(0, size));
    Platform.putInt(bytes, Platform.BYTE_ARRAY_OFFSET + length, size);
    length += Integer.BYTES;
    if (text != null) {
      text.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET + length);
      length += size;
    }
    return this;
  }

  EventHash add(long number) {
    makeRoom(Long.BYTES);
    Platform.putLong(bytes, Platform.BYTE_ARRAY_OFFSET + length, number);
    length += Long.BYTES;
    return this;
  }

  EventHash end() {
    digest.update(bytes, 0, length);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    first = hash.getLong();
    second = hash.getLong();
    return this;
  }

  long first() {
    return first;
  }

  long second() {
    return second;
  }

  private void makeRoom(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }
}
