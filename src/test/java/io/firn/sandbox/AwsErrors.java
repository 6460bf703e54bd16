package io.firn.sandbox;

/**
 * AWS's errors. Most texts are what users have reported from the real service; those that are
 * {@link #unattested} are not, nor are their codes. What must tell errors apart should go by the
 * code and by what it checked itself, never by a text.
 */
final class AwsErrors {
  private AwsErrors() {}

  static AwsException invalidParameter(String message) {
    return new AwsException("InvalidParameterException", message);
  }

  /** A parameter against the service's model, as {@code Value 'x' at 'y' failed to satisfy ...}. */
  static AwsException constraint(String parameter, Object value, String constraint) {
    return invalidParameter(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + parameter
            + "' failed to satisfy constraint: "
            + constraint);
  }

  static AwsException missing(String parameter) {
    return invalidParameter(
        "1 validation error detected: Value null at '"
            + parameter
            + "' failed to satisfy constraint: Member must not be null");
  }

  static AwsException noGroup() {
    return new AwsException("ResourceNotFoundException", "The specified log group does not exist.");
  }

  static AwsException noStream() {
    return new AwsException(
        "ResourceNotFoundException", "The specified log stream does not exist.");
  }

  static AwsException noTask() {
    return new AwsException(
        "ResourceNotFoundException", "The specified export task does not exist.");
  }

  static AwsException groupExists() {
    return new AwsException(
        "ResourceAlreadyExistsException", "The specified log group already exists");
  }

  static AwsException streamExists() {
    return new AwsException(
        "ResourceAlreadyExistsException", "The specified log stream already exists");
  }

  static AwsException taskFinished() {
    return new AwsException(
        "InvalidOperationException", "The specified export task has already finished");
  }

  /** The slot is taken. */
  static AwsException limitExceeded() {
    return new AwsException("LimitExceededException", "Resource limit exceeded.");
  }

  static AwsException throttled() {
    return new AwsException("ThrottlingException", "Rate exceeded");
  }

  static AwsException noBucket() {
    return invalidParameter(
        "The given bucket does not exist. Please make sure the bucket is valid.");
  }

  /** The bucket's policy lacks {@code s3:GetBucketAcl} or {@code s3:PutObject} for the service. */
  static AwsException bucketPolicy(String call) {
    return invalidParameter(
        call
            + " call on the given bucket failed. Please check if CloudWatch Logs has been granted"
            + " permission to perform this operation.");
  }

  static AwsException callerMayNotPut() {
    return invalidParameter(
        "Please ensure that the CreateExportTask caller has been granted s3:PutObject access to"
            + " the bucket.");
  }

  static AwsException otherRegion() {
    return unattested("The given bucket is not in the same Region as the log group.");
  }

  static AwsException notExportable(GroupClass logClass) {
    return unattested("Log group class " + logClass + " does not support export tasks.");
  }

  static AwsException beforeCreation() {
    return unattested("The specified time range ends before the log group was created.");
  }

  /** Neither the text is known nor, for sure, the code. */
  private static AwsException unattested(String message) {
    return invalidParameter(message);
  }

  static AwsException accessDenied(AccountRegion place, Operation operation, String resource) {
    return new AwsException(
        "AccessDeniedException",
        "User: arn:aws:iam::"
            + place.account()
            + ":user/sandbox is not authorized to perform: "
            + operation.action()
            + " on resource: "
            + resource
            + " because no identity-based policy allows the "
            + operation.action()
            + " action");
  }
}
