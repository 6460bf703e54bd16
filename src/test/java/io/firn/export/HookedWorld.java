package io.firn.export;

import io.firn.LogGroup;
import io.firn.landing.LandedPart;
import io.firn.landing.LandingZone;
import io.firn.state.StateStore;
import io.firn.state.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that a driver calls, each call with a hook around it. */
public record HookedWorld(CloudWatchLogs logs, LandingZone landing, StateStore state) {
  /** The same, seen through a hook. */
  public static HookedWorld of(
      CloudWatchLogs logs, LandingZone landing, StateStore state, Hook hook) {
    return new HookedWorld(
        new HookedLogs(logs, hook), new HookedLanding(landing, hook), new HookedState(state, hook));
  }

  private record HookedLogs(CloudWatchLogs logs, Hook hook) implements CloudWatchLogs {
    @Override
    public Page<DescribedGroup> groups(@Nullable String page) {
      return hook.around(() -> logs.groups(page));
    }

    @Override
    public Map<LogGroup, Double> incomingBytes(List<LogGroup> groups, Instant from, Instant to) {
      return hook.around(() -> logs.incomingBytes(groups, from, to));
    }

    @Override
    public String createTask(TaskRequest request) {
      return hook.around(() -> logs.createTask(request));
    }

    @Override
    public Page<DescribedTask> tasks(@Nullable TaskStatus status, @Nullable String page) {
      return hook.around(() -> logs.tasks(status, page));
    }

    @Override
    public Optional<DescribedTask> task(String id) {
      return hook.around(() -> logs.task(id));
    }

    @Override
    public Page<Instant> events(LogGroup group, Instant from, Instant to, @Nullable String page) {
      return hook.around(() -> logs.events(group, from, to, page));
    }
  }

  private record HookedLanding(LandingZone zone, Hook hook) implements LandingZone {
    @Override
    public List<LandedPart> list(String bucket, String prefix) {
      return hook.around(() -> zone.list(bucket, prefix));
    }

    @Override
    public boolean holds(String bucket, String prefix) {
      return hook.around(() -> zone.holds(bucket, prefix));
    }

    @Override
    public boolean create(String bucket, String key, byte[] content) {
      return hook.around(() -> zone.create(bucket, key, content));
    }

    @Override
    public Optional<byte[]> read(String bucket, String key) {
      return hook.around(() -> zone.read(bucket, key));
    }

    @Override
    public Optional<String> region(String bucket) {
      return hook.around(() -> zone.region(bucket));
    }
  }

  private record HookedState(StateStore store, Hook hook) implements StateStore {
    @Override
    public Optional<Stored> read(String key) {
      return hook.around(() -> store.read(key));
    }

    @Override
    public Optional<String> create(String key, byte[] content) {
      return hook.around(() -> store.create(key, content));
    }

    @Override
    public Optional<String> replace(String key, String version, byte[] content) {
      return hook.around(() -> store.replace(key, version, content));
    }

    @Override
    public void delete(String key) {
      hook.around(
          () -> {
            store.delete(key);
            return key;
          });
    }

    @Override
    public List<String> list(String prefix) {
      return hook.around(() -> store.list(prefix));
    }
  }
}
