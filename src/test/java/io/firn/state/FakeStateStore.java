package io.firn.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory whose calls fail, or are overtaken, when they are told to. */
public final class FakeStateStore implements StateStore {
  private final Map<String, Stored> objects = new TreeMap<>();
  private int versions;
  private int failures;
  private int lostAnswers;
  private Runnable beforeNextWrite = () -> {};
  private Runnable beforeNextDelete = () -> {};

  /** The next calls fail, and do nothing. */
  public void fail(int count) {
    failures = count;
  }

  /** The next writes happen, and seem to fail. */
  public void loseAnswers(int count) {
    lostAnswers = count;
  }

  /** What happens between now and the next write's own effect. */
  public void beforeNextWrite(Runnable other) {
    beforeNextWrite = other;
  }

  public void beforeNextDelete(Runnable other) {
    beforeNextDelete = other;
  }

  @Override
  public synchronized Optional<Stored> read(String key) {
    call("read", key);
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public synchronized Optional<String> create(String key, byte[] content) {
    before();
    call("write", key);
    return objects.containsKey(key) ? Optional.empty() : Optional.of(put(key, content));
  }

  @Override
  public synchronized Optional<String> replace(String key, String version, byte[] content) {
    before();
    call("write", key);
    Stored stored = objects.get(key);
    boolean current = stored != null && stored.version().equals(version);
    return current ? Optional.of(put(key, content)) : Optional.empty();
  }

  private String put(String key, byte[] content) {
    String version = "v" + ++versions;
    objects.put(key, new Stored(version, content));
    if (lostAnswers-- > 0) {
      throw new UncheckedIOException(new IOException("Cannot write state " + key + ": timed out"));
    }
    return version;
  }

  @Override
  public synchronized void delete(String key) {
    Runnable other = beforeNextDelete;
    beforeNextDelete = () -> {};
    other.run();
    call("delete", key);
    objects.remove(key);
  }

  @Override
  public synchronized List<String> list(String prefix) {
    call("list", prefix);
    return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  private void before() {
    Runnable other = beforeNextWrite;
    beforeNextWrite = () -> {};
    other.run();
  }

  private void call(String verb, String key) {
    if (failures-- > 0) {
      throw new UncheckedIOException(
          new IOException("Cannot " + verb + " state " + key + ": out of order"));
    }
  }
}
