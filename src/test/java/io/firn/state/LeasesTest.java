package io.firn.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.state.Holder.Tasks;
import io.firn.state.LeaseInfo.End;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeasesTest {
  private static final Duration LENGTH = Duration.ofHours(1);
  private static final Holder SELF = Holder.ofThisProcess("mine");
  private static final Holder ELSEWHERE =
      new Holder("theirs", "far/boot/1", 7, Instant.EPOCH, Tasks.IN_PROCESS);
  private static final Holder GONE =
      new Holder("dead", SELF.host(), Integer.MAX_VALUE, SELF.startedAt(), Tasks.IN_PROCESS);

  private final HandClock clock = new HandClock();
  private final FakeStateStore store = new FakeStateStore();
  private final Leases mine = leases(SELF);
  private final Leases theirs = leases(ELSEWHERE);
  private final Leases ofTheDead = leases(GONE);

  private Leases leases(Holder holder) {
    return new Leases(store, clock, LENGTH, holder);
  }

  private static void take(Leases leases, String name) {
    assertThat(leases.acquire(name)).as(name).isPresent();
  }

  @AfterEach
  void close() {
    List.of(mine, theirs, ofTheDead).forEach(Leases::close);
  }

  @Test
  void newLeaseIsStoredForTheStatesReaders() throws Exception {
    take(mine, "20261123t055301123z-1f0c9a2b");
    assertThat(store.list("")).containsExactly("leases/20261123t055301123z-1f0c9a2b.json");
    JsonNode json =
        new ObjectMapper()
            .readTree(
                store.read("leases/20261123t055301123z-1f0c9a2b.json").orElseThrow().content());
    assertThat(json.get("run").textValue()).isEqualTo("mine");
    assertThat(json.get("host").textValue()).isEqualTo(SELF.host());
    assertThat(json.get("pid").longValue()).isEqualTo(SELF.pid());
    assertThat(json.get("until").textValue()).isEqualTo("2026-11-23T06:53:01.123Z");
    assertThat(mine.find("20261123t055301123z-1f0c9a2b"))
        .contains(
            new LeaseInfo(
                "20261123t055301123z-1f0c9a2b",
                SELF,
                Instant.parse("2026-11-23T06:53:01.123Z"),
                End.TIME_OR_HOLDER));
  }

  @Test
  void liveLeaseIsNotGivenTwice() {
    take(theirs, "a");
    clock.pass(LENGTH.minusNanos(1));
    assertThat(mine.acquire("a")).isEmpty();
    assertThat(theirs.acquire("a")).isEmpty();
    assertThat(mine.find("a").orElseThrow().holder()).isEqualTo(ELSEWHERE);
  }

  @Test
  void leaseWhoseTimePassedIsTaken() {
    Lease lost = theirs.acquire("a").orElseThrow();
    clock.pass(LENGTH);
    assertThat(mine.find("a").orElseThrow().isLive(clock.instant())).isFalse();
    assertThat(mine.acquire("a")).get().returns(true, Lease::isHeld);
    assertThat(lost.isHeld()).isFalse();
    assertThat(mine.find("a").orElseThrow().holder()).isEqualTo(SELF);
  }

  @Test
  void leaseOfAProcessThatIsGoneIsTakenAtOnce() {
    take(ofTheDead, "a");
    assertThat(mine.find("a").orElseThrow().isLive(clock.instant())).isFalse();
    assertThat(mine.acquire("a")).isPresent();
  }

  @Test
  void whoIsOvertakenGetsNothing() {
    store.beforeNextWrite(() -> take(theirs, "new"));
    assertThat(mine.acquire("new")).isEmpty();
    take(ofTheDead, "old");
    store.beforeNextWrite(() -> take(theirs, "old"));
    assertThat(mine.acquire("old")).isEmpty();
    assertThat(mine.list()).extracting(LeaseInfo::holder).containsOnly(ELSEWHERE);
  }

  @Test
  void oneOfManyTakesALeaseThatIsOver() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "race-" + round;
      take(ofTheDead, name);
      List<Optional<Lease>> ends = StateStoreContract.race(number -> mine.acquire(name));
      assertThat(ends).filteredOn(Optional::isPresent).as("round %s", round).hasSize(1);
    }
  }

  @Test
  void allLeasesAreListedLiveOrNot() {
    take(mine, "b");
    take(theirs, "a");
    take(ofTheDead, "c");
    store.create("slots/d.json", "{}".getBytes(UTF_8));
    assertThat(mine.list()).extracting(LeaseInfo::name).containsExactly("a", "b", "c");
    assertThat(mine.list())
        .extracting(lease -> lease.isLive(clock.instant()))
        .containsExactly(true, true, false);
    assertThat(mine.find("d")).isEmpty();
  }

  @Test
  void unreadableLeaseIsOverAndMayBeTaken() {
    List<String> contents =
        List.of(
            "",
            "no json",
            "[]",
            "{}",
            "{\"id\":\"x\",\"run\":null,\"host\":\"h\",\"pid\":1,\"started_at\":null}",
            "{\"id\":\"x\",\"run\":\"r\",\"host\":\"h\",\"pid\":1,"
                + "\"started_at\":\"2026-11-23T05:53:01Z\",\"until\":\"never\",\"end\":\"TIME\"}",
            "{\"id\":\"x\",\"run\":\"r\",\"host\":\"h\",\"pid\":1,"
                + "\"started_at\":\"2026-11-23T05:53:01Z\","
                + "\"until\":\"2999-01-01T00:00:00Z\",\"end\":\"NEW_KIND\"}");
    for (int i = 0; i < contents.size(); i++) {
      String name = "bad-" + i;
      store.create("leases/" + name + ".json", contents.get(i).getBytes(UTF_8));
      assertThat(mine.find(name))
          .as(contents.get(i))
          .contains(new LeaseInfo(name, Holder.UNKNOWN, Instant.EPOCH, End.TIME));
      assertThat(mine.list()).noneMatch(lease -> lease.isLive(clock.instant()));
      assertThat(mine.acquire(name)).as(contents.get(i)).isPresent();
      store.delete("leases/" + name + ".json");
    }
  }

  @Test
  void failuresOfTheStoreAreNotLostRaces() {
    store.fail(1);
    assertThatThrownBy(() -> mine.acquire("a")).isInstanceOf(UncheckedIOException.class);
    assertThat(mine.acquire("a")).isPresent();
  }

  @Test
  void closedLeasesAreNotAcquired() {
    Lease lease = mine.acquire("a").orElseThrow();
    mine.close();
    assertThatThrownBy(() -> mine.acquire("b"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot acquire lease b: its leases are closed");
    assertThat(lease.release()).isTrue();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void lengthMustBeOne() {
    assertThatThrownBy(() -> new Leases(store, clock, Duration.ZERO, SELF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid length of leases: PT0S (must be at least a millisecond)");
  }
}
