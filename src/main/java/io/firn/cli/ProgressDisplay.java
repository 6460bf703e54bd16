package io.firn.cli;

import io.firn.ingest.Phase;
import io.firn.ingest.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is while it works: on a terminal one line that is rewritten, elsewhere a line
 * now and then.
 */
final class ProgressDisplay implements AutoCloseable {
  /** Where the lines go, and how often. */
  enum Style {
    TERMINAL(Duration.ofMillis(500)),
    LINES(Duration.ofSeconds(10)),
    QUIET(Duration.ZERO);

    private final Duration period;

    Style(Duration period) {
      this.period = period;
    }
  }

  private static final String CLEAR = "\r\u001b[K";

  private final Progress progress;
  private final PrintWriter out;
  private final Style style;
  private final LongSupplier nanos;
  private @Nullable ScheduledExecutorService timer;
  private @Nullable ScheduledFuture<?> ticking;
  private @Nullable Phase phase;
  private long phaseSince;

  ProgressDisplay(Progress progress, PrintWriter out, Style style, LongSupplier nanos) {
    this.progress = progress;
    this.out = out;
    this.style = style;
    this.nanos = nanos;
  }

  /** Shows the run's progress until it is closed. */
  void start() {
    if (style == Style.QUIET) {
      return;
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "firn-progress");
              thread.setDaemon(true);
              return thread;
            });
    long millis = style.period.toMillis();
    ticking = started.scheduleAtFixedRate(this::show, millis, millis, TimeUnit.MILLISECONDS);
    timer = started;
  }

  /** Prints where the run is now. */
  synchronized void show() {
    Progress.Point point = progress.now();
    if (point.phase() == null) {
      return;
    }
    if (point.phase() != phase) {
      phase = point.phase();
      phaseSince = nanos.getAsLong();
    }
    String line = line(point, (nanos.getAsLong() - phaseSince) / 1e9);
    if (style == Style.TERMINAL) {
      out.print(CLEAR + line);
    } else {
      out.println("firn: " + line);
    }
    out.flush();
  }

  static String line(Progress.Point point, double seconds) {
    String what = batch(point) + Objects.requireNonNull(point.phase(), "phase").spelling();
    if (point.objectsTotal() == 0) {
      return what;
    }
    double megabytes = point.bytes() / 1e6;
    String line =
        String.format(
            Locale.ROOT,
            "%s: %d of %d objects, %.1f of %.1f MB",
            what,
            point.objects(),
            point.objectsTotal(),
            megabytes,
            point.bytesTotal() / 1e6);
    // When a phase was first seen, some of it may have been done.
    return seconds < 1
        ? line
        : line + String.format(Locale.ROOT, ", %.1f MB/s", megabytes / seconds);
  }

  /** Which batch, where there is more than one. */
  private static String batch(Progress.Point point) {
    if (point.batch() == 0 || (point.batch() == 1 && point.left() == 0)) {
      return "";
    }
    String more = point.left() == 0 ? "" : " (" + point.left() + " objects after it)";
    return "batch " + point.batch() + more + ", ";
  }

  /** Ends the display; a rewritten line goes away. */
  @Override
  public void close() {
    if (timer == null || ticking == null) {
      return;
    }
    ticking.cancel(false);
    timer.shutdownNow();
    synchronized (this) {
      if (style == Style.TERMINAL) {
        out.print(CLEAR);
        out.flush();
      }
    }
  }
}
