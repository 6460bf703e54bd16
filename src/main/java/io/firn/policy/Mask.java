package io.firn.policy;

import java.util.Locale;

/** What a masked value shows; it becomes a string, and null stays null. */
public enum Mask {
  /**
   * Lower-case hex of HMAC-SHA-256 under the route's key, over a string's text or the spelling of
   * any other value: equal values stay equal. A broken string counts as repaired.
   */
  HASH,
  /**
   * {@code ****} and the last four characters of a string, or of a number as spelled, that has at
   * least eight; {@code ****} alone for anything else.
   */
  LAST4,
  /** {@code ***}. */
  FIXED;

  /** As the config spells it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
