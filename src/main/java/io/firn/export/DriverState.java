package io.firn.export;

import io.firn.AccountRegion;
import io.firn.state.StateStore;
import io.firn.state.Stored;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The two objects of an account and Region. The slot says who does what next; the index is written
 * before the slot is freed, so whoever reads it after a free slot sees all that was done.
 */
final class DriverState {
  private static final int TRIES = 20;

  private final StateStore store;
  private final String slotKey;
  private final String indexKey;
  private @Nullable Versioned<SlotIndex> lastIndex;

  DriverState(StateStore store, AccountRegion place) {
    this.store = store;
    slotKey = "export/" + place + "/slot.json";
    indexKey = "export/" + place + "/index.json";
  }

  /**
   * An object as it was read.
   *
   * @param version null if there was none
   */
  record Versioned<T>(@Nullable String version, T value) {}

  /**
   * An object that may be lost.
   *
   * @param version null if there is none
   * @param value null if there is none, or it is damaged
   */
  record Found<T>(@Nullable String version, @Nullable T value) {
    Optional<T> readable() {
      return Optional.ofNullable(value);
    }
  }

  /** The failure of a state of which the slot, or else the index, is gone. */
  StateFormException lost(Versioned<Slot> slot, String exports) {
    return StateFormException.lost(slot.version() == null ? slotKey : indexKey, exports);
  }

  /** The index before and after it was changed. */
  record Change(SlotIndex before, SlotIndex after) {}

  Versioned<Slot> slot() {
    return store
        .read(slotKey)
        .map(found -> new Versioned<>(found.version(), SlotJson.read(slotKey, found.content())))
        .orElseGet(() -> new Versioned<>(null, Slot.FREE));
  }

  /** Writes the slot anew; empty if somebody else did so first. */
  Optional<Versioned<Slot>> replace(Versioned<Slot> read, Slot slot) {
    return write(slotKey, read.version(), SlotJson.write(slot))
        .map(version -> new Versioned<>(version, slot));
  }

  /** The index as it is now; it is parsed only if it changed. */
  Versioned<SlotIndex> index() {
    Optional<Stored> found = store.read(indexKey);
    if (found.isEmpty()) {
      return new Versioned<>(null, SlotIndex.EMPTY);
    }
    String version = found.get().version();
    Versioned<SlotIndex> known = lastIndex;
    if (known == null || !version.equals(known.version())) {
      known = new Versioned<>(version, IndexJson.read(indexKey, found.get().content()));
      lastIndex = known;
    }
    return known;
  }

  /**
   * Changes the index, on top of whatever others do to it meanwhile.
   *
   * @param change gives the same object where there is nothing to change
   */
  Change update(UnaryOperator<SlotIndex> change) {
    for (int tries = 0; tries < TRIES; tries++) {
      Versioned<SlotIndex> read = index();
      SlotIndex changed = change.apply(read.value());
      if (changed.equals(read.value())) {
        return new Change(read.value(), changed);
      }
      Optional<String> version = write(indexKey, read.version(), IndexJson.write(changed));
      if (version.isPresent()) {
        lastIndex = new Versioned<>(version.get(), changed);
        return new Change(read.value(), changed);
      }
    }
    throw new IllegalStateException(
        "Cannot write state "
            + indexKey
            + ": other drivers wrote it "
            + TRIES
            + " times meanwhile");
  }

  /** Writes the index anew, whatever it says; false if somebody else did so first. */
  boolean overwriteIndex(@Nullable String version, SlotIndex index) {
    return write(indexKey, version, IndexJson.write(index)).isPresent();
  }

  /** Writes the slot anew, whatever it says; false if somebody else did so first. */
  boolean overwriteSlot(@Nullable String version, Slot slot) {
    return write(slotKey, version, SlotJson.write(slot)).isPresent();
  }

  /** What is stored of the index. */
  Found<SlotIndex> foundIndex() {
    return found(indexKey, IndexJson::read);
  }

  /** What is stored of the slot. */
  Found<Slot> foundSlot() {
    return found(slotKey, SlotJson::read);
  }

  private <T> Found<T> found(String key, BiFunction<String, byte[], T> form) {
    Optional<Stored> stored = store.read(key);
    if (stored.isEmpty()) {
      return new Found<>(null, null);
    }
    try {
      return new Found<>(stored.get().version(), form.apply(key, stored.get().content()));
    } catch (StateFormException e) {
      if (e.isOfLaterForm()) {
        throw e;
      }
      return new Found<>(stored.get().version(), null);
    }
  }

  private Optional<String> write(String key, @Nullable String version, byte[] content) {
    return version == null ? store.create(key, content) : store.replace(key, version, content);
  }
}
