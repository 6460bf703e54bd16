package io.firn.ingest;

import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipts;
import io.firn.ledger.LogSource;

/**
 * A landing zone whose finished export windows are taken in.
 *
 * @param receipts where is left what was taken in
 */
public record WindowSource(WindowMarkers markers, Routes routes, WindowReceipts receipts) {
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
