package io.firn.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.UUID;

/**
 * What a store keeps of a content: the content, then a line of its own with a random token. So no
 * two writes have the same bytes: an etag, which is often only a hash, tells them apart, and a
 * writer knows its own write again when the answer to it was lost.
 */
final class WrittenForm {
  private static final byte[] MARK = "\n#".getBytes(US_ASCII);
  private static final int TOKEN = 32;

  private WrittenForm() {}

  /** The form of a new write. */
  static byte[] of(byte[] content) {
    byte[] token = UUID.randomUUID().toString().replace("-", "").getBytes(US_ASCII);
    byte[] form = Arrays.copyOf(content, content.length + MARK.length + TOKEN);
    System.arraycopy(MARK, 0, form, content.length, MARK.length);
    System.arraycopy(token, 0, form, content.length + MARK.length, TOKEN);
    return form;
  }

  /** The content; of an object that somebody put there by hand, all of it. */
  static byte[] content(byte[] form) {
    int end = form.length - MARK.length - TOKEN;
    return hasToken(form, end) ? Arrays.copyOf(form, end) : form;
  }

  private static boolean hasToken(byte[] form, int end) {
    if (end < 0 || !Arrays.equals(form, end, end + MARK.length, MARK, 0, MARK.length)) {
      return false;
    }
    for (int i = end + MARK.length; i < form.length; i++) {
      if (Character.digit(form[i], 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
