package io.firn.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.BoundedText.TooManyLooksException;
import java.util.regex.Matcher;

/**
 * Messages that a pattern matches from end to end. The groups hold all of one if nothing but white
 * space and punctuation stands outside of them, or what the pattern has literally.
 */
final class RegexParser implements MessageParser {
  private final NamedGroups groups;
  private final Matcher matcher;

  RegexParser(NamedGroups groups) {
    this.groups = groups;
    this.matcher = groups.pattern().matcher("");
  }

  @Override
  public Parsed parse(byte[] bytes, int offset, int length, FieldWriter fields) {
    int size = Ascii.withoutNewlines(bytes, offset, offset + length) - offset;
    // Bytes that are no text are characters of their own: each stands where it stood.
    boolean bytewise = isAscii(bytes, offset, size) || !Utf8.isValid(bytes, offset, size);
    String text = new String(bytes, offset, size, bytewise ? ISO_8859_1 : UTF_8);
    if (!matches(text)) {
      return Parsed.NOT;
    }
    for (int i = 0; i < groups.keys().size(); i++) {
      int start = matcher.start(groups.numbers().get(i));
      int end = matcher.end(groups.numbers().get(i));
      FieldKey key = groups.keys().get(i);
      if (start < 0) {
        fields.none(key);
      } else if (bytewise) {
        fields.string(key, bytes, offset + start, offset + end);
      } else {
        fields.string(key, text.substring(start, end));
      }
    }
    return groups.isLiteral() || isCovered(text) ? Parsed.WHOLLY : Parsed.PARTLY;
  }

  /** The stack too is a bound: alternatives within repetitions nest as deep as the text is long. */
  private boolean matches(String text) {
    try {
      return matcher.reset(new BoundedText(text)).matches();
    } catch (TooManyLooksException | StackOverflowError e) {
      return false;
    }
  }

  private static boolean isAscii(byte[] bytes, int offset, int size) {
    for (int i = offset; i < offset + size; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isCovered(String text) {
    int at = 0;
    while (at < text.length()) {
      int end = groupEnd(at);
      char c = text.charAt(at);
      if (end <= at && (c > 127 || Character.isLetterOrDigit(c))) {
        return false;
      }
      at = Math.max(end, at + 1);
    }
    return true;
  }

  /** The farthest end of a group that the place is in; 0 if it is in none. */
  private int groupEnd(int at) {
    int farthest = 0;
    for (int number : groups.numbers()) {
      if (matcher.start(number) <= at && matcher.end(number) > at) {
        farthest = Math.max(farthest, matcher.end(number));
      }
    }
    return farthest;
  }
}
