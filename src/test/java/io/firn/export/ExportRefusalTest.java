package io.firn.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.export.ExportReport.End;
import io.firn.sandbox.BucketRefusal;
import io.firn.sandbox.Operation;
import io.firn.sandbox.SandboxSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users really meet, each in one line with what to do. */
final class ExportRefusalTest {
  private static final String GROUP = "/shop/orders";
  private static final String START = "Cannot export /shop/orders to s3://landing: ";

  private final ExportWorld world =
      new ExportWorld(SandboxSettings.defaults(), ExportPolicy.defaults().withRecheckAfter());

  @BeforeEach
  void fill() {
    world.createGroup(GROUP);
    world.putSome(GROUP, 10, Duration.ofHours(1));
    world.clock.advance(Duration.ofDays(1));
  }

  private void assertRefused(Refusal.Kind kind, String message) {
    ExportReport report = tick();
    assertThat(report.problems()).extracting(Refusal::kind).containsExactly(kind);
    assertThat(report.problems()).extracting(Refusal::message).containsExactly(message);
    assertThat(report.started()).isZero();
    assertThat(world.slot()).isEqualTo(Slot.FREE);
    GroupProblem problem = world.state(GROUP).trouble().orElseThrow();
    assertThat(problem.message()).isEqualTo(message);
    assertThat(message).doesNotContain("\n");
  }

  private ExportReport tick() {
    return world.driver().tick(Duration.ofMinutes(2));
  }

  private void assertExportedOnceItIsAllowed() {
    world.clock.advance(Duration.ofMinutes(10));
    assertThat(tick().finished()).hasSize(1);
    assertThat(world.state(GROUP).trouble()).isEmpty();
    new ExportedWindows(world, "").assertComplete();
  }

  @Test
  void noPermission() {
    world.logs.faults().deny(Operation.CREATE_EXPORT_TASK);
    assertRefused(
        Refusal.Kind.NO_PERMISSION,
        START
            + "allow the credentials of this source logs:CreateExportTask on the log group"
            + " (User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform:"
            + " logs:CreateExportTask on resource:"
            + " arn:aws:logs:eu-central-1:123456789012:log-group:* because no identity-based"
            + " policy allows the logs:CreateExportTask action)");
    world.logs.faults().clear();
    assertExportedOnceItIsAllowed();
  }

  @Test
  void theBucketsPolicyIsMissing() {
    world.model.buckets().refuse(ExportWorld.BUCKET, BucketRefusal.GET_BUCKET_ACL);
    assertRefused(
        Refusal.Kind.BUCKET_POLICY,
        START
            + "let logs.eu-central-1.amazonaws.com call s3:GetBucketAcl on the bucket and"
            + " s3:PutObject below it, in the bucket's policy, and use its KMS key, in the key's"
            + " policy, if it has one (GetBucketAcl call on the given bucket failed. Please check if"
            + " CloudWatch Logs has been granted permission to perform this operation.)");
    world.model.buckets().accept(ExportWorld.BUCKET);
    assertExportedOnceItIsAllowed();
  }

  @Test
  void theBucketsKeyIsRefused() {
    world.model.buckets().refuse(ExportWorld.BUCKET, BucketRefusal.KMS_KEY);
    assertRefused(
        Refusal.Kind.BUCKET_POLICY,
        START
            + "let logs.eu-central-1.amazonaws.com call s3:GetBucketAcl on the bucket and"
            + " s3:PutObject below it, in the bucket's policy, and use its KMS key, in the key's"
            + " policy, if it has one (PutObject call on the given bucket failed. Please check if"
            + " CloudWatch Logs has been granted permission to perform this operation.)");
  }

  @Test
  void theDriverItselfMayNotPut() {
    world.model.buckets().refuse(ExportWorld.BUCKET, BucketRefusal.CALLER);
    assertRefused(
        Refusal.Kind.NO_PUT_PERMISSION,
        START
            + "allow the credentials of this source s3:PutObject on arn:aws:s3:::landing/*"
            + " (Please ensure that the CreateExportTask caller has been granted s3:PutObject access"
            + " to the bucket.)");
  }

