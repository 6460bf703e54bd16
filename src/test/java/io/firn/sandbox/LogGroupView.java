package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A log group as DescribeLogGroups tells it.
 *
 * @param logClass null, as what follows it, in answers to a name pattern
 * @param retentionDays null if events never expire
 */
public record LogGroupView(
    String name,
    long creationTime,
    String arn,
    @Nullable GroupClass logClass,
    @Nullable Integer retentionDays,
    @Nullable Long storedBytes) {
  LogGroupView brief() {
    return new LogGroupView(name, creationTime, arn, null, null, null);
  }
}
