package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/** Tokens of pages that are empty and yet not the last: they carry the token of the next one. */
final class EmptyPage {
  private static final String MARK = "empty:";

  private EmptyPage() {}

  /** Leads to where {@code token} leads. */
  static String before(@Nullable String token) {
    return MARK + (token == null ? "" : token);
  }

  static @Nullable String following(@Nullable String token) {
    String left = token;
    while (left != null && left.startsWith(MARK)) {
      left = left.substring(MARK.length());
    }
    return left == null || left.isEmpty() ? null : left;
  }
}
