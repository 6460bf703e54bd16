package io.firn.ingest;

import io.firn.testing.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The moments before and after each step of a run, by names that are the same in every run: {@code
 * before commit logs.orders #1 create}. What is different each time in a name is replaced; a name
 * that comes again has its number behind it, {@code after delete leases/B.json (2)}.
 */
final class Steps {
  private static final Pattern BATCH = Pattern.compile("[0-9]{8}t[0-9]{9}z-[0-9a-f]{8}");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern SNAPSHOT = Pattern.compile("snap-[0-9]+-");
  private static final Pattern TASK = Pattern.compile("/[0-9]+-[0-9]+-(?=r[0-9]+-)");
  private static final Pattern NUMBER = Pattern.compile(" \\([0-9]+\\)$");

  private final Consumer<String> reaction;
  private final Map<String, Integer> seen = new HashMap<>();
  private final List<String> trace = new ArrayList<>();

  /**
   * @param reaction what happens at each moment, in the thread that takes the step
   */
  Steps(Consumer<String> reaction) {
    this.reaction = reaction;
  }

  /** Faults with these steps. */
  Faults faults() {
    return new Faults().before(step -> at("before " + step)).after(step -> at("after " + step));
  }

  /** All moments until now, in order. */
  synchronized List<String> trace() {
    return List.copyOf(trace);
  }

  /** The name without its number, and without that of the task. */
  static String kind(String moment) {
    return TASK.matcher(NUMBER.matcher(moment).replaceFirst("")).replaceFirst("/T-T-");
  }

  private void at(String moment) {
    reaction.accept(noted(moment));
  }

  private synchronized String noted(String moment) {
    String name = BATCH.matcher(moment).replaceAll("B");
    name = UUID.matcher(name).replaceAll("U");
    name = SNAPSHOT.matcher(name).replaceFirst("snap-S-");
    int count = seen.merge(name, 1, Integer::sum);
    String numbered = count == 1 ? name : name + " (" + count + ")";
    trace.add(numbered);
    return numbered;
  }
}
