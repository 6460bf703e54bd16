package io.firn.state;

import java.util.List;
import java.util.Optional;

/**
 * Small objects that runs share, written only under a condition. Keys are relative paths such as
 * {@code leases/20261123t055301123z-1f0c9a2b.json}; no key is a folder of another one.
 *
 * <p>A write that lost against somebody else's is an empty value. An exception, {@link
 * java.io.UncheckedIOException}, leaves open whether the write happened.
 */
public interface StateStore {
  /** What is there now. */
  Optional<Stored> read(String key);

  /**
   * Writes an object that is not there yet.
   *
   * @return its version, or empty if somebody else's object is there
   */
  Optional<String> create(String key, byte[] content);

  /**
   * Writes an object anew if it is still the one that was read. No two writes make the same
   * version, whatever their contents.
   *
   * @return the new version, or empty if the object is another one now, or gone
   */
  Optional<String> replace(String key, String version, byte[] content);

  /** Deletes an object whoever wrote it; harmless if it is gone. */
  void delete(String key);

  /** The keys that start so, sorted. */
  List<String> list(String prefix);
}
