package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.policy.FilterScanner.Kind;
import io.firn.policy.FilterScanner.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the condition of a filter; its grammar is in docs/filters-and-masks.md. */
final class FilterParser {
  private static final int DEEPEST = 100;
  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "not", "in", "like", "is", "null", "true", "false");

  /** Columns of the table that a filter, which comes before it, does not know. */
  private static final Set<String> LATER_COLUMNS =
      Set.of(
          "log_time",
          "log_account",
          "log_region",
          "log_id",
          "log_digest",
          "log_rescued",
          "log_time_source",
          "log_object",
          "log_position",
          "log_batch");

  private final FilterScanner scanner;
  private Token token;
  private int depth;

  FilterParser(String text) {
    scanner = new FilterScanner(text);
    token = scanner.next();
  }

  /** The whole text as one condition. */
  Condition condition() {
    Condition condition = alternatives();
    if (token.kind() != Kind.END) {
      throw scanner.expected("'and', 'or' or the end", token);
    }
    return condition;
  }

  private Condition alternatives() {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(conjunction());
    } while (skip("or"));
    return parts.size() == 1 ? parts.get(0) : new Condition.Or(parts);
  }

  private Condition conjunction() {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(negation());
    } while (skip("and"));
    return parts.size() == 1 ? parts.get(0) : new Condition.And(parts);
  }

  private Condition negation() {
    boolean negated = false;
    while (skip("not")) {
      negated = !negated;
    }
    return negatedIf(negated, token.is("(") ? parentheses() : comparison());
  }

  private static Condition negatedIf(boolean negated, Condition condition) {
    return negated ? new Condition.Not(condition) : condition;
  }

  private Condition parentheses() {
    if (depth == DEEPEST) {
      throw scanner.failure("must not nest more than " + DEEPEST + " parentheses", token.start());
    }
    depth++;
    require("(");
    Condition condition = alternatives();
    require(")");
    depth--;
    return condition;
  }

  private Condition comparison() {
    Operand operand = operand();
    Optional<ComparisonSign> sign = ComparisonSign.of(token.spelling());
    if (token.kind() == Kind.SIGN && sign.isPresent()) {
      advance();
      return new Condition.Test(operand, literal(sign.get()));
    }
    if (skip("is")) {
      boolean negated = skip("not");
      require("null");
      return negatedIf(negated, new Condition.Test(operand, new ValueTest.IsNull()));
    }
    boolean negated = skip("not");
    if (token.is("in") || token.is("like")) {
      ValueTest test = skip("in") ? list() : like();
      return negatedIf(negated, new Condition.Test(operand, test));
    }
    throw scanner.expected(negated ? "'in' or 'like'" : "a comparison", token);
  }

  private Operand operand() {
    Token path = token;
    String word = path.kind() == Kind.WORD ? path.spelling().toLowerCase(Locale.ROOT) : "";
    boolean isPath = path.kind() == Kind.PATH || path.kind() == Kind.WORD;
    if (!isPath || KEYWORDS.contains(word)) {
      throw scanner.expected("a path or '('", path);
    }
    if (LATER_COLUMNS.contains(word)) {
      throw scanner.expected(
          "a path, log_message, log_stream or log_group (a key of the message that is called so"
              + " stands in double quotes)",
          path);
    }
    advance();
    return switch (word) {
      case "log_message" -> new Operand.Message();
      case "log_stream" -> new Operand.Stream();
      case "log_group" -> new Operand.Group();
      default -> field(path);
    };
  }

  private Operand field(Token path) {
    try {
      return new Operand.Field(
          new KeyPath(path.keys()).keys().stream().map(FoldedKey::new).toList());
    } catch (IllegalArgumentException e) {
      throw scanner.failure("must have at most 100 keys in the path", path.start());
    }
  }

  private ValueTest list() {
    List<ValueTest> tests = new ArrayList<>();
    require("(");
    do {
      tests.add(literal(ComparisonSign.EQUAL));
    } while (skip(","));
    require(")");
    return new ValueTest.AnyOf(tests);
  }

  private ValueTest literal(ComparisonSign sign) {
    Token literal = token;
    if (literal.kind() == Kind.TEXT) {
      advance();
      return new ValueTest.Text(sign, Value.text(literal.spelling()));
    }
    if (literal.kind() == Kind.NUMBER) {
      advance();
      return new ValueTest.Numeric(sign, Decimal.of(literal.spelling().getBytes(UTF_8)));
    }
    if (skip("true")) {
      return new ValueTest.Flag(sign, true);
    }
    if (skip("false")) {
      return new ValueTest.Flag(sign, false);
    }
    throw scanner.expected("a literal ('text', a number, true or false)", literal);
  }

  private ValueTest like() {
    require("like");
    Token pattern = token;
    if (pattern.kind() != Kind.TEXT) {
      throw scanner.expected("a pattern in single quotes", pattern);
    }
    advance();
    try {
      return new ValueTest.Like(LikePattern.of(pattern.spelling()));
    } catch (IllegalArgumentException e) {
      throw scanner.failure(e.getMessage() + " in the pattern", pattern.start());
    }
  }

  private void require(String wanted) {
    if (!skip(wanted)) {
      throw scanner.expected("'" + wanted + "'", token);
    }
  }

  private boolean skip(String wanted) {
    boolean found = token.is(wanted);
    if (found) {
      advance();
    }
    return found;
  }

  private void advance() {
    token = scanner.next();
  }
}
