package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.sandbox.AccountRegion;
import io.firn.sandbox.Operation;
import io.firn.sandbox.SandboxSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.model.LimitExceededException;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** Several accounts and Regions, each with its own logs and its own export slot. */
final class AccountsHttpTest {
  private static final String ROLE = "arn:aws:iam::210987654321:role/firn-export";

  private static ExportFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = new ExportFixture(SandboxSettings.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    fixture.close();
  }

  private static Clients assumed(String region) {
    Credentials credentials =
        fixture
            .clients()
            .tokens()
            .assumeRole(r -> r.roleArn(ROLE).roleSessionName("firn"))
            .credentials();
    return Clients.of(
        fixture.sandbox(),
        region,
        AwsSessionCredentials.create(
            credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken()));
  }

  @Test
  void theCallerIsTold() {
    assertThat(fixture.clients().tokens().getCallerIdentity().account()).isEqualTo("123456789012");
    try (Clients other = assumed("us-east-1")) {
      assertThat(other.tokens().getCallerIdentity().account()).isEqualTo("210987654321");
      assertThat(other.tokens().getCallerIdentity().arn())
          .isEqualTo("arn:aws:sts::210987654321:assumed-role/firn-export/firn");
    }
  }

  @Test
  void anAssumedRoleWorksInItsOwnAccount() {
    try (Clients other = assumed("us-east-1")) {
      assertThat(other.logs().describeLogGroups(r -> {}).logGroups()).isEmpty();
      other.logs().createLogGroup(r -> r.logGroupName("theirs"));
      assertThat(
              fixture
                  .sandbox()
                  .model()
                  .in(new AccountRegion("210987654321", "us-east-1"))
                  .groupsHere())
          .hasSize(1);
      // S3 knows the temporary keys too.
      other
          .s3()
          .putObject(
              r -> r.bucket(ExportFixture.BUCKET).key("of/theirs"), RequestBody.fromString("x"));
    }
    assertThat(fixture.keys()).contains("of/theirs");
  }

  @Test
  void eachAccountAndRegionHasASlot() {
    AwsBasicCredentials third = AwsBasicCredentials.create("AKIATHIRD", "secret");
    fixture.sandbox().accounts().add("AKIATHIRD", "secret", "333333333333");
    try (Clients home = Clients.of(fixture.sandbox(), "eu-west-1", third);
        Clients away = Clients.of(fixture.sandbox(), "us-east-2", third)) {
      export(home);
      export(away);
      assertThat(home.s3().listObjectsV2(r -> r.bucket(ExportFixture.BUCKET)).contents())
          .isNotEmpty();
      assertThatThrownBy(
              () -> home.logs().createExportTask(ExportFixture.request(0, fixture.now()).build()))
          .isInstanceOf(LimitExceededException.class);
    }
  }

  private static void export(Clients clients) {
    clients.logs().createLogGroup(r -> r.logGroupName("g"));
    clients.logs().createExportTask(ExportFixture.request(0, fixture.now()).build());
  }

  @Test
  void aRoleMayBeRefused() {
    fixture.sandbox().logs().faults().deny(Operation.ASSUME_ROLE);
    assertThatThrownBy(() -> assumed("us-east-1"))
        .isInstanceOfSatisfying(
            StsException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
              assertThat(e.awsErrorDetails().errorMessage())
                  .contains("is not authorized to perform: sts:AssumeRole");
            });
    fixture.sandbox().logs().faults().clear();
  }

  @Test
  void aTokenMustComeWithItsKey() {
    Credentials credentials =
        fixture
            .clients()
            .tokens()
            .assumeRole(r -> r.roleArn(ROLE).roleSessionName("firn"))
            .credentials();
    try (Clients without =
        Clients.of(
            fixture.sandbox(),
            "us-east-1",
            AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()))) {
      assertThatThrownBy(() -> without.logs().describeLogGroups(r -> {}))
          .hasMessageContaining("The security token included in the request is invalid.");
    }
  }
}
