package io.firn.testing;

import io.firn.state.StateStore;
import io.firn.state.Stored;
import java.util.List;
import java.util.Optional;

/**
 * A state store whose writes are steps: {@code create leases/<name>.json}, {@code replace ...},
 * {@code renew ...} when a lease's own thread replaces it, and {@code delete ...}.
 */
public final class FaultyStateStore implements StateStore {
  private static final String BEATS = "firn-leases";

  private final StateStore real;
  private final Faults faults;

  public FaultyStateStore(StateStore real, Faults faults) {
    this.real = real;
    this.faults = faults;
  }

  @Override
  public Optional<Stored> read(String key) {
    return real.read(key);
  }

  @Override
  public Optional<String> create(String key, byte[] content) {
    return faults.step("create " + key, () -> real.create(key, content));
  }

  @Override
  public Optional<String> replace(String key, String version, byte[] content) {
    String verb = Thread.currentThread().getName().equals(BEATS) ? "renew " : "replace ";
    return faults.step(verb + key, () -> real.replace(key, version, content));
  }

  @Override
  public void delete(String key) {
    faults.step(
        "delete " + key,
        () -> {
          real.delete(key);
          return key;
        });
  }

  @Override
  public List<String> list(String prefix) {
    return real.list(prefix);
  }
}
