package io.firn.table;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firn.testing.LocalAws;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Iceberg's Glue catalog, on moto, which holds no two writers apart that look at one time. */
@Tag("glue")
final class GlueCatalogTest extends CatalogContract {
  private static LocalAws aws;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(LocalAws.isInstalled(), "moto is not installed (pip install 'moto[server]')");
    aws = LocalAws.start();
    aws.createBucket("lake");
  }

  @AfterAll
  static void stop() {
    if (aws != null) {
      aws.close();
    }
  }

  @Override
  CatalogSettings settings() {
    return aws.settings("s3://lake/warehouse");
  }
}
