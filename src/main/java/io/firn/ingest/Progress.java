package io.firn.ingest;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far a run is; one thread works, any may look. */
public final class Progress {
  private final LongSupplier nanos;
  private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
  private @Nullable Phase phase;
  private int batch;
  private int left;
  private long since;
  private long objectsTotal;
  private long bytesTotal;
  private LongSupplier objects = Progress::nothing;
  private LongSupplier bytes = Progress::nothing;

  /**
   * Starts with no phase.
   *
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  public Progress(LongSupplier nanos) {
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /**
   * Where a run is.
   *
   * @param phase null before the first
   * @param batch its number in the run; 0 before the first
   * @param left objects that wait for a further batch
   * @param bytes as stored, of the objects that were read
   */
  public record Point(
      @Nullable Phase phase,
      int batch,
      int left,
      long objects,
      long objectsTotal,
      long bytes,
      long bytesTotal) {}

  /** Where the run is now. */
  public synchronized Point now() {
    return new Point(
        phase, batch, left, objects.getAsLong(), objectsTotal, bytes.getAsLong(), bytesTotal);
  }

  /** Time by phase, up to now. */
  public synchronized Map<Phase, Duration> spent() {
    settle();
    Map<Phase, Duration> durations = new EnumMap<>(Phase.class);
    spent.forEach((key, value) -> durations.put(key, Duration.ofNanos(value)));
    return Collections.unmodifiableMap(durations);
  }

  /** The run begins with a further batch; so many objects wait for others after it. */
  synchronized void nextBatch(int waiting) {
    batch++;
    left = waiting;
  }

  /** The run begins with a phase. */
  public synchronized void enter(Phase next) {
    settle();
    phase = next;
    objectsTotal = 0;
    bytesTotal = 0;
    objects = Progress::nothing;
    bytes = Progress::nothing;
  }

  /** The phase reads so much; the suppliers tell how much it has read. */
  synchronized void expect(
      long allObjects, long allBytes, LongSupplier readObjects, LongSupplier readBytes) {
    objectsTotal = allObjects;
    bytesTotal = allBytes;
    objects = readObjects;
    bytes = readBytes;
  }

  private static long nothing() {
    return 0;
  }

  private void settle() {
    long now = nanos.getAsLong();
    if (phase != null) {
      spent.merge(phase, now - since, Long::sum);
    }
    since = now;
  }
}
