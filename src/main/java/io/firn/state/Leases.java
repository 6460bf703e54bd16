package io.firn.state;

import io.firn.state.LeaseInfo.End;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Leases on names, kept in a state store and renewed by one thread. They only say when somebody
 * should look at what a holder left: correctness needs neither them nor a clock.
 */
public final class Leases implements AutoCloseable {
  private final LeaseObjects objects;
  private final Clock clock;
  private final Duration length;
  private final Holder self;
  private final ScheduledThreadPoolExecutor beats;

  /**
   * @param length for which a lease lasts without a renewal; it is renewed three times in it
   */
  public Leases(StateStore store, Clock clock, Duration length, Holder self) {
    if (length.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "Invalid length of leases: " + length + " (must be at least a millisecond)");
    }
    this.objects = new LeaseObjects(store);
    this.clock = clock;
    this.length = length;
    this.self = self;
    this.beats = new ScheduledThreadPoolExecutor(1, Leases::daemon);
    beats.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "firn-leases");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes a lease that is not there, or is over: of many who try, one gets it.
   *
   * @return empty if it is live, or somebody else just took it
   */
  public Optional<Lease> acquire(String name) {
    if (beats.isShutdown()) {
      throw new IllegalStateException("Cannot acquire lease " + name + ": its leases are closed");
    }
    Instant now = clock.instant();
    LeaseObject mine =
        new LeaseObject(UUID.randomUUID().toString(), self, now.plus(length), End.TIME_OR_HOLDER);
    return write(name, mine, now).map(version -> started(name, version, mine));
  }

  private Optional<String> write(String name, LeaseObject mine, Instant now) {
    Optional<LeaseObjects.Read> found = objects.read(name);
    if (found.isEmpty()) {
      return objects.create(name, mine);
    }
    return found
        .filter(read -> !read.object().info(name).isLive(now))
        .flatMap(read -> objects.replace(name, read.version(), mine));
  }

  private Lease started(String name, String version, LeaseObject mine) {
    Lease lease = new Lease(name, objects, clock, length, mine, version);
    lease.start(beats);
    return lease;
  }

  /** What is stored about a lease, whether it is live or not. */
  public Optional<LeaseInfo> find(String name) {
    return objects.read(name).map(read -> read.object().info(name));
  }

  /** All leases that are stored, by name. One that cannot be read is over, its holder unknown. */
  public List<LeaseInfo> list() {
    return objects.names().stream().flatMap(name -> find(name).stream()).toList();
  }

  /** Ends the renewals. What is held still is left, as by {@link Lease#leave}. */
  @Override
  public void close() {
    beats.shutdown();
  }
}
