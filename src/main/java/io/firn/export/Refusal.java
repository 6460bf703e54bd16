package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import java.util.Optional;

/**
 * Why an export did not come about, in one line that says what to do.
 *
 * @param kind what is wrong
 * @param message for people
 */
public record Refusal(Kind kind, String message) {
  /** What is wrong. */
  public enum Kind {
    /** The driver itself may not make the call. */
    NO_PERMISSION,
    NO_BUCKET,
    /** The bucket lies in another Region. */
    OTHER_REGION,
    /** The bucket's policy, or its key's, does not let the service write. */
    BUCKET_POLICY,
    /** The driver itself may not write to the bucket, which the service demands. */
    NO_PUT_PERMISSION,
    NO_GROUP,
    NOT_EXPORTABLE,
    /** The task ended without success. */
    TASK_FAILED,
    TIMED_OUT,
    /** The task succeeded without objects, though the group has events. */
    NOTHING_EXPORTED,
    OTHER;

    /** Whether it is about all groups that go to the bucket. */
    boolean isAboutAllGroups() {
      return switch (this) {
        case NO_PERMISSION, NO_BUCKET, OTHER_REGION, BUCKET_POLICY, NO_PUT_PERMISSION -> true;
        default -> false;
      };
    }
  }

  /** Of a call that was refused. */
  static Refusal of(
      CloudWatchLogsException failure,
      AccountRegion place,
      LogGroup group,
      String bucket,
      Optional<String> bucketRegion) {
    Kind kind = kind(failure, place, bucketRegion);
    String told = String.valueOf(failure.getMessage());
    String remedy =
        kind == Kind.OTHER_REGION
            ? "the bucket lies in %s; name a bucket in %s as landing of this source"
                .formatted(bucketRegion.orElse("another Region"), place.region())
            : remedy(kind, place, bucket, failure.code());
    return new Refusal(
        kind, "Cannot export %s to s3://%s: %s (%s)".formatted(group, bucket, remedy, told));
  }

  private static Kind kind(
      CloudWatchLogsException failure, AccountRegion place, Optional<String> bucketRegion) {
    return switch (failure.kind()) {
      case NO_SUCH_GROUP -> Kind.NO_GROUP;
      case REFUSED -> {
        if (!failure.code().equals("InvalidParameterException")) {
          yield Kind.NO_PERMISSION;
        }
        // AWS's text for this is not known.
        boolean elsewhere = bucketRegion.filter(other -> !other.equals(place.region())).isPresent();
        yield elsewhere ? Kind.OTHER_REGION : kind(String.valueOf(failure.getMessage()));
      }
      default -> Kind.OTHER;
    };
  }

  /** What AWS's text is about: of calls, and of tasks that failed. */
  private static Kind kind(String text) {
    if (text.contains("bucket does not exist")) {
      return Kind.NO_BUCKET;
    }
    if (text.contains("call on the given bucket failed")) {
      return Kind.BUCKET_POLICY;
    }
    if (text.contains("s3:PutObject access to the bucket")) {
      return Kind.NO_PUT_PERMISSION;
    }
    if (text.contains("log group does not exist")) {
      return Kind.NO_GROUP;
    }
    return text.contains("Log group class") ? Kind.NOT_EXPORTABLE : Kind.OTHER;
  }

  private static String remedy(Kind kind, AccountRegion place, String bucket, String code) {
    return switch (kind) {
      case NO_PERMISSION ->
          "allow the credentials of this source logs:CreateExportTask on the log group";
      case NO_BUCKET -> "there is no such bucket; create it in " + place.region();
      case BUCKET_POLICY ->
          "let logs."
              + place.region()
              + ".amazonaws.com call s3:GetBucketAcl on the bucket and s3:PutObject below it, in"
              + " the bucket's policy, and use its KMS key, in the key's policy, if it has one";
      case NO_PUT_PERMISSION ->
          "allow the credentials of this source s3:PutObject on arn:aws:s3:::" + bucket + "/*";
      case NO_GROUP -> "the log group is gone; it is looked up anew";
      case NOT_EXPORTABLE -> NOT_STANDARD;
      default -> code;
    };
  }

  private static final String NOT_STANDARD =
      "only log groups of the class STANDARD can be exported; exclude it, or deliver it by a"
          + " subscription filter";

  /** Of a group whose class tells that it cannot be exported. */
  static Refusal notExportable(LogGroup group, String logClass) {
    return new Refusal(
        Kind.NOT_EXPORTABLE,
        "Cannot export %s: it is of the class %s; %s".formatted(group, logClass, NOT_STANDARD));
  }

  /** Of a task that ended without success. */
  static Refusal ofTask(DescribedTask task, AccountRegion place, LogGroup group) {
    if (task.timedOut()) {
      return new Refusal(
          Kind.TIMED_OUT,
          "Cannot export %s in one piece: task %s timed out; its window is halved"
              .formatted(group, task.id()));
    }
    Kind known = kind(task.message());
    Kind kind = known == Kind.OTHER ? Kind.TASK_FAILED : known;
    String reason =
        kind == Kind.TASK_FAILED
            ? "it is tried again"
            : remedy(kind, place, task.bucket(), task.status().name());
    return new Refusal(
        kind,
        "Cannot export %s: task %s is %s, '%s'; %s"
            .formatted(group, task.id(), task.status(), task.message(), reason));
  }

  /** Of a task without objects. */
  static Refusal nothingExported(DescribedTask task, LogGroup group) {
    return new Refusal(
        Kind.NOTHING_EXPORTED,
        "Cannot export %s: task %s is COMPLETED without objects, though the group has events in"
                .formatted(group, task.id())
            + " its window; it is tried again");
  }
}
