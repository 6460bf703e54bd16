package io.firn.landing;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import java.util.List;

/**
 * Says that a window is exported, and where its objects are. It is the same whoever makes it.
 *
 * @param lane why the window was next
 * @param prefix what the keys of its parts start with, without a slash at the end
 * @param parts none if the group had no events in the window
 */
public record WindowMarker(
    AccountRegion place,
    LogGroup group,
    ExportWindow window,
    Lane lane,
    ExportedTask task,
    String bucket,
    String prefix,
    List<LandedPart> parts) {
  public WindowMarker {
    parts = List.copyOf(parts);
    lane.requirePurpose(window.purpose());
  }

  /** What its parts take in the bucket. */
  public long bytes() {
    return parts.stream().mapToLong(LandedPart::size).sum();
  }
}
