package io.firn.landing;

import java.util.ArrayList;
import java.util.List;

/** Deletes windows from a landing zone: their objects, and their marker when those are gone. */
public final class WindowRemoval {
  private final LandingZone zone;
  private final ObjectRemoval removal;
  private final LandingLayout layout;

  public WindowRemoval(LandingZone zone, ObjectRemoval removal, LandingLayout layout) {
    this.zone = zone;
    this.removal = removal;
    this.layout = layout;
  }

  /**
   * Deletes a window.
   *
   * @param key the marker's
   * @return how many objects went
   */
  public int remove(WindowMarker marker, String key) {
    List<String> keys = new ArrayList<>();
    zone.list(marker.bucket(), marker.prefix() + "/").forEach(part -> keys.add(part.key()));
    removal.delete(marker.bucket(), keys);
    // Without them no marker of this form can be read, and without the marker nobody finds them.
    List<String> own = new ArrayList<>();
    zone.list(layout.bucket(), LandingLayout.partLists(key)).forEach(list -> own.add(list.key()));
    own.add(key);
    removal.delete(layout.bucket(), own);
    return keys.size() + own.size();
  }
}
