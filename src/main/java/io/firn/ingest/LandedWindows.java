package io.firn.ingest;

import io.firn.BatchId;
import io.firn.ObjectIdentity;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowReceipt;
import io.firn.landing.WindowReceipts;
import io.firn.ledger.IngestedWindow;
import io.firn.ledger.LedgerRow;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leaves a receipt for each window that is in a table. A run that ended between record and receipt
 * is made up for by the next one; a receipt that cannot be written ends no run.
 */
final class LandedWindows {
  private final Map<String, Found> found = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  /** A window that this run may take in. */
  private record Found(WindowSource source, WindowMarker marker, String key) {}

  LandedWindows(List<WindowDiscovery.Result> results) {
    for (WindowDiscovery.Result result : results) {
      for (WindowDiscovery.FoundWindow window : result.found()) {
        ObjectIdentity marker = window.listed().identity();
        found.put(marker.uri(), new Found(result.source(), window.marker(), marker.key()));
      }
    }
  }

  /** For windows that earlier runs have taken in. */
  void catchUp(List<WindowDiscovery.Result> results) {
    for (WindowDiscovery.Result result : results) {
      WindowReceipts.Present present = result.source().receipts().present();
      for (IngestedWindow window : result.ingested()) {
        attempt(
            () -> {
              if (!present.has(window.source().place(), window.marker().key())) {
                catchUp(result.source(), window);
              }
            });
      }
    }
  }

  private static void catchUp(WindowSource source, IngestedWindow window) {
    String key = window.marker().key();
    source
        .markers()
        .read(window.marker())
        .map(marker -> WindowReceipt.of(marker, key, window.batch().id(), window.at()))
        .ifPresent(source.receipts()::write);
  }

  /** For what a batch has recorded. */
  void leave(BatchId batch, List<LedgerRow> recorded, Instant at) {
    for (LedgerRow row : recorded) {
      Found window = row.object() == null ? null : found.get(row.object().uri());
      if (window != null) {
        attempt(
            () ->
                window
                    .source
                    .receipts()
                    .write(WindowReceipt.of(window.marker, window.key, batch.id(), at)));
      }
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (UncheckedIOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** Why receipts are missing; the next run tries again. */
  List<String> problems() {
    return List.copyOf(problems);
  }
}
