package io.firn.state;

import io.firn.state.LeaseInfo.End;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that was acquired and is renewed until it is released, left, entombed, or lost: somebody
 * took it, or its time passed without a renewal. What is lost stays lost.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final String name;
  private final LeaseObjects objects;
  private final Clock clock;
  private final Duration length;
  private final LeaseObject first;
  private final LossListeners listeners = new LossListeners();
  private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.HELD);
  private volatile Term term;
  private @Nullable ScheduledFuture<?> beats;

  private enum Standing {
    HELD,
    LOST,
    ENDED
  }

  /** What the last write that succeeded left. */
  private record Term(String version, Instant until) {}

  /**
   * @param first what was written to acquire it
   */
  Lease(
      String name,
      LeaseObjects objects,
      Clock clock,
      Duration length,
      LeaseObject first,
      String version) {
    this.name = name;
    this.objects = objects;
    this.clock = clock;
    this.length = length;
    this.first = first;
    this.term = new Term(version, first.until());
  }

  /** Lets it be renewed, three times in its length. */
  synchronized void start(ScheduledExecutorService executor) {
    long pause = length.toNanos() / 3;
    beats = executor.scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.NANOSECONDS);
  }

  public String name() {
    return name;
  }

  /** Whether it is held as far as this process can know, also when its threads did not run. */
  public boolean isHeld() {
    // In this order: a renewal between the two only makes the term longer.
    Instant now = clock.instant();
    if (!now.isBefore(term.until())) {
      standing.compareAndSet(Standing.HELD, Standing.LOST);
    }
    return standing.get() == Standing.HELD;
  }

  /** Has it run once: by the renewal thread when it finds the loss, or now if it is lost. */
  public void onLost(Runnable listener) {
    boolean lost = !isHeld() && standing.get() == Standing.LOST;
    if (lost || !listeners.add(listener)) {
      listener.run();
    }
  }

  /** One renewal, or the news that there is nothing to renew any more. */
  void beat() {
    renew();
    if (standing.get() == Standing.LOST) {
      stop();
      listeners.tell();
    }
  }

  private synchronized void renew() {
    if (!isHeld()) {
      return;
    }
    Instant until = clock.instant().plus(length);
    try {
      Optional<String> version = write(until, End.TIME_OR_HOLDER);
      // A renewal that came too late is none: others may have looked meanwhile.
      if (version.isPresent() && isHeld()) {
        term = new Term(version.get(), until);
      } else {
        standing.compareAndSet(Standing.HELD, Standing.LOST);
      }
    } catch (RuntimeException e) {
      // Whatever it was: thrown on, it would end the beats, and with them the news of the loss.
      LOG.warn("Cannot renew lease {} yet, which ends at {}", name, term.until(), e);
    }
  }

  /** The new version; empty if the stored lease is not this one any more. */
  private Optional<String> write(Instant until, End end) {
    LeaseObject next = new LeaseObject(first.id(), first.holder(), until, end);
    Optional<String> version = objects.replace(name, term.version(), next);
    if (version.isPresent()) {
      return version;
    }
    // An earlier write that seemed to fail may stand; then it is this lease that is stored.
    return objects
        .read(name)
        .filter(found -> found.object().id().equals(first.id()))
        .flatMap(found -> objects.replace(name, found.version(), next));
  }

  /**
   * Gives it back: the stored lease goes. Where the store fails, it is left instead, as by {@link
   * #leave}.
   *
   * @return whether it is gone; false too if it was lost or ended before
   */
  public synchronized boolean release() {
    if (!end()) {
      return false;
    }
    Instant until = clock.instant().plus(length);
    try {
      // Whoever renewed it just now may delete it: nobody else takes it before its time.
      if (write(until, End.TIME_OR_HOLDER).isEmpty() || !clock.instant().isBefore(until)) {
        return false;
      }
      objects.delete(name);
      return true;
    } catch (UncheckedIOException e) {
      LOG.warn("Cannot release lease {}, which will be over by itself", name, e);
      return false;
    }
  }

  /** Ends the renewals and leaves the stored lease, which will be over by itself. */
  public synchronized void leave() {
    end();
  }

  /**
   * Ends the renewals and makes the stored lease one that nobody holds and that is live for its
   * length once more, then over: so that a later run looks again at what a suspended process may do
   * still.
   *
   * @return whether it is so; false if the lease was lost or ended before
   * @throws UncheckedIOException if the store fails; the lease is left then
   */
  public synchronized boolean entomb() {
    return end() && write(clock.instant().plus(length), End.TIME).isPresent();
  }

  private boolean end() {
    stop();
    return isHeld() && standing.compareAndSet(Standing.HELD, Standing.ENDED);
  }

  private synchronized void stop() {
    if (beats != null) {
      beats.cancel(false);
    }
  }

  /** Releases it; harmless if it was lost or ended. */
  @Override
  public void close() {
    release();
  }

  /** For people: {@code lease 20261123t055301123z-1f0c9a2b}. */
  @Override
  public String toString() {
    return "lease " + name;
  }
}
