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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A window of which a marker or a receipt says that it is exported. */
record KnownWindow(LogGroup group, ExportWindow window, Lane lane, ExportedTask task) {
  /** All of an account and Region, each once, and how many each of the two told first. */
  record All(Collection<KnownWindow> windows, int receipts, int markers) {}

  /** Each read takes a while, and there may be years of them. */
  private static final int AT_ONCE = 16;

  static All read(AccountRegion place, WindowReceipts receipts, WindowMarkers markers) {
    Map<String, KnownWindow> windows = new HashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<KnownWindow> received =
          all(threads, receipts.keys(place), key -> receipts.read(key).map(KnownWindow::of));
      received.forEach(known -> windows.put(known.task().id(), known));
      List<String> keys =
          markers.keys().stream()
              .filter(key -> !windows.containsKey(WindowMarkers.taskId(key)))
              .toList();
      List<KnownWindow> marked = all(threads, keys, key -> of(place, key, markers));
      marked.forEach(known -> windows.put(known.task().id(), known));
      return new All(windows.values(), received.size(), marked.size());
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<KnownWindow> all(
      ExecutorService threads, List<String> keys, Function<String, Optional<KnownWindow>> read) {
    List<CompletableFuture<Optional<KnownWindow>>> reads =
        keys.stream()
            .map(key -> CompletableFuture.supplyAsync(() -> read.apply(key), threads))
            .toList();
    try {
      return reads.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static KnownWindow of(WindowReceipt receipt) {
    return new KnownWindow(receipt.group(), receipt.window(), receipt.lane(), receipt.task());
  }

  /** Others may have their markers in the same landing zone. */
  private static Optional<KnownWindow> of(AccountRegion place, String key, WindowMarkers markers) {
    WindowMarker marker = markers.head(key).orElseThrow(() -> unknown(key));
    return marker.place().equals(place)
        ? Optional.of(
            new KnownWindow(marker.group(), marker.window(), marker.lane(), marker.task()))
        : Optional.empty();
  }

  private static UncheckedIOException unknown(String key) {
    String message = "Cannot read marker " + key + ": it is gone, damaged, or of a later form";
    return new UncheckedIOException(message, new IOException(message));
  }
}
