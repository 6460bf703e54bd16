package io.firn.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.LogTables;
import io.firn.table.OpenCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.services.s3.S3Client;

/** From objects in a bucket to a table in another, as users do it, whatever Spark does it. */
public final class BucketLake {
  private static final TableName TABLE = TableName.parse("logs.orders");
  private static final String WAREHOUSE = "s3://lake/warehouse";
  private static final int OBJECTS = 12;
  private static final int EVENTS = 200;

  /** Keys of later batches are in the second half of an object, where every tenth event is text. */
  private static final int FRESH_EVENTS = EVENTS / 2 - EVENTS / 2 / 10;

  private final Path directory;
  private final LocalS3 s3;

  /**
   * A lake with its catalog in the directory and its tables in the S3.
   *
   * @param directory empty
   */
  public BucketLake(Path directory, LocalS3 s3) {
    this.directory = directory;
    this.s3 = s3;
  }

  /** Runs a command of Firn's, which must succeed. */
  public interface Runner {
    /** Returns what the command has printed, and maybe what those before it have. */
    String run(List<String> command) throws Exception;
  }

  /** A first batch, a second one with new columns, and a query of both. */
  public void takeInTwoBatches(Runner runner) throws Exception {
    NumberedExports exports = new NumberedExports(directory.resolve("landing"), OBJECTS, EVENTS);
    s3.createBucket("landing");
    s3.createBucket("lake");
    for (int batch = 1; batch <= 2; batch++) {
      exports.addBatch();
      try (S3Client client = s3.client()) {
        exports.upload(client, "landing", "exports");
      }
      String input = "s3://landing/exports";
      String out =
          runner.run(
              command("ingest", "--input", input, "--table", "logs.orders", "--log-group", "/s"));
      assertThat(out).contains("Ingested " + OBJECTS + " objects");
      assertHoldsAll(exports);
    }
    String query = "select count(*) as n, count(fresh_1) as f, max(object) as o from logs.orders";
    assertThat(runner.run(command("sql", "--format", "json", query)))
        .contains(
            "{\"n\":%d,\"f\":%d,\"o\":%d}"
                .formatted(exports.events(), FRESH_EVENTS, exports.objects() - 1));
  }

  private List<String> command(String name, String... options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(name, "--warehouse", WAREHOUSE));
    command.addAll(List.of("--catalog-file", catalogFile().toString()));
    command.addAll(List.of(options));
    return command;
  }

  private Path catalogFile() {
    return directory.resolve("catalog.db");
  }

  private void assertHoldsAll(NumberedExports exports) throws IOException {
    JdbcSettings settings =
        new JdbcSettings(WAREHOUSE, catalogFile(), s3.icebergProperties(), Duration.ofSeconds(60));
    try (OpenCatalog catalog = Catalogs.open(settings, new Configuration())) {
      exports.assertAllIn(catalog.catalog().loadTable(LogTables.identifier(TABLE)));
    }
  }
}
