package io.firn.archfixture.decode;

import org.apache.iceberg.Schema;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.services.s3.S3Client;

/** Decode sees Spark, Iceberg and the AWS SDK. */
public final class SparkDecoder {
  long rows(SparkSession spark) {
    return spark.range(1).count();
  }

  int columns(Schema schema) {
    return schema.columns().size();
  }

  String service(S3Client client) {
    return client.serviceName();
  }
}
