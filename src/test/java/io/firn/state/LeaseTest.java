package io.firn.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.state.Holder.Tasks;
import io.firn.state.LeaseInfo.End;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeaseTest {
  private static final Duration LENGTH = Duration.ofHours(1);
  private static final Duration BEAT = LENGTH.dividedBy(3);
  private static final Holder SELF = Holder.ofThisProcess("mine");
  private static final Holder ELSEWHERE =
      new Holder("theirs", "far/boot/1", 7, Instant.EPOCH, Tasks.IN_PROCESS);

  private final HandClock clock = new HandClock();
  private final FakeStateStore store = new FakeStateStore();
  private final Leases mine = new Leases(store, clock, LENGTH, SELF);
  private final Leases theirs = new Leases(store, clock, LENGTH, ELSEWHERE);
  private final Lease lease = mine.acquire("a").orElseThrow();
  private final List<String> news = new ArrayList<>();

  @AfterEach
  void close() {
    mine.close();
    theirs.close();
  }

  private LeaseInfo stored() {
    return theirs.find("a").orElseThrow();
  }

  private boolean isLive() {
    return stored().isLive(clock.instant());
  }

  @Test
  void renewalsKeepIt() {
    for (int i = 0; i < 9; i++) {
      clock.pass(BEAT);
      lease.beat();
      assertThat(stored().until()).isEqualTo(clock.instant().plus(LENGTH));
    }
    assertThat(lease.isHeld()).isTrue();
    assertThat(theirs.acquire("a")).isEmpty();
  }

  @Test
  void failedRenewalIsRepeatedAtTheNextBeat() {
    lease.onLost(() -> news.add("lost"));
    store.fail(2);
    clock.pass(BEAT);
    lease.beat();
    clock.pass(BEAT);
    lease.beat();
    assertThat(lease.isHeld()).isTrue();
    clock.pass(BEAT.minusNanos(1));
    lease.beat();
    clock.pass(BEAT);
    assertThat(lease.isHeld()).isTrue();
    assertThat(news).isEmpty();
  }

  @Test
  void renewalThatOnlySeemedToFailIsItsOwn() {
    store.loseAnswers(1);
    clock.pass(BEAT);
    lease.beat();
    clock.pass(BEAT);
    lease.beat();
    clock.pass(BEAT.multipliedBy(2));
    assertThat(lease.isHeld()).isTrue();
    assertThat(isLive()).isTrue();
  }

  @Test
  void timeWithoutRenewalLosesIt() {
    lease.onLost(() -> news.add("lost"));
    store.fail(3);
    for (int i = 0; i < 3; i++) {
      clock.pass(BEAT);
      lease.beat();
    }
    assertThat(lease.isHeld()).isFalse();
    assertThat(news).containsExactly("lost");
  }

  @Test
  void suspendedHolderKnowsBeforeItsThreadRan() {
    lease.onLost(() -> news.add("lost"));
    clock.pass(LENGTH.minusNanos(1));
    assertThat(lease.isHeld()).isTrue();
    clock.pass(Duration.ofNanos(1));
    assertThat(lease.isHeld()).isFalse();
    lease.beat();
    lease.beat();
    assertThat(news).containsExactly("lost");
    assertThat(isLive()).as("nothing is renewed after its time").isFalse();
  }

  @Test
  void renewalThatComesTooLateIsNone() {
    clock.pass(BEAT);
    store.beforeNextWrite(() -> clock.pass(LENGTH));
    lease.beat();
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void lostStaysLostWhenTheClockGoesBack() {
    clock.pass(LENGTH);
    assertThat(lease.isHeld()).isFalse();
    clock.pass(LENGTH.negated());
    assertThat(lease.isHeld()).isFalse();
    lease.beat();
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void takenLeaseIsLostAtTheNextBeat() {
    lease.onLost(() -> news.add("first"));
    lease.onLost(
        () -> {
          throw new IllegalStateException("a listener of ours fails");
        });
    lease.onLost(() -> news.add("third"));
    take();
    lease.beat();
    assertThat(lease.isHeld()).isFalse();
    assertThat(news).containsExactly("first", "third");
    lease.onLost(() -> news.add("late"));
    assertThat(news).containsExactly("first", "third", "late");
    lease.beat();
    assertThat(news).hasSize(3);
    assertThat(stored().holder()).isEqualTo(ELSEWHERE);
  }

  /** What somebody does whose clock is wrong. */
  private void take() {
    store.delete("leases/a.json");
    assertThat(theirs.acquire("a")).isPresent();
  }

  @Test
  void deletedLeaseIsLost() {
    store.delete("leases/a.json");
    lease.beat();
    assertThat(lease.isHeld()).isFalse();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void listenerOfALostLeaseRunsAtOnce() {
    clock.pass(LENGTH);
    lease.onLost(() -> news.add("lost"));
    assertThat(news).containsExactly("lost");
  }

  @Test
  void releasedLeaseIsGone() {
    lease.onLost(() -> news.add("lost"));
    assertThat(lease.release()).isTrue();
    assertThat(lease.isHeld()).isFalse();
    assertThat(store.list("")).isEmpty();
    assertThat(theirs.acquire("a")).isPresent();
    lease.beat();
    assertThat(lease.release()).isFalse();
    lease.close();
    assertThat(stored().holder()).isEqualTo(ELSEWHERE);
    assertThat(news).as("a lease that was given back is not lost").isEmpty();
  }

  @Test
  void releaseOfALostLeaseLeavesTheNewHolders() {
    take();
    assertThat(lease.release()).isFalse();
    assertThat(stored().holder()).isEqualTo(ELSEWHERE);
  }

  @Test
  void nobodyTakesALeaseThatIsBeingReleased() {
    clock.pass(LENGTH.minusNanos(1));
    store.beforeNextDelete(
        () -> {
          clock.pass(LENGTH.minusNanos(1));
          assertThat(theirs.acquire("a")).isEmpty();
        });
    assertThat(lease.release()).isTrue();
  }

  @Test
  void releaseThatTookTooLongDeletesNothing() {
    store.beforeNextWrite(() -> clock.pass(LENGTH));
    assertThat(lease.release()).isFalse();
    assertThat(stored().holder()).isEqualTo(SELF);
    assertThat(isLive()).isFalse();
  }

  @Test
  void releaseAfterARenewalThatSeemedToFailIsOne() {
    store.loseAnswers(1);
    lease.beat();
    assertThat(lease.release()).isTrue();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void releaseThatTheStoreRefusesLeavesIt() {
    store.fail(1);
    assertThat(lease.release()).isFalse();
    assertThat(lease.isHeld()).isFalse();
    assertThat(isLive()).isTrue();
    clock.pass(LENGTH);
    assertThat(theirs.acquire("a")).isPresent();
  }

  @Test
  void leftLeaseIsOverByItself() {
    lease.leave();
    assertThat(lease.isHeld()).isFalse();
    clock.pass(BEAT);
    lease.beat();
    assertThat(theirs.acquire("a")).isEmpty();
    clock.pass(LENGTH.minus(BEAT));
    assertThat(theirs.acquire("a")).isPresent();
  }

  @Test
  void entombedLeaseIsOverByTimeAlone() {
    Holder gone =
        new Holder("dead", SELF.host(), Integer.MAX_VALUE, SELF.startedAt(), Tasks.IN_PROCESS);
    try (Leases ofTheDead = new Leases(store, clock, LENGTH, gone)) {
      Lease buried = ofTheDead.acquire("b").orElseThrow();
      clock.pass(BEAT);
      assertThat(buried.entomb()).isTrue();
      assertThat(buried.isHeld()).isFalse();
      assertThat(mine.find("b"))
          .contains(new LeaseInfo("b", gone, clock.instant().plus(LENGTH), End.TIME));
      clock.pass(LENGTH.minusNanos(1));
      buried.beat();
      assertThat(mine.acquire("b")).isEmpty();
      clock.pass(Duration.ofNanos(1));
      assertThat(mine.acquire("b")).isPresent();
    }
  }

  @Test
  void lostOrEndedLeaseIsNotEntombed() {
    take();
    assertThat(lease.entomb()).isFalse();
    assertThat(stored().end()).isEqualTo(End.TIME_OR_HOLDER);
    Lease ended = mine.acquire("b").orElseThrow();
    ended.leave();
    assertThat(ended.entomb()).isFalse();
    assertThat(mine.find("b").orElseThrow().end()).isEqualTo(End.TIME_OR_HOLDER);
  }

  @Test
  void tombThatTheStoreRefusesIsAFailure() {
    store.fail(1);
    assertThatThrownBy(lease::entomb).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void itsThreadRenewsItAndBringsTheNews() throws Exception {
    Duration length = Duration.ofMillis(1_500);
    CountDownLatch lost = new CountDownLatch(1);
    try (Leases real = new Leases(store, Clock.systemUTC(), length, SELF)) {
      Lease renewed = real.acquire("real").orElseThrow();
      Lease taken = real.acquire("taken").orElseThrow();
      taken.onLost(lost::countDown);
      store.delete("leases/taken.json");
      assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
      Instant first = real.find("real").orElseThrow().until();
      Thread.sleep(length.multipliedBy(2).toMillis());
      assertThat(renewed.isHeld()).isTrue();
      assertThat(taken.isHeld()).isFalse();
      assertThat(real.find("real").orElseThrow().until()).isAfter(first);
    }
  }
}
