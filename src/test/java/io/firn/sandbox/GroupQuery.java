package io.firn.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What DescribeLogGroups asks for; null is any.
 *
 * @param pattern a part of the name; not beside a prefix
 */
public record GroupQuery(
    @Nullable String prefix,
    @Nullable String pattern,
    @Nullable GroupClass logClass,
    @Nullable String nextToken,
    @Nullable Integer limit) {
  /** The first page of those whose names start so; of all if it is empty. */
  public static GroupQuery startingWith(String prefix) {
    return new GroupQuery(prefix.isEmpty() ? null : prefix, null, null, null, null);
  }

  /** The same, from a page on. */
  public GroupQuery from(@Nullable String token) {
    return new GroupQuery(prefix, pattern, logClass, token, limit);
  }

  boolean asksFor(StoredGroup group) {
    return (prefix == null || group.name().startsWith(prefix))
        && (pattern == null || group.name().contains(pattern))
        && (logClass == null || group.logClass() == logClass);
  }
}
