package io.firn.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.JsonTree;
import io.firn.testing.JsonTree.Array;
import io.firn.testing.JsonTree.Broken;
import io.firn.testing.JsonTree.Member;
import io.firn.testing.JsonTree.Members;
import io.firn.testing.JsonTree.Num;
import io.firn.testing.RandomEvents;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The filter against a naive evaluator over Jackson's trees; null stands for unknown. */
class EventFilterDifferentialTest {
  private static final int ROUNDS = 3_000;

  /** Stands for what lies beyond an array. */
  private static final Object BEYOND = new Object();

  /** A condition twice: its text, and what it means. */
  private record Twin(String text, Function<JsonTree, Boolean> meaning) {}

  @Test
  void judgesAsTheNaiveOneDoes() {
    int[] verdicts = new int[3];
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] message = new RandomEvents(random).batch(1).get(0);
      JsonTree tree = JsonTree.object(message).orElse(null);
      if (tree == null) {
        continue;
      }
      FilterEvent event = FilterEvent.of(message, "/a", "s");
      for (int i = 0; i < 4; i++) {
        Twin twin = condition(random, tree, 3);
        Boolean meant = twin.meaning().apply(tree);
        String context = "seed " + seed + ": " + twin.text() + " of " + tree.raw();
        boolean drops = EventFilter.parse(twin.text()).drops(event);
        assertThat(drops).as(context).isEqualTo(Boolean.TRUE.equals(meant));
        boolean negated = EventFilter.parse("not (" + twin.text() + ")").drops(event);
        assertThat(negated).as("not, " + context).isEqualTo(Boolean.FALSE.equals(meant));
        verdicts[meant == null ? 2 : meant ? 1 : 0]++;
      }
    }
    assertThat(Arrays.stream(verdicts).min().orElseThrow()).isGreaterThan(ROUNDS / 4);
  }

  private static Twin condition(Random random, JsonTree tree, int depth) {
    int kind = depth == 0 ? 3 : random.nextInt(6);
    if (kind == 0) {
      Twin part = condition(random, tree, depth - 1);
      return new Twin(
          "NOT (" + part.text + ")",
          event -> {
            Boolean meant = part.meaning.apply(event);
            return meant == null ? null : !meant;
          });
    }
    if (kind > 2) {
      return test(random, tree);
    }
    List<Twin> parts = new ArrayList<>();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      parts.add(condition(random, tree, depth - 1));
    }
    boolean decides = kind == 1;
    String text =
        parts.stream()
            .map(part -> "(" + part.text + ")")
            .collect(Collectors.joining(decides ? " or " : " and "));
    return new Twin(
        text,
        event -> joined(parts.stream().map(part -> part.meaning.apply(event)).toList(), decides));
  }

  /** True decides an or, false an and; else unknown if any is. */
  private static Boolean joined(List<Boolean> parts, boolean decides) {
    if (parts.contains(decides)) {
      return decides;
    }
    return parts.contains(null) ? null : !decides;
  }

  private static Twin test(Random random, JsonTree tree) {
    List<String> keys = new ArrayList<>();
    JsonTree seen = descend(random, tree, keys);
    String path =
        keys.stream()
            .map(key -> '"' + key.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining("."));
    Function<JsonTree, Object> value = event -> find(event, keys);
    return switch (random.nextInt(6)) {
      case 0 -> new Twin(path + " is null", event -> isNull(value.apply(event)));
      case 1 -> {
        Twin in = list(random, seen, value);
        yield new Twin(path + " in " + in.text, in.meaning);
      }
      case 2 -> {
        Twin like = like(random, seen, value);
        yield new Twin(path + " like " + like.text, like.meaning);
      }
      default -> {
        int sign = random.nextInt(SIGNS.length);
        Object literal = literal(random, seen);
        yield new Twin(
            path + SIGNS[sign] + spelled(literal),
            event -> compared(value.apply(event), literal, JUDGES.get(sign)));
      }
    };
  }

  private static final String[] SIGNS = {" = ", "!=", " <> ", "<", "<= ", " >", ">="};
  private static final List<IntPredicate> JUDGES =
      List.of(
          o -> o == 0, o -> o != 0, o -> o != 0, o -> o < 0, o -> o <= 0, o -> o > 0, o -> o >= 0);

  private static Twin list(Random random, JsonTree seen, Function<JsonTree, Object> value) {
    List<Object> literals = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      literals.add(literal(random, seen));
    }
    return new Twin(
        literals.stream()
            .map(EventFilterDifferentialTest::spelled)
            .collect(Collectors.joining(", ", "(", ")")),
        event ->
            joined(
                literals.stream()
                    .map(literal -> compared(value.apply(event), literal, order -> order == 0))
                    .toList(),
                true));
  }

  private static Twin like(Random random, JsonTree seen, Function<JsonTree, Object> value) {
    Object text = literal(random, seen);
    StringBuilder pattern = new StringBuilder();
    StringBuilder regex = new StringBuilder();
    for (int point : (text instanceof String string ? string : "x").codePoints().toArray()) {
      int kind = random.nextInt(4);
      String character = Character.toString(point);
      pattern.append(
          kind == 0 ? "_" : kind == 1 ? "%" : character.replaceAll("[%_\\\\]", "\\\\$0"));
      regex.append(kind == 0 ? "." : kind == 1 ? ".*" : Pattern.quote(character));
    }
    Pattern compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
    return new Twin(
        spelled(pattern.toString()),
        event ->
            value.apply(event) instanceof String string
                ? (Boolean) compiled.matcher(string).matches()
                : null);
  }

  private static JsonTree descend(Random random, JsonTree tree, List<String> keys) {
    JsonTree seen = tree;
    while (seen.value() instanceof Members members && !members.list().isEmpty()) {
      Member member = members.list().get(random.nextInt(members.list().size()));
      if (member.key().isEmpty() || (!keys.isEmpty() && random.nextInt(4) == 0)) {
        break;
      }
      keys.add(random.nextBoolean() ? upper(member.key()) : member.key());
      seen = member.value();
    }
    if (keys.isEmpty() || random.nextInt(10) == 0) {
      keys.add("elsewhere");
    }
    return seen;
  }

  private static String upper(String key) {
    StringBuilder upper = new StringBuilder(key);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      upper.setCharAt(i, c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
    }
    return upper.toString();
  }

  /** String, Boolean, Num, null, BEYOND, or the tree of a container. */
  private static Object find(JsonTree tree, List<String> keys) {
    JsonTree at = tree;
    for (String key : keys) {
      if (!(at.value() instanceof Members members)) {
        return at.value() instanceof Array ? BEYOND : null;
      }
      JsonTree found = null;
      for (Member member : members.list()) {
        found = upper(member.key()).equals(upper(key)) ? member.value() : found;
      }
      if (found == null) {
        return null;
      }
      at = found;
    }
    return at.value() instanceof Broken broken ? broken.shown() : at.value();
  }

  private static Boolean isNull(Object value) {
    return value == BEYOND ? null : (Boolean) (value == null);
  }

  /** Often a value that would be equal, or one of the same kind. */
  private static Object literal(Random random, JsonTree seen) {
    Object value = seen.value() instanceof Broken broken ? broken.shown() : seen.value();
    boolean near = random.nextInt(3) > 0;
    if (near && value instanceof Num number) {
      return number.text().matches(".*[eE][+-]?\\d{5,}")
          ? BigDecimal.ZERO
          : new BigDecimal(number.text());
    }
    if (near && (value instanceof String || value instanceof Boolean)) {
      return value;
    }
    return switch (random.nextInt(4)) {
      case 0 -> random.nextBoolean();
      case 1 -> new BigDecimal(random.nextInt(50)).movePointLeft(random.nextInt(3));
      case 2 -> BigDecimal.valueOf(random.nextLong());
      default ->
          new String[] {"", "x", "GET /a", "it's", "é\uFFFF", "\uD83D\uDE00"}[random.nextInt(6)];
    };
  }

  private static String spelled(Object literal) {
    return literal instanceof String text
        ? "'" + text.replace("'", "''") + "'"
        : literal.toString();
  }

  private static Boolean compared(Object value, Object literal, IntPredicate judge) {
    if (value instanceof String text && literal instanceof String other) {
      return judge.test(Arrays.compareUnsigned(text.getBytes(UTF_8), other.getBytes(UTF_8)));
    }
    if (value instanceof Boolean flag && literal instanceof Boolean other) {
      return judge.test(flag.compareTo(other));
    }
    if (value instanceof Num number && literal instanceof BigDecimal other) {
      return judge.test(order(number.text(), other));
    }
    return null;
  }

  /** Exponents that BigDecimal does not take are larger than those of any literal here. */
  private static int order(String number, BigDecimal literal) {
    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (e >= 0 && new BigInteger(number.substring(e + 1).replace("+", "")).bitLength() > 30) {
      BigDecimal mantissa = new BigDecimal(number.substring(0, e));
      return number.charAt(e + 1) == '-' || mantissa.signum() == 0
          ? BigDecimal.valueOf(mantissa.signum(), 1_000_000).compareTo(literal)
          : mantissa.signum();
    }
    return new BigDecimal(number).compareTo(literal);
  }
}
