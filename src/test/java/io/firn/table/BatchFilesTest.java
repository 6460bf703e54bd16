package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.testing.NoRights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchFilesTest {
  @TempDir Path directory;
  private Lake lake;
  private BatchFiles files;

  @BeforeEach
  void open() {
    lake = new Lake(directory);
    files = lake.files();
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void pathsFollowTheContract() {
    assertThat(BatchFiles.path("s3://lake/logs/orders", batch(0), 3, 7, 2, 1))
        .isEqualTo("s3://lake/logs/orders/data/20231114t221320000z-00000000/3-7-r2-1.parquet");
  }

  @Test
  void deletesOneBatchOnly() {
    Table table = lake.createTable(ORDERS);
    Lake.file(table, batch(1), 1);
    Lake.file(table, batch(1), 2);
    Lake.file(table, batch(2), 1);

    files.deleteAll(table.location(), batch(1));

    assertThat(files.list(table.location(), batch(1))).isEmpty();
    assertThat(files.list(table.location(), batch(2))).hasSize(1);
    assertThat(local(BatchFiles.folder(table.location(), batch(1)))).doesNotExist();
  }

  @Test
  void tableThatNeverCameToBeLeavesNoDirectory() {
    String location = lake.newTable(ORDERS).table().location();
    Lake.write(BatchFiles.path(location, batch(1), 0, 0, 1, 0));

    files.deleteAll(location, batch(1));
    files.deleteAll(location, batch(1));

    assertThat(local(lake.settings().warehouse() + "/logs")).doesNotExist();
    assertThat(local(lake.settings().warehouse())).exists();
  }

  @Test
  void keepsWhatTheTableTook() {
    Table table = lake.createTable(ORDERS);
    String kept = Lake.file(table, batch(1), 1).location();
    Lake.file(table, batch(1), 2);

    assertThat(files.deleteOthers(table.location(), batch(1), List.of(kept))).isEqualTo(1);
    assertThat(files.deleteOthers(table.location(), batch(2), List.of(kept))).isZero();
    assertThat(Files.exists(local(kept))).isTrue();
    assertThat(files.list(table.location(), batch(1))).hasSize(1);
  }

  @Test
  void whatIsPublishedWaitsForNoCleanUp() {
    Table table = lake.createTable(ORDERS);
    Lake.file(table, batch(1), 1);
    BatchFiles denied = new BatchFiles(new NoRights(), "");
    assertThatThrownBy(() -> denied.deleteOthers(table.location(), batch(1), List.of()))
        .isInstanceOf(ForbiddenException.class);

    denied.tidy(table.location(), batch(1), List.of());
    assertThat(files.list(table.location(), batch(1))).hasSize(1);
    denied.by(table).tidy(table.location(), batch(1), List.of());
    assertThat(files.list(table.location(), batch(1))).isEmpty();
  }

  private static Path local(String location) {
    return Path.of(location.substring("file://".length()));
  }
}
