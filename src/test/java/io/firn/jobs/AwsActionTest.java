package io.firn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.testing.FaultyProxy.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AwsActionTest {
  @ParameterizedTest
  @CsvSource({
    "GET, /lake?list-type=2&prefix=a%2F, s3:ListBucket, lake",
    "GET, /lake/?list-type=2&prefix=a%2F, s3:ListBucket, lake",
    "HEAD, /lake, s3:ListBucket, lake",
    "GET, /lake/a/b%20c+d, s3:GetObject, lake/a/b c+d",
    "HEAD, /lake/a, s3:GetObject, lake/a",
    "PUT, /lake/a/b?partNumber=1&uploadId=x, s3:PutObject, lake/a/b",
    "POST, /lake/a/b?uploads, s3:PutObject, lake/a/b",
    "PUT, /lake/a/b, s3:PutObject, lake/a/b",
    "DELETE, /lake/a/b, s3:DeleteObject, lake/a/b",
    "DELETE, /lake/a/b?uploadId=x, s3:AbortMultipartUpload, lake/a/b"
  })
  void s3sRequestsNeedAnActionOnAResource(
      String method, String target, String name, String resource) {
    assertThat(AwsAction.of(new Request(method, target, Map.of())))
        .isEqualTo(new AwsAction(name, Optional.of("arn:aws:s3:::" + resource)));
  }

  @Test
  void bodiesMayHaveTheResource() {
    assertThat(AwsAction.of(new Request("POST", "/lake?delete", Map.of())))
        .isEqualTo(new AwsAction("s3:DeleteObject", Optional.empty()));
    assertThat(AwsAction.of(new Request("POST", "/", Map.of("x-amz-target", "AWSGlue.GetTable"))))
        .isEqualTo(new AwsAction("glue:GetTable", Optional.empty()));
  }

  @Test
  void otherRequestsAreNotGuessedAt() {
    for (Request request :
        List.of(
            new Request("GET", "/lake?location", Map.of()),
            new Request("GET", "/lake/a?tagging", Map.of()),
            new Request("PUT", "/lake/a", Map.of("x-amz-tagging", "a=b")),
            new Request("DELETE", "/lake", Map.of()))) {
      assertThatThrownBy(() -> AwsAction.of(request))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Unknown request: " + request);
    }
  }

  @Test
  void whatIsNotAllowedIsNamed() throws Exception {
    Request read = new Request("GET", "/landing/exports/a/000000.gz", Map.of());
    Request write = new Request("PUT", "/landing/exports/a/000000.gz", Map.of());
    Request drop = new Request("POST", "/", Map.of("x-amz-target", "AWSGlue.DeleteTable"));

    IngestPermissions.assertAllow(List.of(read), "s3");
    assertThatThrownBy(() -> IngestPermissions.assertAllow(List.of(read, write, drop), "s3"))
        .hasMessageContaining("s3:PutObject on arn:aws:s3:::landing/exports/a/000000.gz")
        .hasMessageContaining("glue:DeleteTable on ")
        .hasMessageNotContaining("s3:GetObject");
    assertThatThrownBy(() -> IngestPermissions.assertAllow(List.of(read), "glue"))
        .isInstanceOf(AssertionError.class);
  }
}
