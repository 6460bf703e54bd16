package io.firn.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holders that are killed and suspended. */
final class LeaseProcessTest {
  @TempDir Path directory;

  private final Clock clock = Clock.systemUTC();

  private Leases leases(Duration length) {
    return new Leases(
        new LocalStateStore(directory), clock, length, Holder.ofThisProcess("parent"));
  }

  private ChildJvm child(Duration length) throws Exception {
    return ChildJvm.start(Child.class, directory.toString(), length.toString());
  }

  @Test
  void leaseOfAKilledProcessIsOverAtOnce() throws Exception {
    try (Leases leases = leases(Duration.ofHours(1));
        ChildJvm child = child(Duration.ofHours(1))) {
      assertThat(child.answer()).isEqualTo("acquired");
      LeaseInfo held = leases.find("a").orElseThrow();
      assertThat(held.holder().run()).isEqualTo("child");
      assertThat(held.isLive(clock.instant())).isTrue();
      assertThat(leases.acquire("a")).isEmpty();
      child.kill();
      assertThat(leases.find("a")).contains(held);
      assertThat(held.isLive(clock.instant())).isFalse();
      assertThat(leases.acquire("a")).isPresent();
    }
  }

  @Test
  void suspendedHolderLosesItAndTouchesNothingAfterwards() throws Exception {
    Duration length = Duration.ofSeconds(3);
    try (Leases leases = leases(Duration.ofHours(1));
        ChildJvm child = child(length)) {
      assertThat(child.answer()).isEqualTo("acquired");
      assertThat(child.ask("held?")).isEqualTo("true");
      child.signal("STOP");
      assertThat(leases.acquire("a")).as("it is live while its time runs").isEmpty();
      Lease taken = acquireWithin(leases, Duration.ofSeconds(30));
      child.signal("CONT");
      assertThat(child.ask("held?")).isEqualTo("false");
      assertThat(child.ask("lost?")).isEqualTo("true");
      assertThat(child.ask("release")).isEqualTo("false");
      assertThat(leases.find("a").orElseThrow().holder().run()).isEqualTo("parent");
      taken.beat();
      assertThat(taken.isHeld()).isTrue();
    }
  }

  private Lease acquireWithin(Leases leases, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<Lease> lease = Optional.empty();
    while (lease.isEmpty()) {
      assertThat(System.nanoTime()).as("the lease is over in time").isLessThan(deadline);
      Thread.sleep(50);
      lease = leases.acquire("a");
    }
    return lease.get();
  }

  /** Another process, which acquires a lease and then does what it is asked. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Leases leases =
          new Leases(
              new LocalStateStore(Path.of(arguments[0])),
              Clock.systemUTC(),
              Duration.parse(arguments[1]),
              Holder.ofThisProcess("child"));
      Lease lease = leases.acquire("a").orElseThrow();
      boolean[] lost = new boolean[1];
      System.out.println("acquired");
      Scanner requests = new Scanner(System.in, UTF_8);
      while (requests.hasNextLine()) {
        switch (requests.nextLine()) {
          case "held?" -> System.out.println(lease.isHeld());
          case "lost?" -> {
            lease.onLost(() -> lost[0] = true);
            System.out.println(lost[0]);
          }
          case "release" -> System.out.println(lease.release());
          default -> System.out.println("?");
        }
      }
    }
  }
}
