package io.firn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

final class LocalS3Test {
  private static LocalS3 s3;

  @BeforeAll
  static void start() throws Exception {
    s3 = LocalS3.start();
    s3.createBucket("landing");
    s3.createBucket("lake");
    try (S3Client client = s3.client()) {
      for (String key : List.of("a/000000.gz", "a/b [$LATEST]/000000.gz", "c/000000.gz")) {
        client.putObject(
            r -> r.bucket("landing").key(key), RequestBody.fromString("body of " + key));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    s3.close();
  }

  @Test
  void theSdkPutsAndListsObjects() {
    try (S3Client client = s3.client()) {
      assertThat(client.listObjectsV2(r -> r.bucket("landing").prefix("a/")).contents())
          .extracting(S3Object::key)
          .containsExactlyInAnyOrder("a/000000.gz", "a/b [$LATEST]/000000.gz");
      assertThat(
              client.getObjectAsBytes(r -> r.bucket("landing").key("c/000000.gz")).asUtf8String())
          .isEqualTo("body of c/000000.gz");
    }
  }

  @Test
  void aConditionalPutLosesAgainstAnExistingObject() {
    try (S3Client client = s3.client()) {
      assertThatThrownBy(
              () ->
                  client.putObject(
                      r -> r.bucket("landing").key("c/000000.gz").ifNoneMatch("*"),
                      RequestBody.fromString("other")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }
  }

  @Test
  void s3aListsObjects() throws Exception {
    Configuration configuration = new Configuration();
    s3.s3aProperties().forEach(configuration::set);
    try (FileSystem files = FileSystem.newInstance(URI.create("s3a://landing/"), configuration)) {
      FileStatus[] found = files.listStatus(new org.apache.hadoop.fs.Path("s3a://landing/a"));
      assertThat(found)
          .extracting(status -> status.getPath().toString())
          .containsExactlyInAnyOrder("s3a://landing/a/000000.gz", "s3a://landing/a/b [$LATEST]");
    }
  }

  @Test
  void icebergKeepsATableInIt(@TempDir Path directory) throws Exception {
    Map<String, String> properties = new HashMap<>(s3.icebergProperties());
    properties.put(CatalogProperties.URI, "jdbc:sqlite:" + directory.resolve("catalog.db"));
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, "s3://lake/warehouse");
    properties.put(CatalogProperties.FILE_IO_IMPL, "org.apache.iceberg.io.ResolvingFileIO");
    properties.put(JdbcCatalog.PROPERTY_PREFIX + "schema-version", "V1");
    TableIdentifier name = TableIdentifier.of("logs", "orders");
    try (JdbcCatalog catalog = new JdbcCatalog()) {
      CatalogUtil.configureHadoopConf(catalog, new Configuration(false));
      catalog.initialize("lake", properties);
      ((SupportsNamespaces) catalog).createNamespace(Namespace.of("logs"));
      Schema schema = new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));
      Table table = catalog.createTable(name, schema, PartitionSpec.unpartitioned());
      table.newFastAppend().appendFile(file(table, table.location() + "/data/1.parquet")).commit();

      try (CloseableIterable<FileScanTask> tasks = catalog.loadTable(name).newScan().planFiles()) {
        assertThat(tasks)
            .extracting(task -> task.file().location())
            .containsExactly("s3://lake/warehouse/logs/orders/data/1.parquet");
      }
      assertThat(table.io().newInputFile(table.location() + "/data/1.parquet").getLength())
          .isEqualTo(4);
    }
  }

  private static DataFile file(Table table, String location) throws Exception {
    try (PositionOutputStream out = table.io().newOutputFile(location).create()) {
      out.write(new byte[] {1, 2, 3, 4});
    }
    return DataFiles.builder(table.spec())
        .withPath(location)
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(4)
        .withRecordCount(1)
        .build();
  }
}
