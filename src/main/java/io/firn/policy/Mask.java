package io.firn.policy;

import java.util.Locale;

/** What a masked value shows. */
public enum Mask {
  /** HMAC-SHA-256 of the value under the route's key, in hex: equal values stay equal. */
  HASH,
  /** The last four characters of a value of at least eight. */
  LAST4,
  /** Nothing. */
  FIXED;

  /** As the config spells it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
