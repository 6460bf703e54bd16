package io.firn.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.parse.JsonTape;
import io.firn.testing.JsonTree;
import io.firn.testing.JsonTree.Array;
import io.firn.testing.JsonTree.Member;
import io.firn.testing.JsonTree.Members;
import io.firn.testing.RandomEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The unwrapper against Jackson's trees, in which strings give way to what they hold. */
class UnwrapperPropertyTest {
  private static final int ROUNDS = 2_500;
  private final JsonTape tape = new JsonTape();

  @Test
  void leavesWhatTheTreesShow() {
    int changed = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Optional<JsonTree> plain = JsonTree.object(new RandomEvents(random).batch(1).get(0));
      if (plain.isPresent()) {
        byte[] message = wrapped(random, plain.get()).getBytes(ISO_8859_1);
        List<KeyPath> paths = paths(random, plain.get());
        String context = "seed " + seed + ", " + paths + ": " + new String(message, ISO_8859_1);
        changed += compare(message, paths, context) ? 1 : 0;
      }
    }
    assertThat(changed).isBetween(ROUNDS / 8, ROUNDS * 7 / 8);
  }

  private boolean compare(byte[] message, List<KeyPath> paths, String context) {
    JsonTree tree = JsonTree.object(message).orElseThrow();
    Object before = shown(tree, List.of(), List.of());
    Object expected = shown(tree, List.of(), paths);
    Unwrapper unwrapper = new Unwrapper(paths);
    assertThat(tape.read(message, 0, message.length)).as(context).isTrue();
    boolean changed = unwrapper.unwrap(tape);
    assertThat(changed).as(context).isEqualTo(!expected.equals(before));
    if (changed) {
      byte[] after = Arrays.copyOf(unwrapper.bytes(), unwrapper.length());
      assertThat(after).as(context).hasSizeLessThan(message.length);
      assertThat(shown(JsonTree.object(after).orElseThrow(), List.of(), List.of()))
          .as(context)
          .isEqualTo(expected);
      assertThat(tape.read(after, 0, after.length) && !tape.hasBrokenKey()).as(context).isTrue();
      assertThat(unwrapper.unwrap(tape)).as("once more, " + context).isFalse();
    }
    return changed;
  }

  /** Nested lists: of members, elements, or one raw token. */
  private static Object shown(JsonTree tree, List<String> path, List<KeyPath> paths) {
    if (tree.value() instanceof Members members) {
      List<Object> shown = new ArrayList<>();
      for (Member member : members.list()) {
        shown.add("key " + member.key());
        shown.add(shown(member.value(), below(path, member.key()), paths));
      }
      return shown;
    }
    if (tree.value() instanceof Array array) {
      return List.of(array.elements().stream().map(each -> shown(each, path, paths)).toList());
    }
    if (tree.value() instanceof String text && isMeant(path, paths)) {
      Optional<JsonTree> held = JsonTree.object(text.getBytes(UTF_8));
      return held.isEmpty() ? tree.raw() : shown(held.get(), path, paths);
    }
    return tree.raw();
  }

  private static boolean isMeant(List<String> path, List<KeyPath> paths) {
    List<String> keys = path.stream().map(CaseClass::of).toList();
    return paths.stream()
        .anyMatch(each -> each.keys().stream().map(CaseClass::of).toList().equals(keys));
  }

  private static List<String> below(List<String> path, String key) {
    List<String> below = new ArrayList<>(path);
    below.add(key);
    return below;
  }

  /** The tree's text, with some of its objects in strings, and some strings that hold nonsense. */
  private static String wrapped(Random random, JsonTree tree) {
    if (tree.value() instanceof Members members) {
      return members.list().stream()
          .map(
              member ->
                  quoted(random, latin1(member.key()))
                      + ":"
                      + maybeQuoted(random, member.value(), wrapped(random, member.value())))
          .collect(Collectors.joining(random.nextInt(9) == 0 ? " , " : ",", "{", "}"));
    }
    if (tree.value() instanceof Array array) {
      return array.elements().stream()
          .map(each -> maybeQuoted(random, each, wrapped(random, each)))
          .collect(Collectors.joining(",", "[", "]"));
    }
    return tree.raw();
  }

  private static String maybeQuoted(Random random, JsonTree tree, String text) {
    int chances = tree.value() instanceof Members ? 16 : 1;
    if (random.nextInt(20) >= chances) {
      return text;
    }
    String[] ends = {"", "", "", "\n", " ", "\r\n\t", "x", ",", "\u00a0"};
    return quoted(random, ends[random.nextInt(4)] + text + ends[random.nextInt(ends.length)]);
  }

  private static String latin1(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /** Bytes as a string's token, some that need no escape escaped too. */
  private static String quoted(Random random, String bytes) {
    StringBuilder token = new StringBuilder("\"");
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      if (c < ' ' || (c < 0x80 && random.nextInt(60) == 0)) {
        token.append(String.format("\\u%04x", (int) c));
      } else {
        token.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return token.append('"').toString();
  }

  /** Some of the tree's own, in any case, often with those that lead to them. */
  private static List<KeyPath> paths(Random random, JsonTree tree) {
    List<KeyPath> paths = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      List<String> keys = new ArrayList<>();
      descend(random, tree, keys);
      for (int size = keys.size(); size > 0; size--) {
        if (!keys.subList(0, size).contains("") && random.nextInt(4) > 0) {
          paths.add(new KeyPath(keys.subList(0, size)));
        }
      }
    }
    return paths;
  }

  private static void descend(Random random, JsonTree tree, List<String> keys) {
    if (tree.value() instanceof Array array && !array.elements().isEmpty()) {
      descend(random, array.elements().get(random.nextInt(array.elements().size())), keys);
    } else if (tree.value() instanceof Members members && !members.list().isEmpty()) {
      Member member = members.list().get(random.nextInt(members.list().size()));
      keys.add(random.nextBoolean() ? member.key() : CaseClass.of(member.key()));
      if (random.nextInt(3) > 0) {
        descend(random, member.value(), keys);
      }
    }
  }
}
