package io.firn.ingest;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.ledger.Target;
import io.firn.parse.ParserChoice;
import io.firn.policy.SchemaRules;
import io.firn.schema.Observation;
import io.firn.table.Lake;
import io.firn.table.LogTables;
import io.firn.table.TableParser;
import io.firn.testing.Faults;
import io.firn.testing.Faults.Failure;
import io.firn.testing.FaultyTables;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TargetTableTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Failure.class)
  void howeverItsCommitEndsTheTableIsMarked(Failure failure) {
    Faults faults = new Faults();
    try (Lake lake = new Lake(directory)) {
      Target place = Target.planned(ORDERS, LogTables.newLocation(lake.catalog(), ORDERS));
      TargetTable table =
          TargetTable.planned(
              new FaultyTables(lake.catalog(), faults),
              place,
              batch(1),
              ParserChoice.AUTO,
              new TableParser("auto", ParserChoice.NEWEST_VERSION).properties(),
              SchemaRules.DEFAULT,
              new Observation());
      LogTables.createNamespace(lake.catalog(), ORDERS);
      table.settle(new Observation());
      assertThat(table.isRedacted()).isFalse();

      faults.failNext(ORDERS, failure);
      table.markRedacted();
      table.markRedacted();
      assertThat(table.isRedacted()).isTrue();
      assertThat(LogTables.isRedacted(lake.catalog(), ORDERS)).isTrue();
    }
  }

  /** Its messages were read otherwise: what was written cannot go beside theirs. */
  @Test
  void aTableThatAnotherRunMadeWithAnotherVersionOfItsParserIsRefused() {
    try (Lake lake = new Lake(directory)) {
      String place = LogTables.newLocation(lake.catalog(), ORDERS);
      TargetTable mine = planned(lake, place, 1, ParserChoice.NEWEST_VERSION);
      LogTables.createNamespace(lake.catalog(), ORDERS);
      planned(lake, place, 2, 1).settle(new Observation());

      assertThatThrownBy(() -> mine.settle(new Observation()))
          .isInstanceOf(RefusedTableException.class)
          .hasMessage(
              "Cannot ingest into logs.orders: another run has just made it, with version 1 of its"
                  + " parser (run again)");
    }
  }

  private static TargetTable planned(Lake lake, String place, int salt, int version) {
    return TargetTable.planned(
        lake.catalog(),
        Target.planned(ORDERS, place),
        batch(salt),
        ParserChoice.AUTO.at(version),
        new TableParser("auto", version).properties(),
        SchemaRules.DEFAULT,
        new Observation());
  }
}
