package io.firn.landing;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import java.time.Instant;

/**
 * Says that a window was ingested. It outlives the window's marker, so that nothing is exported
 * anew after the driver's state was lost.
 *
 * @param lane why the window was next
 * @param marker the key of its marker
 * @param partCount how many objects it had
 * @param bytes what they took in the bucket
 * @param batch the id of the batch that ingested it
 */
public record WindowReceipt(
    AccountRegion place,
    LogGroup group,
    ExportWindow window,
    Lane lane,
    ExportedTask task,
    String marker,
    int partCount,
    long bytes,
    String batch,
    Instant ingestedAt) {
  public WindowReceipt {
    lane.requirePurpose(window.purpose());
  }

  /**
   * Of a marker's window.
   *
   * @param key the marker's
   */
  public static WindowReceipt of(WindowMarker marker, String key, String batch, Instant at) {
    return new WindowReceipt(
        marker.place(),
        marker.group(),
        marker.window(),
        marker.lane(),
        marker.task(),
        key,
        marker.parts().size(),
        marker.bytes(),
        batch,
        at);
  }
}