  @Test
  void theBucketLiesElsewhere() {
    world.model.buckets().locate(ExportWorld.BUCKET, "us-east-1");
    world.landing.locate(ExportWorld.BUCKET, "us-east-1");
    assertRefused(
        Refusal.Kind.OTHER_REGION,
        START
            + "the bucket lies in us-east-1; name a bucket in eu-central-1 as landing of this"
            + " source (The given bucket is not in the same Region as the log group.)");
  }

  @Test
  void theBucketIsMissing() {
    ExportWorld other =
        new ExportWorld(
            SandboxSettings.defaults(), ExportPolicy.defaults().withRecheckAfter(), "no-such");
    other.createGroup(GROUP);
    other.clock.advance(Duration.ofDays(1));
    ExportReport report = other.driver().tick(Duration.ofMinutes(2));
    assertThat(report.problems())
        .extracting(Refusal::message)
        .containsExactly(
            "Cannot export /shop/orders to s3://no-such: there is no such bucket; create it in"
                + " eu-central-1 (The given bucket does not exist. Please make sure the bucket is"
                + " valid.)");
  }

  @Test
  void theGroupIsGone() {
    ExportWorld often =
        new ExportWorld(
            SandboxSettings.defaults(),
            ExportPolicy.defaults().withRecheckAfter().withEvery(Duration.ofMinutes(10)));
    often.createGroup(GROUP);
    often.clock.advance(Duration.ofDays(1));
    often.driver().tick(Duration.ofMinutes(2));
    often.clock.advance(Duration.ofMinutes(20));
    often.logs.deleteLogGroup(GROUP);
    ExportReport report = often.driver().tick(Duration.ofMinutes(2));
    assertThat(report.problems())
        .extracting(Refusal::message)
        .containsExactly(
            "Cannot export /shop/orders to s3://landing: the log group is gone; it is looked up"
                + " anew (The specified log group does not exist.)");
    assertThat(report.end()).isEqualTo(End.IDLE);
    assertThat(often.state(GROUP).missing()).isPresent();
  }

  @Test
  void aTaskThatTheBucketRefusesLaterSaysSoToo() {
    world.driver().tick(Duration.ofSeconds(5));
    world.model.buckets().refuse(ExportWorld.BUCKET, BucketRefusal.PUT_OBJECT);
    ExportReport report = tick();
    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Refusal.Kind.BUCKET_POLICY);
              assertThat(problem.message())
                  .startsWith("Cannot export /shop/orders: task ")
                  .contains("is FAILED")
                  .contains("in the bucket's policy");
            });
  }

  @Test
  void afterThreeGroupsInARowAllIsStopped() {
    List.of("/a", "/b", "/c", "/d").forEach(world::createGroup);
    world.clock.advance(Duration.ofDays(1));
    world.model.buckets().refuse(ExportWorld.BUCKET, BucketRefusal.GET_BUCKET_ACL);
    ExportReport report = tick();
    assertThat(report.end()).isEqualTo(End.STOPPED);
    assertThat(report.problems()).hasSize(3);
    assertThat(report.due()).isPresent();

    // One group is tried after a while, and stops it again.
    assertThat(tick().problems()).isEmpty();
    world.clock.advance(Duration.ofMinutes(16));
    assertThat(tick().problems()).hasSize(1);

    // Once the bucket is right all go on, those that were refused too.
    world.model.buckets().accept(ExportWorld.BUCKET);
    world.clock.advance(Duration.ofMinutes(16));
    assertThat(world.driver().tick(Duration.ofHours(1)).finished()).hasSize(5);
    assertThat(world.index().breaker()).isEqualTo(Breaker.CLOSED);
  }
}
