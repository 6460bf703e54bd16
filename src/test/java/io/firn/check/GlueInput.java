package io.firn.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.table.JdbcSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.aws.AwsClientFactory;
import org.apache.iceberg.aws.glue.GlueCatalog;
import org.apache.iceberg.catalog.TableIdentifier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What Iceberg's GlueCatalog sends to Glue for a table: its own request, which is kept instead of
 * sent.
 */
final class GlueInput {
  private static final String KEPT_IN = "firn.check.kept-in";
  private static final ObjectMapper JSON = new ObjectMapper();

  private GlueInput() {}

  /** The body of the CreateTable request: {@code DatabaseName} and {@code TableInput}. */
  static JsonNode of(TableIdentifier name, Table table, JdbcSettings lake) {
    Path kept = null;
    try (GlueCatalog catalog = new GlueCatalog()) {
      kept = Files.createTempFile("firn-glue-", ".json");
      catalog.initialize("glue", properties(lake, kept));
      catalog.registerTable(
          name, ((HasTableOperations) table).operations().current().metadataFileLocation());
      return JSON.readTree(kept.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make Glue's input of " + name + ": " + e, e);
    } finally {
      delete(kept);
    }
  }

  private static void delete(Path kept) {
    try {
      if (kept != null) {
        Files.deleteIfExists(kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> properties(JdbcSettings lake, Path kept) {
    Map<String, String> properties = new HashMap<>(lake.storage());
    properties.put("warehouse", lake.warehouse());
    properties.put("io-impl", "org.apache.iceberg.io.ResolvingFileIO");
    properties.put("client.factory", KeptRequests.class.getName());
    // Names are for GlueLimits to judge, all of them together.
    properties.put("glue.skip-name-validation", "true");
    properties.put(KEPT_IN, kept.toString());
    return properties;
  }

  /** Iceberg makes it by its name. */
  public static final class KeptRequests implements AwsClientFactory {
    private String kept;

    @Override
    public void initialize(Map<String, String> properties) {
      kept = properties.get(KEPT_IN);
    }

    @Override
    public GlueClient glue() {
      return GlueClient.builder()
          .region(Region.US_EAST_1)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .httpClient(new NoGlue(Path.of(kept)))
          .build();
    }

    @Override
    public S3Client s3() {
      throw new UnsupportedOperationException("s3");
    }

    @Override
    public S3AsyncClient s3Async() {
      throw new UnsupportedOperationException("s3");
    }

    @Override
    public KmsClient kms() {
      throw new UnsupportedOperationException("kms");
    }

    @Override
    public DynamoDbClient dynamo() {
      throw new UnsupportedOperationException("dynamo");
    }
  }

  /** A Glue that has no table, and takes every new one. */
  private record NoGlue(Path kept) implements SdkHttpClient {
    private static final String NOT_FOUND = "{\"__type\":\"EntityNotFoundException\"}";

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          return answer(request);
        }

        @Override
        public void abort() {}
      };
    }

    private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
      String action = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
      if (action.equals("AWSGlue.GetTable")) {
        return response(400, NOT_FOUND);
      }
      if (!action.equals("AWSGlue.CreateTable")) {
        throw new IOException("Cannot answer " + action + ": not expected");
      }
      ContentStreamProvider body = request.contentStreamProvider().orElseThrow();
      try (InputStream in = body.newStream()) {
        Files.write(kept, in.readAllBytes());
      }
      return response(200, "{}");
    }

    private static HttpExecuteResponse response(int status, String body) {
      InputStream content = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpResponse.builder()
                  .statusCode(status)
                  .putHeader("Content-Type", "application/x-amz-json-1.1")
                  .build())
          .responseBody(AbortableInputStream.create(content))
          .build();
    }

    @Override
    public void close() {}
  }
}
