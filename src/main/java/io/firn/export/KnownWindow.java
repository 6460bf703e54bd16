package io.firn.export;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.ExportedTask;
import io.firn.landing.Lane;
import io.firn.landing.WindowMarker;
import io.firn.landing.WindowMarkers;
import io.firn.landing.WindowReceipt;
import io.firn.landing.WindowReceipts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A window of which a marker or a receipt says that it is exported. */
record KnownWindow(LogGroup group, ExportWindow window, Lane lane, ExportedTask task) {
  /** All of an account and Region, each once, and how many each of the two told first. */
  record All(Collection<KnownWindow> windows, int receipts, int markers) {}

  static All read(AccountRegion place, WindowReceipts receipts, WindowMarkers markers) {
    Map<String, KnownWindow> windows = new HashMap<>();
    int receiptCount = 0;
    int markerCount = 0;
    for (WindowReceipt receipt : receipts.all(place)) {
      receiptCount++;
      windows.put(
          receipt.task().id(),
          new KnownWindow(receipt.group(), receipt.window(), receipt.lane(), receipt.task()));
    }
    for (String key : markers.keys()) {
      if (windows.containsKey(WindowMarkers.taskId(key))) {
        continue;
      }
      WindowMarker marker = markers.head(key).orElseThrow(() -> unknown(key));
      if (marker.place().equals(place)) {
        markerCount++;
        windows.put(
            marker.task().id(),
            new KnownWindow(marker.group(), marker.window(), marker.lane(), marker.task()));
      }
    }
    return new All(windows.values(), receiptCount, markerCount);
  }

  private static UncheckedIOException unknown(String key) {
    String message = "Cannot read marker " + key + ": it is gone, damaged, or of a later form";
    return new UncheckedIOException(message, new IOException(message));
  }
}
