package io.firn.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.state.Holder.Tasks;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HolderTest {
  private final Holder self = Holder.ofThisProcess("nightly");

  @Test
  void thisProcessIsNotGone() {
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.isKnownToBeGone()).isFalse();
  }

  @Test
  void endedProcessIsGone() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    Holder holder =
        new Holder(
            "nightly",
            self.host(),
            process.pid(),
            process.info().startInstant().orElseThrow(),
            Tasks.IN_PROCESS);
    assertThat(holder.isKnownToBeGone()).isFalse();
    process.destroyForcibly().onExit().join();
    assertThat(holder.isKnownToBeGone()).isTrue();
  }

  @Test
  void otherProcessThatGotThePidIsNotTheHolder() {
    for (Duration shift : new Duration[] {Duration.ofMillis(2_001), Duration.ofMillis(-2_001)}) {
      assertThat(startedLater(shift).isKnownToBeGone()).as("%s", shift).isTrue();
    }
    // The start is known to the second only.
    assertThat(startedLater(Duration.ofMillis(900)).isKnownToBeGone()).isFalse();
    assertThat(startedLater(Duration.ofMillis(-900)).isKnownToBeGone()).isFalse();
  }

  private Holder startedLater(Duration shift) {
    return new Holder(
        "nightly", self.host(), self.pid(), self.startedAt().plus(shift), Tasks.IN_PROCESS);
  }

  @Test
  void nothingIsKnownOfOtherMachinesAndBoots() {
    String[] parts = self.host().split("/");
    assertThat(parts).as("name, boot and pids of " + self.host()).hasSize(3);
    for (String host :
        new String[] {
          parts[0],
          "other/" + parts[1] + "/" + parts[2],
          parts[0] + "/0c5c6f3a-8a5b-4a43-9d29-0a4a0a0c1d11/" + parts[2],
          parts[0] + "/" + parts[1] + "/4026539999"
        }) {
      Holder elsewhere =
          new Holder("nightly", host, Integer.MAX_VALUE, self.startedAt(), Tasks.IN_PROCESS);
      assertThat(elsewhere.isKnownToBeGone()).as(host).isFalse();
    }
    assertThat(
            new Holder(
                "nightly", self.host(), Integer.MAX_VALUE, self.startedAt(), Tasks.IN_PROCESS))
        .returns(true, Holder::isKnownToBeGone);
  }

  @Test
  void peopleReadWhoItIs() {
    Holder holder =
        new Holder("nightly", "ip-10-0-0-1/0c5c/4026", 4711, self.startedAt(), Tasks.IN_PROCESS);
    assertThat(holder).hasToString("run nightly, process 4711 on ip-10-0-0-1");
    assertThat(Holder.UNKNOWN).hasToString("run unknown, process 0 on unknown");
  }
}
