package io.firn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLockTest {
  @TempDir Path directory;

  @Test
  void secondRunInThisProcessIsTurnedAway() {
    Path file = directory.resolve(".firn.lock");
    try (RunLock held = RunLock.tryAcquire(file).orElseThrow()) {
      assertThat(held).isNotNull();
      assertThat(RunLock.tryAcquire(file)).isEmpty();
    }
    try (RunLock again = RunLock.tryAcquire(file).orElseThrow()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void anotherProcessIsTurnedAway() throws Exception {
    Path file = directory.resolve(".firn.lock");
    try (RunLock held = RunLock.tryAcquire(file).orElseThrow()) {
      assertThat(held).isNotNull();
      assertThat(tryInChild(file)).isEqualTo(3);
    }
    assertThat(tryInChild(file)).isZero();
  }

  private static int tryInChild(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Another process: ends with 3 if it did not get the lock. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      if (RunLock.tryAcquire(Path.of(arguments[0])).isEmpty()) {
        Runtime.getRuntime().halt(3);
      }
    }
  }
}
