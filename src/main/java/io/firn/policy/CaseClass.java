package io.firn.policy;

/** Keys that differ only in the case of ASCII letters, and so may share a column. */
public final class CaseClass {
  private CaseClass() {}

  /** The key with ASCII letters in lower case: equal for all keys of a class. */
  public static String of(String key) {
    StringBuilder lower = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }
}
