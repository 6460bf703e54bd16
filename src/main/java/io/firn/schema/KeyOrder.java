package io.firn.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/** The order of keys: unsigned UTF-8. A Java String's own order differs beyond U+FFFF. */
public final class KeyOrder {
  public static final Comparator<String> UTF8 =
      (left, right) -> Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));

  private KeyOrder() {}
}
