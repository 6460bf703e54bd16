package io.firn.state;

import java.util.regex.Pattern;

/**
 * The key of an object: a relative path that is the same in a directory and in a bucket. No part
 * starts with a dot, so that a store can keep things of its own beside the objects.
 */
record StateKey(String path) {
  /** Parts and paths leave room for file names of 255 bytes and, with a prefix, S3's 1,024. */
  private static final Pattern FORM =
      Pattern.compile("(?=.{1,700}$)[\\w=-][\\w=.-]{0,199}(/[\\w=-][\\w=.-]{0,199})*");

  StateKey {
    if (!isKey(path)) {
      throw new IllegalArgumentException(
          "Invalid state key: '"
              + path
              + "' (must be a relative path of at most 700 letters, digits and -_=. in parts of at"
              + " most 200, none of which starts with a dot)");
    }
  }

  static boolean isKey(String path) {
    return FORM.matcher(path).matches();
  }

  /** The folder that all keys of a prefix are in; empty for the store's own. */
  static String folder(String prefix) {
    int end = prefix.lastIndexOf('/');
    return end < 0 ? "" : new StateKey(prefix.substring(0, end)).path();
  }

  @Override
  public String toString() {
    return path;
  }
}
