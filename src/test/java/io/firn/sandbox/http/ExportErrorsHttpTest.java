package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.sandbox.AwsException;
import io.firn.sandbox.BucketRefusal;
import io.firn.sandbox.Faults;
import io.firn.sandbox.Operation;
import io.firn.sandbox.SandboxSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateExportTaskRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ServiceUnavailableException;

/** What CreateExportTask refuses, with the codes and texts that AWS answers. */
final class ExportErrorsHttpTest {
  private static ExportFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = new ExportFixture(SandboxSettings.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  @AfterEach
  void mend() {
    fixture.sandbox().model().buckets().accept(ExportFixture.BUCKET);
    faults().clear();
  }

  private static Faults faults() {
    return fixture.sandbox().logs().faults();
  }

  private static CreateExportTaskRequest.Builder request() {
    return ExportFixture.request(0, fixture.now());
  }

  private static void create(CreateExportTaskRequest.Builder request) {
    fixture.logs().createExportTask(request.build());
  }

  private static void create() {
    create(request());
  }

  @Test
  void theGroupMustBeThere() {
    assertThatThrownBy(() -> create(request().logGroupName("none")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The specified log group does not exist.");
  }

  @Test
  void theBucketMustBeThere() {
    assertThatThrownBy(() -> create(request().destination("no-such-bucket")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "The given bucket does not exist. Please make sure the bucket is valid.");
  }

  @Test
  void theBucketMustBeInTheRegion() {
    fixture.sandbox().model().buckets().locate(ExportFixture.BUCKET, "eu-west-1");
    assertThatThrownBy(ExportErrorsHttpTest::create)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("not in the same Region");
  }

  @ParameterizedTest
  @CsvSource({
    "GET_BUCKET_ACL, GetBucketAcl call on the given bucket failed.",
    "PUT_OBJECT, PutObject call on the given bucket failed.",
    "KMS_KEY, PutObject call on the given bucket failed.",
    "CALLER, Please ensure that the CreateExportTask caller has been granted s3:PutObject access",
  })
  void theBucketMustLetTheServiceWrite(BucketRefusal refusal, String text) {
    fixture.sandbox().model().buckets().refuse(ExportFixture.BUCKET, refusal);
    assertThatThrownBy(ExportErrorsHttpTest::create)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(text);
  }

  @Test
  void aBucketThatNoLongerLetsItWriteFailsTheTask() {
    long from = fixture.now();
    fixture.put("s", from, "m");
    String id = fixture.create(from, from);
    fixture.sandbox().model().buckets().refuse(ExportFixture.BUCKET, BucketRefusal.PUT_OBJECT);
    fixture.clock().advance(Duration.ofMinutes(1));
    assertThat(fixture.task(id).status().codeAsString()).isEqualTo("FAILED");
    assertThat(fixture.task(id).status().message()).startsWith("PutObject call");
  }

  @Test
  void onlyTheStandardClassIsExported() {
    fixture
        .logs()
        .createLogGroup(r -> r.logGroupName("ia").logGroupClass(LogGroupClass.INFREQUENT_ACCESS));
    assertThatThrownBy(() -> create(request().logGroupName("ia")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("INFREQUENT_ACCESS");
  }

  @Test
  void theRangeMustBeOne() {
    long created = ExportFixture.START.toEpochMilli();
    assertThatThrownBy(() -> create(request().from(created + 2).to(created + 1)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("from must not be after to");
    assertThatThrownBy(() -> create(request().to(created - 1)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("before the log group was created");
    assertThatThrownBy(() -> create(request().from(-1L)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Member must have value greater than or equal to 0");
    assertThatThrownBy(() -> create(request().taskName("x".repeat(513))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Member must have length less than or equal to 512");
  }

  @Test
  void permissionsAreRefusedUntilTheyAreGranted() {
    faults().deny(Operation.CREATE_EXPORT_TASK);
    assertThatThrownBy(ExportErrorsHttpTest::create)
        .isInstanceOfSatisfying(
            CloudWatchLogsException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
              assertThat(e.awsErrorDetails().errorMessage())
                  .contains("is not authorized to perform: logs:CreateExportTask on resource:");
            });
    faults().allow(Operation.CREATE_EXPORT_TASK);
    create();
    fixture.clock().advance(Duration.ofMinutes(1));
  }

  @Test
  void theSdkOutlivesAFewThrottlesAndNotMany() {
    faults().throttle(Operation.DESCRIBE_EXPORT_TASKS, 2);
    fixture.logs().describeExportTasks(r -> {});
    faults().throttle(Operation.DESCRIBE_EXPORT_TASKS, 20);
    assertThatThrownBy(() -> fixture.logs().describeExportTasks(r -> {}))
        .isInstanceOfSatisfying(
            CloudWatchLogsException.class,
            e -> {
              assertThat(e.isThrottlingException()).isTrue();
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
            });
  }

  @Test
  void otherErrorsComeAsTheyAreAskedFor() {
    faults()
        .refuse(
            Operation.CREATE_EXPORT_TASK,
            new AwsException("ServiceUnavailableException", "The service cannot complete it."),
            20);
    assertThatThrownBy(ExportErrorsHttpTest::create)
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("The service cannot complete it.");
  }

  @Test
  void onlyKnownKeysAndRightSignaturesAreHeard() {
    try (Clients unknown =
        Clients.of(
            fixture.sandbox(), "us-east-1", AwsBasicCredentials.create("AKIAUNKNOWN", "secret"))) {
      assertThatThrownBy(() -> unknown.logs().describeLogGroups(r -> {}))
          .hasMessageContaining("The security token included in the request is invalid.");
    }
    fixture.sandbox().accounts().add("AKIAOTHER", "right", "210987654321");
    try (Clients wrong =
        Clients.of(
            fixture.sandbox(), "us-east-1", AwsBasicCredentials.create("AKIAOTHER", "wrong"))) {
      assertThatThrownBy(() -> wrong.logs().describeLogGroups(r -> {}))
          .hasMessageContaining("The request signature we calculated does not match");
      assertThatThrownBy(() -> wrong.s3().listBuckets()).hasMessageContaining("signature");
    }
  }
}
