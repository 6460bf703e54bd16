package io.firn.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. */
abstract class StateStoreContract {
  private static final int THREADS = 8;
  private static final String KEY = "slots/one.json";

  /** The store of this test, empty at its start; each call may return another object for it. */
  abstract StateStore store();

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(store().read(KEY)).isEmpty();
    assertThat(store().list("")).isEmpty();
    assertThat(store().list("no/such/folder")).isEmpty();
    assertThat(store().replace(KEY, "\"0123456789abcdef0123456789abcdef\"", bytes("x"))).isEmpty();
    store().delete(KEY);
    assertThat(store().read(KEY)).isEmpty();
  }

  @Test
  void createdObjectIsReadAsItWas() {
    String version = store().create(KEY, bytes("{\"a\": 1}")).orElseThrow();
    Stored stored = store().read(KEY).orElseThrow();
    assertThat(stored.version()).isEqualTo(version);
    assertThat(text(stored)).isEqualTo("{\"a\": 1}");
  }

  @Test
  void secondCreationChangesNothing() {
    store().create(KEY, bytes("first"));
    assertThat(store().create(KEY, bytes("second"))).isEmpty();
    assertThat(store().create(KEY, bytes("first"))).isEmpty();
    assertThat(text(store().read(KEY).orElseThrow())).isEqualTo("first");
  }

  @Test
  void staleVersionIsRefused() {
    String first = store().create(KEY, bytes("1")).orElseThrow();
    String second = store().replace(KEY, first, bytes("2")).orElseThrow();
    assertThat(store().replace(KEY, first, bytes("3"))).isEmpty();
    assertThat(text(store().read(KEY).orElseThrow())).isEqualTo("2");
    assertThat(store().replace(KEY, second, bytes("3"))).isPresent();
    assertThat(text(store().read(KEY).orElseThrow())).isEqualTo("3");
  }

  @Test
  void versionDoesNotComeBackWithTheContent() {
    String first = store().create(KEY, bytes("idle")).orElseThrow();
    String busy = store().replace(KEY, first, bytes("busy")).orElseThrow();
    String idle = store().replace(KEY, busy, bytes("idle")).orElseThrow();
    assertThat(store().replace(KEY, first, bytes("busy"))).isEmpty();
    store().delete(KEY);
    store().create(KEY, bytes("idle"));
    assertThat(store().replace(KEY, idle, bytes("busy"))).isEmpty();
    assertThat(text(store().read(KEY).orElseThrow())).isEqualTo("idle");
  }

  @Test
  void deletedObjectIsGoneAndMayComeAgain() {
    String version = store().create(KEY, bytes("1")).orElseThrow();
    store().delete(KEY);
    assertThat(store().read(KEY)).isEmpty();
    assertThat(store().replace(KEY, version, bytes("2"))).isEmpty();
    assertThat(store().read(KEY)).isEmpty();
    assertThat(store().create(KEY, bytes("3"))).isPresent();
  }

  @Test
  void keysAreListedByPrefixInOrder() {
    for (String key : List.of("leases/b.json", "leases/a.json", "leases-old/c", "z", "m/n/o/p")) {
      store().create(key, bytes(key));
    }
    assertThat(store().list(""))
        .containsExactly("leases-old/c", "leases/a.json", "leases/b.json", "m/n/o/p", "z");
    assertThat(store().list("leases/")).containsExactly("leases/a.json", "leases/b.json");
    assertThat(store().list("leases/b")).containsExactly("leases/b.json");
    assertThat(store().list("lea")).hasSize(3);
    assertThat(store().list("m/n/")).containsExactly("m/n/o/p");
    store().delete("leases/a.json");
    assertThat(store().list("leases/")).containsExactly("leases/b.json");
  }

  @Test
  void longKeysAndLargeContentsFit() {
    String part = "k".repeat(200);
    String key = part + "/" + part + "/" + part + "/" + "k".repeat(97);
    byte[] large = new byte[3 << 20];
    Arrays.fill(large, (byte) '#');
    store().create(key, large);
    assertThat(store().read(key).orElseThrow().content()).isEqualTo(large);
    assertThat(store().list("")).containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", ".", "./a", ".hidden", "a/.b", "a b",
        "a\\b", "a\n", "a?b", "ä"
      })
  void otherKeysAreRefused(String key) {
    assertThatThrownBy(() -> store().create(key, bytes("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid state key: '" + key + "' (must be ");
    assertThatThrownBy(() -> store().read(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().delete(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void prefixDoesNotLeaveTheStore() {
    assertThatThrownBy(() -> store().list("../")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().list("/etc/")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneOfManyCreates() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "races/" + round;
      List<Optional<String>> ends =
          race(number -> store().create(key, bytes("of thread " + number)));
      assertThat(ends).filteredOn(Optional::isPresent).as("round %s", round).hasSize(1);
      int winner =
          ends.indexOf(ends.stream().filter(Optional::isPresent).findFirst().orElseThrow());
      Stored stored = store().read(key).orElseThrow();
      assertThat(text(stored)).isEqualTo("of thread " + winner);
      assertThat(ends.get(winner)).contains(stored.version());
    }
  }

  @Test
  void noReplacementIsLost() throws Exception {
    int each = 25;
    store().create(KEY, bytes("0"));
    race(
        number -> {
          for (int i = 0; i < each; i++) {
            increment(store(), KEY);
          }
          return number;
        });
    assertThat(text(store().read(KEY).orElseThrow())).isEqualTo("200");
  }

  @Test
  void readerSeesAllOfAWriteOrNothing() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Set<String> seen = new HashSet<>();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<?> reading =
          reader.submit(
              () -> {
                while (!done.get()) {
                  store().read(KEY).ifPresent(stored -> seen.add(checked(text(stored))));
                }
              });
      String version = store().create(KEY, bytes(large('a'))).orElseThrow();
      for (int i = 1; i < 60; i++) {
        version = store().replace(KEY, version, bytes(large((char) ('a' + i % 26)))).orElseThrow();
      }
      done.set(true);
      reading.get();
    } finally {
      done.set(true);
      reader.shutdown();
    }
    assertThat(seen).hasSizeGreaterThan(1);
  }

  private static String large(char letter) {
    return String.valueOf(letter).repeat(300_000 + letter);
  }

  /** The first letter of a text that is whole. */
  private static String checked(String text) {
    assertThat(text.equals(large(text.charAt(0)))).as("half an object was read").isTrue();
    return text.substring(0, 1);
  }

  /** Adds one, as often as it takes. */
  static void increment(StateStore store, String key) throws InterruptedException {
    while (!isIncremented(store, key)) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(200));
    }
  }

  private static boolean isIncremented(StateStore store, String key) {
    Stored stored = store.read(key).orElseThrow();
    int next = Integer.parseInt(text(stored)) + 1;
    return store.replace(key, stored.version(), bytes(Integer.toString(next))).isPresent();
  }

  /** What each of the threads, started at once, is asked to do, by its number. */
  interface Part<T> {
    T run(int number) throws Exception;
  }

  static <T> List<T> race(Part<T> part) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Callable<T>> parts = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      parts.add(
          () -> {
            start.await();
            return part.run(number);
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<T> ends = new ArrayList<>();
      for (Future<T> end : threads.invokeAll(parts)) {
        ends.add(end.get());
      }
      return ends;
    } finally {
      threads.shutdown();
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(Stored stored) {
    return new String(stored.content(), UTF_8);
  }
}
