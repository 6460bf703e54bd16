package io.firn.shred;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.firn.parse.JsonTape;
import io.firn.schema.Observation;
import io.firn.schema.Observation.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one message counts; taken back when the walk starts over. */
final class Tally {
  private static final int MOST_EXAMPLE = 200;

  private final @Nullable String object;
  private final List<Runnable> meetings = new ArrayList<>();
  private final List<String> values = new ArrayList<>();
  private Observation[] paths = new Observation[64];
  private int[] codes = new int[64];
  private int size;

  /**
   * @param object the object that examples are noted of; null for none
   */
  Tally(@Nullable String object) {
    this.object = object;
  }

  void clear() {
    size = 0;
    meetings.clear();
    values.clear();
  }

  void count(Observation path, int code, JsonTape tape, int value) {
    if (size == codes.length) {
      paths = Arrays.copyOf(paths, size * 2);
      codes = Arrays.copyOf(codes, size * 2);
    }
    paths[size] = path;
    codes[size++] = code;
    if (object != null) {
      values.add(path.counted(code) == 0 ? spelled(tape, value) : "");
    }
  }

  private static String spelled(JsonTape tape, int value) {
    int start = tape.start(value);
    int length = tape.end(value) - start;
    String text = new String(tape.bytes(), start, Math.min(length, MOST_EXAMPLE), UTF_8);
    return length > MOST_EXAMPLE ? text + "..." : text;
  }

  void meet(Observation path, String key) {
    meetings.add(() -> path.meet(key));
  }

  /**
   * Lets it count.
   *
   * @param position the event's number in its object
   */
  void apply(long position) {
    for (int i = 0; i < size; i++) {
      paths[i].count(codes[i]);
      if (object != null && paths[i].counted(codes[i]) == 1) {
        paths[i].exemplify(codes[i], new Example(object, position, values.get(i)));
      }
    }
    meetings.forEach(Runnable::run);
  }
}
