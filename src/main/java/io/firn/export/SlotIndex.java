package io.firn.export;

import io.firn.LogGroup;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far all groups of an account and Region are.
 *
 * @param listedAt when the groups were last looked up; null if never
 */
public record SlotIndex(
    @Nullable Instant listedAt,
    Pace pace,
    Spent spent,
    Breaker breaker,
    Map<LogGroup, GroupState> groups) {
  static final SlotIndex EMPTY =
      new SlotIndex(null, Pace.ASSUMED, Spent.NOTHING, Breaker.CLOSED, Map.of());

  public SlotIndex {
    Map<LogGroup, GroupState> sorted = new TreeMap<>(Comparator.comparing(LogGroup::name));
    sorted.putAll(groups);
    groups = Collections.unmodifiableMap(sorted);
  }

  public Optional<Instant> listed() {
    return Optional.ofNullable(listedAt);
  }

  public Optional<GroupState> group(LogGroup group) {
    return Optional.ofNullable(groups.get(group));
  }

  /** With a group changed; as it is if there is no such group. */
  SlotIndex with(LogGroup group, UnaryOperator<GroupState> change) {
    GroupState known = groups.get(group);
    if (known == null) {
      return this;
    }
    Map<LogGroup, GroupState> changed = new TreeMap<>(Comparator.comparing(LogGroup::name));
    changed.putAll(groups);
    changed.put(group, change.apply(known));
    return withGroups(changed);
  }

  SlotIndex withGroups(Map<LogGroup, GroupState> others) {
    return new SlotIndex(listedAt, pace, spent, breaker, others);
  }

  SlotIndex withBreaker(Breaker other) {
    return new SlotIndex(listedAt, pace, spent, other, groups);
  }

  SlotIndex listedAt(@Nullable Instant moment) {
    return new SlotIndex(moment, pace, spent, breaker, groups);
  }

  SlotIndex with(Pace measured, Spent more) {
    return new SlotIndex(listedAt, measured, more, breaker, groups);
  }
}
