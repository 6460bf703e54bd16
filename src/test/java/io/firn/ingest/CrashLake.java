package io.firn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.quarantine.QuarantineTable;
import io.firn.state.Holder;
import io.firn.state.Holder.Tasks;
import io.firn.testing.NumberedExports;
import io.firn.testing.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** A lake for runs that are cut short, and all that must be in it in the end. */
final class CrashLake {
  static final TableName ORDERS = TableName.parse("logs.orders");

  private static final TableName OTHER = TableName.parse("logs.other");
  private static final TableName LEFT = TableName.parse("logs.left");
  private static final TableName RIGHT = TableName.parse("logs.right");

  /** Two tables' shares, and the object as a whole. */
  private static final int MIXED_ROWS = 3;

  private static final int OBJECTS = 2;
  private static final int EVENTS = 20;

  private final Path directory;
  private final NumberedExports exports;
  private SteppedRun run;
  private boolean withOther;
  private boolean withMixed;

  private CrashLake(Path directory, NumberedExports exports) {
    this.directory = directory;
    this.exports = exports;
    this.run = SteppedRun.in(directory, Map.of(ORDERS, Path.of(exports.input())));
  }

  /**
   * A landing zone with one batch, and no lake yet.
   *
   * @param directory by its real path
   */
  static CrashLake in(Path directory) throws IOException {
    return new CrashLake(
        directory, new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS).addBatch());
  }

  /** Ingests what is there, and adds a batch with another key. */
  CrashLake grown() throws IOException {
    run.run();
    exports.addBatch();
    return this;
  }

  /** Adds a table with one event and one record that is none. */
  CrashLake withOther() throws IOException {
    Path landing = Files.createDirectories(directory.resolve("other"));
    Files.writeString(landing.resolve("1"), "lost\n2026-01-01T00:00:00.000Z {\"n\":7}\n");
    add(OTHER, landing);
    withOther = true;
    return this;
  }

  /** Adds an object with events for two more tables, and a record that is none. */
  CrashLake withMixed() throws IOException {
    MixedLake mixed = new MixedLake(directory.resolve("mixed"));
    mixed.object(
        "1",
        mixed.message("/" + LEFT, "s", "{\"n\":1}", "{\"n\":2}"),
        mixed.message("/" + RIGHT, "s", "{\"n\":3}"),
        "{\"lost\":true}",
        mixed.message("/" + LEFT, "s", "{\"n\":4}"));
    add(QuarantineTable.NAME, mixed.landing());
    withMixed = true;
    return this;
  }

  private void add(TableName table, Path landing) {
    Map<TableName, Path> inputs = new LinkedHashMap<>(run.inputs());
    inputs.put(table, landing);
    run = new SteppedRun(run.warehouse(), run.state(), run.lease(), run.batchObjects(), inputs);
  }

  /** As many objects as three batches take. */
  CrashLake withSmallBatches() throws IOException {
    exports.addBatch().addBatch();
    run = run.withBatches(OBJECTS);
    return this;
  }

  CrashLake withLease(Duration length) {
    run = run.withLease(length);
    return this;
  }

  SteppedRun run() {
    return run;
  }

  /** A process that has ended. */
  static Holder gone() throws IOException {
    Process process = new ProcessBuilder("true").start();
    process.onExit().join();
    String host = Holder.ofThisProcess("gone").host();
    return new Holder("gone", host, process.pid(), Instant.EPOCH, Tasks.IN_PROCESS);
  }

  /** Readers see all, once. */
  void assertExact() throws IOException {
    new Warehouse(run.warehouse(), ORDERS)
        .look(
            table -> {
              exports.assertAllIn(table);
              return table;
            });
  }

  /**
   * All is there, once, and nothing else is.
   *
   * @param crashes how many runs were cut short
   */
  void assertWhole(int crashes) throws IOException {
    new Warehouse(run.warehouse(), ORDERS).assertHoldsExactly(exports);
    if (withOther) {
      assertNumbers(OTHER, 7L);
    }
    if (withMixed) {
      assertNumbers(LEFT, 1L, 2L, 4L);
      assertNumbers(RIGHT, 3L);
    }
    if (withOther || withMixed) {
      assertThat(new Warehouse(run.warehouse().toString(), "firn.quarantine").rows()).isEqualTo(1);
    }
    int objects = exports.objects() + (withOther ? 1 : 0) + (withMixed ? MIXED_ROWS : 0);
    new SoundLake(run).assertSound(crashes, objects);
  }

  private void assertNumbers(TableName name, Object... numbers) throws IOException {
    new Warehouse(run.warehouse(), name)
        .look(
            table -> {
              try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
                assertThat(rows)
                    .extracting(row -> row.getField("n"))
                    .containsExactlyInAnyOrder(numbers);
              }
              return table;
            });
  }
}
