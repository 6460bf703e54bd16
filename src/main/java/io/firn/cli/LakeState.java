package io.firn.cli;

import io.firn.cli.LakeOptions.Lake;
import io.firn.state.Holder;
import io.firn.state.Holder.Tasks;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.state.S3StateStore;
import io.firn.state.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** What runs share beside the tables, open for one run. */
final class LakeState implements AutoCloseable {
  private final StateStore store;
  private final Leases leases;
  private final @Nullable S3Client s3;

  private LakeState(StateStore store, Leases leases, @Nullable S3Client s3) {
    this.store = store;
    this.leases = leases;
    this.s3 = s3;
  }

  /**
   * Opens it.
   *
   * @param run what the run is called
   * @param tasks where the run's tasks are
   */
  static LakeState open(Lake lake, String run, Tasks tasks) {
    Optional<S3Location> location = S3Location.parse(lake.state());
    S3Client s3 = location.isPresent() ? S3Clients.open(lake.environment()) : null;
    StateStore store =
        s3 == null
            ? new LocalStateStore(Path.of(lake.state()))
            : new S3StateStore(s3, location.get().bucket(), location.get().key());
    return new LakeState(
        store,
        new Leases(store, Clock.systemUTC(), lake.leaseLength(), Holder.ofThisProcess(run, tasks)),
        s3);
  }

  StateStore store() {
    return store;
  }

  Leases leases() {
    return leases;
  }

  @Override
  public void close() {
    leases.close();
    if (s3 != null) {
      s3.close();
    }
  }
}
