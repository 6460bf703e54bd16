package io.firn.landing;

import io.firn.ObjectIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a prefix holds.
 *
 * @param objects in the order of their URIs
 * @param tasks the export tasks that wrote some of them, and when each of them wrote last
 * @param ignored how many were left out: hidden files, {@code _} files and CloudWatch's write test
 */
public record Listing(List<InputObject> objects, Map<TaskFolder, Instant> tasks, int ignored) {
  public static final Listing EMPTY = new Listing(List.of(), Map.of(), 0);

  public Listing {
    objects = List.copyOf(objects);
    tasks = Map.copyOf(tasks);
  }

  public List<ObjectIdentity> identities() {
    return objects.stream().map(InputObject::identity).toList();
  }
}
