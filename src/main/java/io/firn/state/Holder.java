package io.firn.state;

import java.time.Duration;
import java.time.Instant;

/**
 * The process that holds a lease.
 *
 * @param host its machine, boot and set of pids with slashes between them; where they are not
 *     known, a name alone
 * @param startedAt by the host's clock
 */
public record Holder(String run, String host, long pid, Instant startedAt, Tasks tasks) {
  /** Where its tasks run, and may still write after it has ended. */
  public enum Tasks {
    /** They end with it. */
    IN_PROCESS,
    /** In executors, which end some time after it. */
    IN_EXECUTORS
  }

  /** Of an object that cannot be read. */
  static final Holder UNKNOWN =
      new Holder("unknown", "unknown", 0, Instant.EPOCH, Tasks.IN_EXECUTORS);

  /** The start is counted from the machine's boot, which is known to the second. */
  private static final Duration SAME_START = Duration.ofSeconds(1);

  /** This process, for one run in it that has no executors. */
  public static Holder ofThisProcess(String run) {
    return ofThisProcess(run, Tasks.IN_PROCESS);
  }

  /** This process, for one run in it. */
  public static Holder ofThisProcess(String run, Tasks tasks) {
    ProcessHandle process = ProcessHandle.current();
    return process
        .info()
        .startInstant()
        .flatMap(
            start ->
                Machine.identity().map(host -> new Holder(run, host, process.pid(), start, tasks)))
        .orElseGet(() -> new Holder(run, Machine.name(), process.pid(), Instant.EPOCH, tasks));
  }

  /** Whether it was a process of this machine and has ended; false where that is not known. */
  public boolean isKnownToBeGone() {
    return Machine.identity().filter(host::equals).isPresent() && !isRunning();
  }

  /** Whether nothing that it started can write any more; false where that is not known. */
  public boolean isKnownToWriteNoMore() {
    return tasks == Tasks.IN_PROCESS && isKnownToBeGone();
  }

  private boolean isRunning() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().startInstant().map(this::isSameStart).orElse(true))
        .isPresent();
  }

  /** Another start is another process that got the same pid. */
  private boolean isSameStart(Instant start) {
    return Duration.between(startedAt, start).abs().compareTo(SAME_START) <= 0;
  }

  /** For people: {@code run R, process 4711 on ip-10-0-0-1}. */
  @Override
  public String toString() {
    String name = host.contains("/") ? host.substring(0, host.indexOf('/')) : host;
    return "run " + run + ", process " + pid + " on " + name;
  }
}
