package io.firn.policy;

import java.util.Optional;

/** How a comparison must come out. */
enum ComparisonSign {
  EQUAL,
  NOT_EQUAL,
  LESS,
  AT_MOST,
  GREATER,
  AT_LEAST;

  /** The sign that is spelled so. */
  static Optional<ComparisonSign> of(String spelling) {
    return switch (spelling) {
      case "=" -> Optional.of(EQUAL);
      case "!=", "<>" -> Optional.of(NOT_EQUAL);
      case "<" -> Optional.of(LESS);
      case "<=" -> Optional.of(AT_MOST);
      case ">" -> Optional.of(GREATER);
      case ">=" -> Optional.of(AT_LEAST);
      default -> Optional.empty();
    };
  }

  /**
   * Judges a comparison.
   *
   * @param order below, at or above zero, as a comparator has it
   */
  Truth judge(int order) {
    return Truth.when(
        switch (this) {
          case EQUAL -> order == 0;
          case NOT_EQUAL -> order != 0;
          case LESS -> order < 0;
          case AT_MOST -> order <= 0;
          case GREATER -> order > 0;
          case AT_LEAST -> order >= 0;
        });
  }
}
