package io.firn.sandbox;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of an answer.
 *
 * @param nextToken asks for the next one; null on the last
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * The first items of all that follow a token.
   *
   * @param token what the item is found by in a token
   */
  static <T> Page<T> firstOf(List<T> following, int limit, Function<T, String> token) {
    if (following.size() <= limit) {
      return new Page<>(following, null);
    }
    List<T> items = following.subList(0, limit);
    return new Page<>(items, PageToken.of(token.apply(items.get(limit - 1))));
  }
}
