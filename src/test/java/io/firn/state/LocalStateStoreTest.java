package io.firn.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStateStoreTest extends StateStoreContract {
  @TempDir Path directory;

  @Override
  StateStore store() {
    return new LocalStateStore(directory.resolve("state"));
  }

  @Test
  void noReplacementOfThreeProcessesIsLost() throws Exception {
    store().create("counter", bytes("0"));
    List<ChildJvm> children = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        children.add(ChildJvm.start(Child.class, directory.resolve("state").toString()));
      }
      for (ChildJvm child : children) {
        assertThat(child.answer()).isEqualTo("ready");
      }
      for (ChildJvm child : children) {
        assertThat(child.ask("go")).isEqualTo("started");
      }
      for (int i = 0; i < Child.TIMES; i++) {
        increment(store(), "counter");
      }
      for (ChildJvm child : children) {
        assertThat(child.answer()).isEqualTo("done");
        assertThat(child.exitCode()).isZero();
      }
    } finally {
      children.forEach(ChildJvm::close);
    }
    assertThat(text(store().read("counter").orElseThrow())).isEqualTo("" + 3 * Child.TIMES);
  }

  /** Another process, which counts up when it is told to. */
  static final class Child {
    static final int TIMES = 100;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      StateStore store = new LocalStateStore(Path.of(arguments[0]));
      System.out.println("ready");
      System.in.read();
      System.out.println("started");
      for (int i = 0; i < TIMES; i++) {
        increment(store, "counter");
      }
      System.out.println("done");
    }
  }

  @Test
  void whatKilledWritersLeftIsInvisibleAndGoes() throws Exception {
    store().create("a/b", bytes("1"));
    Path old = leftover("old", Duration.ofHours(2));
    Path recent = leftover("recent", Duration.ofMinutes(30));
    assertThat(store().list("")).containsExactly("a/b");
    store().create("a/c", bytes("2"));
    assertThat(old).doesNotExist();
    assertThat(recent).exists();
    assertThat(store().list("")).containsExactly("a/b", "a/c");
  }

  private Path leftover(String name, Duration age) throws Exception {
    Path file = Files.writeString(directory.resolve("state/.tmp").resolve(name), "half");
    FileTime now = Files.getLastModifiedTime(file);
    return Files.setLastModifiedTime(file, FileTime.from(now.toInstant().minus(age)));
  }

  @Test
  void writesLeaveNothingBehind() throws Exception {
    String version = store().create("a", bytes("1")).orElseThrow();
    store().create("a", bytes("2"));
    store().replace("a", version, bytes("3"));
    store().replace("a", version, bytes("4"));
    try (var files = Files.list(directory.resolve("state/.tmp"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void objectMadeByHandIsReadWhole() throws Exception {
    Path file = directory.resolve("state/a.json");
    store();
    Files.writeString(file, "{}\n");
    Stored stored = store().read("a.json").orElseThrow();
    assertThat(text(stored)).isEqualTo("{}\n");
    Files.writeString(file, "{ }\n");
    assertThat(store().replace("a.json", stored.version(), bytes("x"))).isEmpty();
  }

  @Test
  void failureNamesWhatCannotBeWritten() {
    store().create("a", bytes("1"));
    Path below = directory.resolve("state/a/b");
    assertThatThrownBy(() -> store().create("a/b", bytes("2")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Cannot write state " + below + ": ");
    assertThatThrownBy(() -> store().read("a/b"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Cannot read state " + below + ": ");
  }

  @Test
  void writersDoNotWaitForASuspendedOneForever() throws Exception {
    Path file = directory.toRealPath().resolve("lock");
    try (ChildJvm child = ChildJvm.start(LockingChild.class, file.toString())) {
      assertThat(child.answer()).isEqualTo("locked");
      child.signal("STOP");
      Duration patience = Duration.ofMillis(100);
      assertThatThrownBy(() -> StoreLock.acquire(file, patience))
          .hasMessage("another writer has held " + file + " for 0 s; is it suspended?");
    }
    StoreLock.acquire(file, Duration.ofSeconds(10)).close();
  }

  /** Another process, which takes the lock and keeps it until it is killed. */
  static final class LockingChild {
    private LockingChild() {}

    public static void main(String[] arguments) throws Exception {
      StoreLock.acquire(Path.of(arguments[0]), Duration.ofSeconds(10));
      System.out.println("locked");
      System.in.read();
    }
  }
}
