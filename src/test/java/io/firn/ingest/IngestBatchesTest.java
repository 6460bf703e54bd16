package io.firn.ingest;

import static io.firn.ingest.IngestRequest.OnQuarantined.SKIP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.firn.BatchId;
import io.firn.LogGroup;
import io.firn.ObjectIdentity;
import io.firn.OnOverwrite;
import io.firn.TableName;
import io.firn.landing.PrefixListing;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LogSource;
import io.firn.ledger.LostTables.Lost;
import io.firn.ledger.LostTables.Why;
import io.firn.ledger.Recovered;
import io.firn.ledger.Resolution;
import io.firn.ledger.Target;
import io.firn.policy.EventPolicy;
import io.firn.state.Lease;
import io.firn.table.LogTables;
import io.firn.testing.SharedSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run of many batches, beside others, and beside what people do to tables. */
@ExtendWith(SharedSpark.class)
final class IngestBatchesTest {
  private static final String TABLE = "logs.orders";
  private static final String TASK = "0f8fad5b-d9cb-469f-a165-70867728950e";

  @TempDir Path directory;
  private IngestHarness harness;

  @BeforeEach
  void open(SparkSession spark) throws Exception {
    harness = new IngestHarness(directory.toRealPath(), spark);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void capOfObjectsMakesBatchesUntilNothingIsLeft() throws Exception {
    exports(5);
    IngestResult result = harness.run(request(limits(2, Long.MAX_VALUE), OnOverwrite.FAIL));

    assertThat(result.batches()).hasSize(3).isSorted().doesNotHaveDuplicates();
    assertThat(result.objects()).isEqualTo(5);
    assertThat(result.counts().events()).isEqualTo(5);
    assertThat(result.tables())
        .singleElement()
        .satisfies(
            table -> {
              assertThat(table.created()).isTrue();
              assertThat(table.columns().added())
                  .containsExactlyInAnyOrder("n", "o1", "o2", "o3", "o4", "o5");
            });
    assertThat(batchesInTable()).hasSize(3);
    assertThat(harness.run(request(limits(2, 1), OnOverwrite.FAIL)).found().present()).isEqualTo(5);
    assertThat(harness.leases().list()).isEmpty();
  }

  @Test
  void capOfBytesLetsALargerObjectBeABatchByItself() throws Exception {
    exports(3);
    IngestResult result = harness.run(request(limits(100, 1), OnOverwrite.FAIL));
    assertThat(result.batches()).hasSize(3);
    assertThat(harness.rows(TABLE)).hasSize(3);
  }

  @Test
  void laterBatchThatFailsLeavesTheEarlierOnes() throws Exception {
    exports(2);
    harness.object("z", "no stamp\n".getBytes(UTF_8));
    IngestLimits strict = limits(1, Long.MAX_VALUE).withMaxBadObjects(0);
    IngestResult result = harness.run(request(strict, OnOverwrite.FAIL));

    assertThat(result.batches()).hasSize(2);
    assertThat(result.problem()).containsInstanceOf(TooManyBadObjectsException.class);
    assertThat(harness.rows(TABLE)).hasSize(2);
    assertThatThrownBy(() -> harness.run(request(strict, OnOverwrite.FAIL)))
        .isInstanceOf(TooManyBadObjectsException.class);
    assertThat(harness.leases().list()).isEmpty();
  }

  @Test
  void objectsOfALiveBatchAreHeldAndThenRecovered() throws Exception {
    exports(3);
    BatchId other = BatchId.of(IngestHarness.START, 7);
    claim(other, "s1");
    Lease lease = harness.leases().acquire(other.id()).orElseThrow();

    IngestResult beside = harness.ingest(TABLE);
    assertThat(beside.objects()).isEqualTo(2);
    assertThat(beside.found().held()).isEqualTo(1);
    assertThat(beside.recovered())
        .extracting(Recovered::outcome)
        .containsExactly(Recovered.Outcome.HELD);

    lease.release();
    IngestResult after = harness.ingest(TABLE);
    assertThat(after.objects()).isEqualTo(1);
    assertThat(after.found().present()).isEqualTo(2);
    assertThat(after.recovered())
        .extracting(Recovered::outcome)
        .containsExactly(Recovered.Outcome.ABANDONED);
    assertThat(harness.rows(TABLE)).hasSize(3);
  }

  @Test
  void overwrittenObjectsFollowTheRule() throws Exception {
    harness.export("s1", "{\"n\":1}");
    harness.ingest(TABLE);
    harness.export("s1", "{\"n\":2}", "{\"n\":3}");

    IngestResult refused = harness.run(request(IngestLimits.DEFAULT, OnOverwrite.FAIL));
    assertThat(refused.refused())
        .extracting(RefusedObject::kind)
        .containsExactly(RefusedObject.Kind.OVERWRITTEN);
    assertThat(harness.run(request(IngestLimits.DEFAULT, OnOverwrite.IGNORE)).found().present())
        .isEqualTo(1);
    assertThat(harness.rows(TABLE)).hasSize(1);

    IngestResult taken = harness.run(request(IngestLimits.DEFAULT, OnOverwrite.INGEST));
    assertThat(taken.objects()).isEqualTo(1);
    assertThat(harness.rows(TABLE)).hasSize(3);
    for (OnOverwrite rule : OnOverwrite.values()) {
      IngestResult again = harness.run(request(IngestLimits.DEFAULT, rule));
      assertThat(again.found().present()).as("%s", rule).isEqualTo(1);
      assertThat(again.refused()).as("%s", rule).isEmpty();
    }
  }

  @Test
  void rolledBackTableIsNamedAndFilledAgainOnRequest() throws Exception {
    exports(1);
    harness.ingest(TABLE);
    long first = harness.table(TABLE).currentSnapshot().snapshotId();
    exports(3);
    harness.ingest(TABLE);
    Table table = harness.table(TABLE);
    table.manageSnapshots().rollbackTo(first).commit();
    harness.export("s4", "{\"n\":4}");

    IngestResult result = harness.ingest(TABLE);
    assertThat(result.objects()).isEqualTo(1);
    assertThat(result.found().present()).isEqualTo(1);
    assertThat(result.found().lost())
        .extracting(Lost::why, Lost::objects)
        .containsExactly(tuple(Why.ROLLED_BACK, 2));
    assertThat(harness.rows(TABLE)).hasSize(2);

    new Resolution(harness.stores()).reopen(TableName.parse(TABLE));
    IngestResult again = harness.ingest(TABLE);
    assertThat(again.objects()).isEqualTo(2);
    assertThat(again.found().lost()).isEmpty();
    assertThat(harness.rows(TABLE)).hasSize(4);
  }

  @Test
  void droppedTableIsNamedAndFilledAgainOnRequest() throws Exception {
    exports(2);
    harness.ingest(TABLE);
    harness.catalog.dropTable(LogTables.identifier(TableName.parse(TABLE)), true);

    IngestResult dropped = harness.ingest(TABLE);
    assertThat(dropped.found().lost()).extracting(Lost::why).containsExactly(Why.DROPPED);
    exports(3);
    IngestResult recreated = harness.ingest(TABLE);
    assertThat(recreated.objects()).isEqualTo(1);
    assertThat(recreated.found().lost()).extracting(Lost::why).containsExactly(Why.RECREATED);

    new Resolution(harness.stores()).reopen(TableName.parse(TABLE));
    assertThat(harness.ingest(TABLE).objects()).isEqualTo(2);
    assertThat(harness.rows(TABLE)).hasSize(3);
  }

  private Set<String> batchesInTable() throws Exception {
    Set<String> batches = new HashSet<>();
    for (Record row : harness.rows(TABLE)) {
      batches.add((String) row.getField("log_batch"));
    }
    return batches;
  }

  /** Objects s1 to sN of one event each; each has a key of its own. */
  private void exports(int count) throws Exception {
    for (int i = 1; i <= count; i++) {
      if (!Files.exists(harness.landing.resolve(TASK).resolve("s" + i))) {
        harness.export("s" + i, "{\"n\":" + i + ",\"o" + i + "\":true}");
      }
    }
  }

  private IngestRequest request(IngestLimits limits, OnOverwrite onOverwrite) {
    return new IngestRequest(
        List.of(harness.input(harness.landing, TABLE, EventPolicy.PLAIN)),
        limits,
        SKIP,
        onOverwrite);
  }

  private static IngestLimits limits(int objects, long bytes) {
    return IngestLimits.DEFAULT.withBatches(objects, bytes);
  }

  private void claim(BatchId batch, String stream) throws Exception {
    ObjectIdentity object =
        new PrefixListing(new Configuration())
            .open(harness.landing.toString()).next(Integer.MAX_VALUE).identities().stream()
                .filter(identity -> identity.key().contains("/" + stream + "/"))
                .findFirst()
                .orElseThrow();
    Target target =
        Target.planned(
            TableName.parse(TABLE), LogTables.newLocation(harness.catalog, TableName.parse(TABLE)));
    LogSource source = new LogSource(new LogGroup("/shop/orders"), "123456789012", "eu-central-1");
    List<LedgerRow> rows = List.of(LedgerRow.claimed(batch, target, object, source));
    assertThat(harness.ledger().claim(harness.ledger().read(List.of()), batch, rows).isClaimed())
        .isTrue();
  }
}
