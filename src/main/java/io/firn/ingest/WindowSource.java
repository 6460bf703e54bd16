package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipts;
import io.firn.ledger.LogSource;
import java.util.function.Predicate;

/**
 * A landing zone whose finished export windows are taken in.
 *
 * @param receipts where is left what was taken in
 * @param wanted which of its windows, by their markers; the others are looked at only
 */
public record WindowSource(
    WindowMarkers markers,
    Routes routes,
    WindowReceipts receipts,
    Predicate<ObjectIdentity> wanted) {
  /** All its windows. */
  public WindowSource(WindowMarkers markers, Routes routes, WindowReceipts receipts) {
    this(markers, routes, receipts, marker -> true);
  }

  /** Some of its windows. */
  public WindowSource only(Predicate<ObjectIdentity> some) {
    return new WindowSource(markers, routes, receipts, some);
  }

  /** Where log groups' events go. */
  public interface Routes {
    /**
     * The window of a marker as an input.
     *
     * @param marker its URI
     * @throws RuntimeException if no route says so
     */
    IngestInput input(String marker, LogSource source);
  }
}
