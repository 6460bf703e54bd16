package io.firn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.FaultyProxy.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * That {@code conf/iam/ingest.json} allows what was asked of S3 and Glue, where exports are in
 * {@code s3://landing/exports}, and tables in {@code s3://lake/warehouse}.
 */
public final class IngestPermissions {
  private static final String GLUE = "arn:aws:glue:eu-central-1:123456789012:";

  private static final Map<String, String> PLACES =
      Map.of(
          "REGION", "eu-central-1",
          "ACCOUNT", "123456789012",
          "LANDING_BUCKET", "landing",
          "LANDING_PREFIX", "exports",
          "WAREHOUSE_BUCKET", "lake",
          "WAREHOUSE_PREFIX", "warehouse",
          "ARTIFACTS_BUCKET", "artifacts",
          "ARTIFACTS_PREFIX", "firn");

  /** What may be meant by a request whose resource is in its body. */
  private static final Map<String, List<String>> IN_BODY =
      Map.of(
          "s3",
          List.of("arn:aws:s3:::lake/warehouse/logs.db/orders/data/a.parquet"),
          "glue",
          List.of(
              GLUE + "catalog",
              GLUE + "database/firn",
              GLUE + "database/logs",
              GLUE + "table/firn/ledger",
              GLUE + "table/logs/orders"));

  private IngestPermissions() {}

  /** Fails, naming them all, if some are not allowed; and if none of a service was asked for. */
  public static void assertAllow(Collection<Request> requests, String... services)
      throws IOException {
    Permissions permissions = Permissions.of(Path.of("conf/iam/ingest.json"), PLACES);
    Set<String> asked = new TreeSet<>();
    Set<String> refused = new TreeSet<>();
    for (Request request : requests) {
      AwsAction action = AwsAction.of(request);
      String service = action.name().substring(0, action.name().indexOf(':'));
      asked.add(service);
      List<String> resources = action.resource().map(List::of).orElse(IN_BODY.get(service));
      for (String resource : resources) {
        if (!permissions.allow(action.name(), resource)) {
          refused.add(action.name() + " on " + resource);
        }
      }
    }
    assertThat(refused).isEmpty();
    for (String service : services) {
      assertThat(asked).contains(service);
    }
  }
}
