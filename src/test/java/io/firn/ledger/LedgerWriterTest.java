package io.firn.ledger;

import static io.firn.table.CommitOutcome.Kind.COMMITTED;
import static io.firn.table.CommitOutcome.Kind.NOT_COMMITTED;
import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.table.CommitOutcome;
import io.firn.table.Lake;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's commits themselves are conditional, whatever was read before them. */
final class LedgerWriterTest {
  private static final Target TARGET = new Target(ORDERS, "uuid", "file:///lake/orders", null);
  private static final Expression ABANDONED_FIRST =
      Expressions.and(
          Expressions.equal("batch", batch(1).id()), Expressions.equal("event", "abandoned"));

  @TempDir Path directory;
  private Lake lake;
  private Batches batches;
  private LedgerWriter writer;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    batches = new Batches(lake);
    Table table = lake.load(Ledger.NAME);
    writer = new LedgerWriter(table, new LedgerReader(table), "zombie", Clock.systemUTC());
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void rowsThatMatterRefuseTheCommit() {
    batches.claim(batch(1), TARGET, 1);
    long before = Objects.requireNonNull(batches.state().snapshotId());
    batches.ledger().abandon(batch(1), "test");

    assertThat(decideFirst(before).kind()).isEqualTo(NOT_COMMITTED);
  }

  @Test
  void otherRowsDoNot() {
    batches.claim(batch(1), TARGET, 1);
    batches.claim(batch(2), TARGET, 2);
    long before = Objects.requireNonNull(batches.state().snapshotId());
    batches.ledger().abandon(batch(2), "test");
    batches.claim(batch(0), TARGET, 3);
    batches.claim(batch(3), TARGET, 4);

    assertThat(decideFirst(before).kind()).isEqualTo(COMMITTED);
  }

  @Test
  void anEmptyLedgerHasNoMomentToStartFrom() {
    List<LedgerRow> first = Batches.claimed(batch(1), TARGET, 1);
    Expression claims = Expressions.equal("event", "claimed");
    assertThat(writer.add(writer.write(first), null, claims).kind()).isEqualTo(COMMITTED);
    List<LedgerRow> second = Batches.claimed(batch(2), TARGET, 1);
    assertThat(writer.add(writer.write(second), null, claims).kind()).isEqualTo(NOT_COMMITTED);
  }

  private CommitOutcome decideFirst(long from) {
    List<LedgerRow> decision = Batches.committing(batch(1), TARGET, 1);
    return writer.add(writer.write(decision), from, ABANDONED_FIRST);
  }
}
