package io.firn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testing.FaultyProxy.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * That {@code conf/iam} allows what was asked of AWS, where exports are in {@code
 * s3://landing/exports}, and tables in {@code s3://lake/warehouse}.
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
          "logs",
          List.of("arn:aws:logs:eu-central-1:123456789012:log-group:/shop/orders"),
          "cloudwatch",
          List.of("*"),
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
    assertAllow(requests, List.of("ingest.json"), services);
  }

  /** The same of {@code firn run}, which exports too: {@code conf/iam/export.json}. */
  public static void assertAllowRun(Collection<Request> requests) throws IOException {
    assertAllow(requests, List.of("ingest.json", "export.json"), "s3", "logs", "cloudwatch");
  }

  private static void assertAllow(
      Collection<Request> requests, List<String> files, String... services) throws IOException {
    List<Permissions> policies = new ArrayList<>();
    for (String file : files) {
      policies.add(Permissions.of(Path.of("conf/iam", file), PLACES));
    }
    Set<String> asked = new TreeSet<>();
    Set<String> refused = new TreeSet<>();
    for (Request request : requests) {
      AwsAction action = AwsAction.of(request);
      String service = action.name().substring(0, action.name().indexOf(':'));
      asked.add(service);
      List<String> resources = action.resource().map(List::of).orElse(IN_BODY.get(service));
      for (String resource : resources) {
        if (policies.stream().noneMatch(policy -> policy.allow(action.name(), resource))) {
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
