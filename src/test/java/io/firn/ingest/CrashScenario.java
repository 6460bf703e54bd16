package io.firn.ingest;

import io.firn.testing.Faults.Crash;
import java.io.IOException;
import java.nio.file.Path;

/** From where a run starts that is cut short. */
enum CrashScenario {
  /** Nothing is there. */
  NEW_TABLE,
  /** The batch has a key that the table has no column for. */
  GROWN_TABLE,
  /** A grown table and a new one, and a record for the quarantine. */
  TWO_TABLES,
  /** An object whose events go to two tables, and a record of it for the quarantine. */
  MIXED,
  /** Three batches in one run. */
  MANY_BATCHES,
  /** Another run with two tables crashed just before its batch was decided. */
  UNDO,
  /** Another run with two tables crashed just after its batch was decided. */
  FINISH;

  /** Commits to the ledger that is there: one to claim, one to decide, one to record. */
  private static final String DECISION = "commit firn.ledger #2";

  CrashLake prepare(Path directory) throws IOException {
    return switch (this) {
      case NEW_TABLE -> CrashLake.in(directory);
      case GROWN_TABLE -> CrashLake.in(directory).grown();
      case TWO_TABLES -> CrashLake.in(directory).grown().withOther();
      case MIXED -> CrashLake.in(directory).withMixed();
      case MANY_BATCHES -> CrashLake.in(directory).withSmallBatches();
      case UNDO -> crashed(CrashLake.in(directory).grown().withOther(), "before " + DECISION);
      case FINISH -> crashed(CrashLake.in(directory).grown().withOther(), "after " + DECISION);
    };
  }

  /** How many runs crash before the one that is cut short. */
  int crashesBefore() {
    return this == UNDO || this == FINISH ? 1 : 0;
  }

  private static CrashLake crashed(CrashLake lake, String moment) throws IOException {
    try {
      lake.run().run(crashAt(moment).faults(), CrashLake.gone());
    } catch (Crash e) {
      return lake;
    }
    throw new AssertionError("The run never came to: " + moment);
  }

  private static Steps crashAt(String moment) {
    return new Steps(
        now -> {
          if (now.equals(moment)) {
            throw new Crash(now);
          }
        });
  }
}
