package io.firn.table;

import io.firn.testing.LocalRest;
import io.firn.testing.LocalS3;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A REST catalog: Iceberg's own server, whose tables are in S3. */
final class RestCatalogTest extends SharedCatalogContract {
  @TempDir static Path directory;
  private static LocalS3 s3;
  private static LocalRest server;

  @BeforeAll
  static void start() throws Exception {
    s3 = LocalS3.start();
    s3.createBucket("lake");
    server =
        LocalRest.start(directory.resolve("rest"), "s3://lake/warehouse", s3.icebergProperties());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    s3.close();
  }

  @Override
  CatalogSettings settings() {
    return server.settings(s3.icebergProperties());
  }
}
