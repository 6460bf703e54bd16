package io.firn.table;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The AWS Glue Data Catalog of an account and Region. Commits are guarded by the version id of the
 * Glue table, so no lock is needed beside it.
 *
 * @param warehouse {@code s3://<bucket>/<path>}, without a final slash
 * @param catalogId of another account's catalog, null for the caller's own
 * @param storage properties of the tables' FileIO and of the AWS clients that follow from the
 *     environment
 * @param extra goes before these
 */
public record GlueSettings(
    String warehouse,
    @Nullable String catalogId,
    Map<String, String> storage,
    ExtraProperties extra)
    implements CatalogSettings {
  public GlueSettings {
    storage = Map.copyOf(storage);
    if (!warehouse.startsWith("s3://") || warehouse.endsWith("/")) {
      throw new IllegalArgumentException(
          "Invalid warehouse: '"
              + warehouse
              + "' (must be s3://<bucket>/<path> without a final slash)");
    }
  }

  /**
   * Settings of the catalog that the environment's Region and credentials reach.
   *
   * @param warehouse {@code s3://} or {@code s3a://<bucket>/<path>}
   */
  public static GlueSettings of(
      String warehouse,
      @Nullable String catalogId,
      ExtraProperties extra,
      Map<String, String> environment) {
    AwsEnvironment aws = AwsEnvironment.of(environment);
    Map<String, String> storage = aws.properties();
    if (aws.glueEndpoint() != null) {
      storage.put("glue.endpoint", aws.glueEndpoint());
    }
    return new GlueSettings(AwsEnvironment.location(warehouse), catalogId, storage, extra);
  }

  @Override
  public Map<String, String> properties() {
    Map<String, String> properties = extra.over(storage);
    properties.put("catalog-impl", "org.apache.iceberg.aws.glue.GlueCatalog");
    properties.putIfAbsent("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    properties.put("warehouse", warehouse);
    // A version of the Glue table for each commit would soon be more than an account may have.
    properties.put("glue.skip-archive", "true");
    if (catalogId != null) {
      properties.put("glue.id", catalogId);
    }
    return Map.copyOf(properties);
  }

  @Override
  public Set<String> secrets() {
    return extra.secrets();
  }

  @Override
  public String description() {
    String region = properties().get("client.region");
    return "glue"
        + (catalogId == null ? "" : " of " + catalogId)
        + (region == null ? "" : " in " + region);
  }
}
