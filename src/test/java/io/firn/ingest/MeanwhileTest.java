package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.state.Holder;
import io.firn.testing.Faults;
import io.firn.testing.NumberedExports;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another run begins and ends while one is at a step of its way to a new table. */
final class MeanwhileTest {
  @TempDir Path temporary;

  /** The ledger is made, and the batch claimed by the second commit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "before commit firn.ledger #2",
        "after commit firn.ledger #2",
        "before commit logs.orders #1 create",
        "before commit firn.ledger #3",
        "before commit firn.ledger #4"
      })
  void aRunOfOtherObjects(String moment) throws Exception {
    Path directory = temporary.toRealPath();
    NumberedExports exports = new NumberedExports(directory.resolve("landing"), 2, 20).addBatch();
    SteppedRun run = SteppedRun.in(directory, Map.of(CrashLake.ORDERS, Path.of(exports.input())));
    AtomicInteger others = new AtomicInteger();
    Faults faults =
        new Steps(
                now -> {
                  if (now.equals(moment)) {
                    others.addAndGet(ingestMore(exports, run));
                  }
                })
            .faults();
    IngestResult result = run.run(faults, Holder.ofThisProcess("first"));
    assertThat(others).hasPositiveValue();
    assertThat(result.problem()).isEmpty();
    assertThat(result.tables()).allSatisfy(table -> assertThat(table.problem()).isEmpty());
    new Warehouse(run.warehouse(), CrashLake.ORDERS).assertHoldsExactly(exports);
    new SoundLake(run).assertSound(0, exports.objects());
  }

  /** Objects that the first run has not listed; before its claim all of them. */
  private static int ingestMore(NumberedExports exports, SteppedRun run) {
    try {
      exports.addBatch();
      return run.run().objects();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
