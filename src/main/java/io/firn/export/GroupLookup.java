package io.firn.export;

import io.firn.LogGroup;
import io.firn.export.CloudWatchLogsException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up which log groups there are, and what came into them. */
final class GroupLookup {
  /** What comes in is the mean of so long. */
  private static final Duration MEASURED = Duration.ofDays(7);

  private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

  private final CloudWatchLogs logs;
  private final ExportPolicy policy;

  GroupLookup(CloudWatchLogs logs, ExportPolicy policy) {
    this.logs = logs;
    this.policy = policy;
  }

  /** The groups that are to be exported. */
  Map<LogGroup, GroupFacts> find(Instant now) {
    List<DescribedGroup> found = new ArrayList<>();
    String page = null;
    do {
      CloudWatchLogs.Page<DescribedGroup> some = logs.groups(page);
      some.items().stream().filter(item -> policy.groups().test(item.group())).forEach(found::add);
      page = some.next();
    } while (page != null);
    Map<LogGroup, Double> incoming = incoming(found, now);
    Map<LogGroup, GroupFacts> facts = new HashMap<>();
    found.forEach(item -> facts.put(item.group(), facts(item, incoming.get(item.group()), now)));
    return facts;
  }

  /** Metrics are a service of its own, which the driver need not be allowed to ask. */
  private Map<LogGroup, Double> incoming(List<DescribedGroup> groups, Instant now) {
    try {
      return logs.incomingBytes(
          groups.stream().map(DescribedGroup::group).toList(), now.minus(MEASURED), now);
    } catch (CloudWatchLogsException e) {
      if (e.kind() == Kind.REFUSED) {
        return Map.of();
      }
      throw e;
    }
  }

  private static GroupFacts facts(DescribedGroup group, @Nullable Double incoming, Instant now) {
    Duration age = Duration.between(Instant.ofEpochMilli(group.generation()), now);
    double bytes = incoming == null ? group.storedBytes() : incoming;
    Duration time = WindowSizes.shorter(age, incoming == null ? kept(group, age) : MEASURED);
    double days = Math.max(1, time.toMillis() / DAY_MILLIS);
    return new GroupFacts(group.generation(), group.logClass(), group.retention(), bytes / days);
  }

  private static Duration kept(DescribedGroup group, Duration age) {
    return group.keeps().orElse(age);
  }
}
