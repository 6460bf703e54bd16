package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.state.Holder;
import io.firn.testing.Faults;
import io.firn.testing.Faults.Failure;
import io.firn.testing.NumberedExports;
import io.firn.testing.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each commit of a run in turn is refused, or gets lost, or its answer does: whatever the run makes
 * of it, after one more run every event is there once and nothing is left beside.
 */
final class FailingCommitsTest {
  /** The ledger's: made, claimed, committing, ingested; and one that there is not. */
  private static final int COMMITS_OF_LEDGER = 5;

  /** The table's: made or changed, staged, published. */
  private static final int COMMITS_OF_TABLE = 3;

  @TempDir Path temporary;

  static Stream<Arguments> failures() {
    List<Arguments> all = new ArrayList<>();
    for (Failure failure : Failure.values()) {
      for (int number = 1; number <= COMMITS_OF_LEDGER; number++) {
        all.add(Arguments.of(Ledger.NAME, number, failure));
      }
      for (int number = 1; number <= COMMITS_OF_TABLE; number++) {
        all.add(Arguments.of(CrashLake.ORDERS, number, failure));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void onTheWayToANewTable(TableName table, int number, Failure failure) throws Exception {
    Path directory = temporary.toRealPath();
    NumberedExports exports = new NumberedExports(directory.resolve("landing"), 2, 20).addBatch();
    SteppedRun run = SteppedRun.in(directory, Map.of(CrashLake.ORDERS, Path.of(exports.input())));
    failOnce(run, table, number, failure);
    check(run, exports);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("failures")
  void onTheWayIntoATableThatGrows(TableName table, int number, Failure failure) throws Exception {
    Path directory = temporary.toRealPath();
    NumberedExports exports = new NumberedExports(directory.resolve("landing"), 2, 20).addBatch();
    SteppedRun run = SteppedRun.in(directory, Map.of(CrashLake.ORDERS, Path.of(exports.input())));
    run.run();
    exports.addBatch();
    failOnce(run, table, number, failure);
    check(run, exports);
  }

  /** A run may end with the failure, but not as if it were a defect. */
  private static void failOnce(SteppedRun run, TableName table, int number, Failure failure)
      throws Exception {
    Faults faults = new Faults().fail(table, commit -> commit == number, failure);
    try {
      IngestResult result = run.run(faults, Holder.ofThisProcess("failing"));
      result.tables().forEach(one -> one.problem().ifPresent(FailingCommitsTest::isNoDefect));
      result.problem().ifPresent(FailingCommitsTest::isNoDefect);
    } catch (RuntimeException e) {
      isNoDefect(e);
    }
  }

  private static void isNoDefect(Throwable failure) {
    assertThat(failure)
        .isNotInstanceOfAny(
            NullPointerException.class,
            IllegalStateException.class,
            IllegalArgumentException.class);
  }

  private static void check(SteppedRun run, NumberedExports exports) throws Exception {
    run.run();
    new Warehouse(run.warehouse(), CrashLake.ORDERS).assertHoldsExactly(exports);
    new SoundLake(run).assertSound(1, exports.objects());
    assertThat(run.run().objects()).isZero();
  }
}
