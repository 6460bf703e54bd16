package io.firn.table;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firn.jobs.IngestPermissions;
import io.firn.testing.FaultyProxy;
import io.firn.testing.LocalAws;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Iceberg's Glue catalog, on moto, which holds no two writers apart that look at one time. What is
 * asked of it is what the policy of a run allows.
 */
@Tag("glue")
final class GlueCatalogTest extends CatalogContract {
  /** No run drops anything; the tests do between them. */
  private static final Set<String> OF_TESTS =
      Set.of("AWSGlue.DeleteTable", "AWSGlue.DeleteDatabase");

  private static LocalAws aws;
  private static FaultyProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(LocalAws.isInstalled(), "moto is not installed (pip install 'moto[server]')");
    aws = LocalAws.start();
    aws.createBucket("lake");
    proxy = FaultyProxy.before(aws.endpoint());
  }

  @AfterAll
  static void stop() throws IOException {
    if (aws == null) {
      return;
    }
    aws.close();
    proxy.close();
    IngestPermissions.assertAllow(
        proxy.requests().stream()
            .filter(
                request -> !OF_TESTS.contains(request.headers().getOrDefault("x-amz-target", "")))
            .toList(),
        "glue",
        "s3");
  }

  @Override
  CatalogSettings settings() {
    return aws.settings("s3://lake/warehouse", proxy.endpoint());
  }
}
