package io.firn.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token names the last item of its page, in a form that invites nobody to make one up. */
final class PageToken {
  private static final String MARK = "page:";

  private PageToken() {}

  static String of(String last) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + last).getBytes(UTF_8));
  }

  /** The last item of the page before; empty without a token. */
  static Optional<String> last(@Nullable String token) {
    if (token == null) {
      return Optional.empty();
    }
    String text = decoded(token);
    if (!text.startsWith(MARK)) {
      throw AwsErrors.invalidParameter("The specified nextToken is invalid.");
    }
    return Optional.of(text.substring(MARK.length()));
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
