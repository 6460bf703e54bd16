package io.firn.landing;

import io.firn.ObjectIdentity;
import java.util.List;

/**
 * What a prefix holds.
 *
 * @param objects in the order of their URIs
 * @param ignored how many were left out: hidden files, {@code _} files and CloudWatch's write test
 */
public record Listing(List<InputObject> objects, int ignored) {
  public static final Listing EMPTY = new Listing(List.of(), 0);

  public Listing {
    objects = List.copyOf(objects);
  }

  public List<ObjectIdentity> identities() {
    return objects.stream().map(InputObject::identity).toList();
  }
}
