package io.firn.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.JsonTape;
import io.firn.testing.JsonTree;
import io.firn.testing.JsonTree.Array;
import io.firn.testing.JsonTree.Broken;
import io.firn.testing.JsonTree.Member;
import io.firn.testing.JsonTree.Members;
import io.firn.testing.JsonTree.Num;
import io.firn.testing.RandomEvents;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The redactor against a slow one, which knows trees and no paths that were compiled. */
class RedactorPropertyTest {
  private static final int ROUNDS = 2_500;
  private static final byte[] KEY = "the key".getBytes(UTF_8);
  private final JsonTape tape = new JsonTape();
  private int dropped;
  private int masked;

  /** What is left of a tree shows as nested lists: of members, elements, or one raw token. */
  @Test
  void leavesWhatTheSlowOneLeaves() {
    int changed = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] message = new RandomEvents(random).batch(1).get(0);
      JsonTree tree = JsonTree.object(message).orElse(null);
      if (tree != null) {
        Redaction redaction = redaction(random, tree);
        String context = "seed " + seed + ", " + redaction + ": " + new String(message, ISO_8859_1);
        changed += compare(message, tree, redaction, context) ? 1 : 0;
      }
    }
    assertThat(changed).isBetween(ROUNDS / 4, ROUNDS * 19 / 20);
  }

  private boolean compare(byte[] message, JsonTree tree, Redaction redaction, String context) {
    dropped = 0;
    masked = 0;
    Object expected = shown(tree, List.of(), redaction);
    Redactor redactor = new Redactor(redaction);
    assertThat(tape.read(message, 0, message.length)).isTrue();
    boolean changed = redactor.redact(tape);
    assertThat(redactor.dropped()).as(context).isEqualTo(dropped);
    assertThat(redactor.masked()).as(context).isEqualTo(masked);
    assertThat(changed).as(context).isEqualTo(dropped + masked > 0);
    if (changed) {
      byte[] after = Arrays.copyOf(redactor.bytes(), redactor.length());
      assertThat(new JsonTape().read(after, 0, after.length)).as(context).isTrue();
      assertThat(shown(JsonTree.object(after).orElseThrow(), List.of(), Redaction.NONE))
          .as(context)
          .isEqualTo(expected);
    }
    return changed;
  }

  private Object shown(JsonTree tree, List<String> path, Redaction redaction) {
    if (tree.value() instanceof Members members) {
      List<Object> left = new ArrayList<>();
      for (Member member : members.list()) {
        List<String> inner = new ArrayList<>(path);
        inner.add(member.key());
        addMember(left, member, inner, redaction);
      }
      return left;
    }
    if (tree.value() instanceof Array array) {
      return array.elements().stream().map(each -> shown(each, path, redaction)).toList();
    }
    return tree.raw();
  }

  private void addMember(List<Object> left, Member member, List<String> path, Redaction rules) {
    if (rules.drop().stream().anyMatch(each -> sameKeys(each, path))) {
      dropped++;
      return;
    }
    left.add(member.key());
    Mask mask =
        rules.mask().entrySet().stream()
            .filter(each -> sameKeys(each.getKey(), path))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    boolean masks = mask != null && member.value().value() != null;
    masked += masks ? 1 : 0;
    if (mask == null || !masks) {
      left.add(mask == null ? shown(member.value(), path, rules) : "null");
    } else {
      left.add(maskedRaw(mask, member.value()));
    }
  }

  private static boolean sameKeys(KeyPath rule, List<String> path) {
    return rule.keys().size() == path.size()
        && rule.keys().stream()
            .map(RedactorPropertyTest::folded)
            .toList()
            .equals(path.stream().map(RedactorPropertyTest::folded).toList());
  }

  private static String folded(String key) {
    StringBuilder folded = new StringBuilder(key);
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < 0x80) {
        folded.setCharAt(i, Character.toLowerCase(key.charAt(i)));
      }
    }
    return folded.toString();
  }

  private static String maskedRaw(Mask mask, JsonTree value) {
    return switch (mask) {
      case FIXED -> "\"***\"";
      case HASH -> hash(value);
      case LAST4 -> last(value);
    };
  }

  private static String hash(JsonTree value) {
    byte[] content =
        text(value) == null ? value.raw().getBytes(ISO_8859_1) : text(value).getBytes(UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return String.format("\"%064x\"", new BigInteger(1, mac.doFinal(content)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Null for what is no string. */
  private static String text(JsonTree value) {
    return value.value() instanceof Broken broken
        ? broken.shown()
        : value.value() instanceof String text ? text : null;
  }

  private static String last(JsonTree value) {
    String number = value.value() instanceof Num num ? num.text() : "";
    String text = text(value) == null ? number : text(value);
    int[] points = text.codePoints().toArray();
    String shown = points.length < 8 ? "" : new String(points, points.length - 4, 4);
    StringBuilder raw = new StringBuilder("\"****");
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      raw.append(
          c < ' ' ? String.format("\\u%04x", (int) c) : c == '"' || c == '\\' ? "\\" + c : c);
    }
    return new String(raw.append('"').toString().getBytes(UTF_8), ISO_8859_1);
  }

  /** Paths that exist in the tree, in any case, and some that lead past its values. */
  private static Redaction redaction(Random random, JsonTree tree) {
    List<KeyPath> drop = new ArrayList<>();
    Map<KeyPath, Mask> mask = new LinkedHashMap<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      List<String> keys = new ArrayList<>();
      descend(random, tree, keys);
      if (keys.isEmpty() || keys.contains("")) {
        continue;
      }
      KeyPath path = new KeyPath(keys);
      List<String> names = path.keys();
      if (random.nextBoolean()) {
        drop.add(path);
      } else if (mask.keySet().stream().noneMatch(other -> sameKeys(other, names))) {
        mask.put(path, List.of(Mask.values()).get(random.nextInt(3)));
      }
    }
    return Redaction.of(drop, mask, KEY);
  }

  private static void descend(Random random, JsonTree tree, List<String> keys) {
    if (tree.value() instanceof Array array && !array.elements().isEmpty()) {
      descend(random, array.elements().get(random.nextInt(array.elements().size())), keys);
    } else if (tree.value() instanceof Members members && !members.list().isEmpty()) {
      Member member = members.list().get(random.nextInt(members.list().size()));
      keys.add(inAnyCase(random, member.key()));
      if (random.nextInt(3) > 0) {
        descend(random, member.value(), keys);
      }
    } else if (random.nextInt(8) == 0) {
      keys.add("beyond");
    }
  }

  private static String inAnyCase(Random random, String key) {
    return switch (random.nextInt(3)) {
      case 0 -> folded(key);
      case 1 -> key.matches("\\p{ASCII}*") ? key.toUpperCase(Locale.ROOT) : key;
      default -> key;
    };
  }

  /**
   * Each scalar is a text that occurs nowhere else: those below a rule are gone, all others stay.
   */
  @Test
  void nothingOfTheValuesRemains() {
    int gone = 0;
    for (int seed = 0; seed < ROUNDS / 2; seed++) {
      Random random = new Random(seed);
      JsonTree tree = JsonTree.object(new RandomEvents(random).batch(1).get(0)).orElse(null);
      if (tree != null) {
        gone += secretsGone(tree, redaction(random, tree), "seed " + seed);
      }
    }
    assertThat(gone).isGreaterThan(ROUNDS / 2);
  }

  private int secretsGone(JsonTree tree, Redaction redaction, String context) {
    List<String> kept = new ArrayList<>();
    List<String> secret = new ArrayList<>();
    StringBuilder json = new StringBuilder();
    write(tree, new ArrayList<>(), redaction, false, json, kept, secret);
    byte[] message = json.toString().getBytes(UTF_8);
    assertThat(tape.read(message, 0, message.length)).as(context).isTrue();
    Redactor redactor = new Redactor(redaction);
    boolean changed = redactor.redact(tape);
    String after =
        changed ? new String(redactor.bytes(), 0, redactor.length(), UTF_8) : json.toString();
    assertThat(secret).as("%s: %s", context, after).noneMatch(after::contains);
    assertThat(kept).as("%s: %s", context, after).allMatch(after::contains);
    return secret.size();
  }

  private static void write(
      JsonTree tree,
      List<String> path,
      Redaction rules,
      boolean hidden,
      StringBuilder json,
      List<String> kept,
      List<String> secret) {
    String comma = "";
    if (tree.value() instanceof Members members) {
      json.append("{ ");
      for (Member member : members.list()) {
        List<String> inner = new ArrayList<>(path);
        inner.add(member.key());
        boolean hides =
            hidden
                || rules.drop().stream().anyMatch(each -> sameKeys(each, inner))
                || rules.mask().keySet().stream().anyMatch(each -> sameKeys(each, inner));
        json.append(comma).append(quoted(member.key())).append(" :");
        write(member.value(), inner, rules, hides, json, kept, secret);
        comma = " ,";
      }
      json.append('}');
    } else if (tree.value() instanceof Array array) {
      json.append('[');
      for (JsonTree element : array.elements()) {
        json.append(comma);
        write(element, path, rules, hidden, json, kept, secret);
        comma = ", ";
      }
      json.append(']');
    } else {
      String marker = "<" + (kept.size() + secret.size()) + " value>";
      json.append('"').append(marker).append('"');
      (hidden ? secret : kept).add(marker);
    }
  }

  private static String quoted(String key) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      quoted.append(c < 0x80 ? String.format("\\u%04X", (int) c) : String.valueOf(c));
    }
    return quoted.append('"').toString();
  }
}
