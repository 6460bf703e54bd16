package io.firn.table;

import java.util.Set;

/**
 * What Iceberg's GlueCatalog passes on of the AWS SDK as it is. It is told by the names of classes:
 * the SDK is the platform's, which may have put its packages elsewhere.
 */
final class GlueFailure {
  private static final String PACKAGE = "software.amazon.awssdk.services.glue.model.";

  /** Answers that say that nothing was done, and that would be the same the next time. */
  private static final Set<String> REFUSALS =
      Set.of(
          "AccessDeniedException",
          "EntityNotFoundException",
          "FederationSourceException",
          "GlueEncryptionException",
          "InvalidInputException",
          "OperationNotSupportedException",
          "ResourceNumberLimitExceededException",
          "ValidationException");

  private GlueFailure() {}

  /**
   * Whether it is an answer of Glue's after which a commit may be there: a time-out, throttling.
   */
  static boolean leavesDoubt(RuntimeException failure) {
    Class<?> type = failure.getClass();
    return type.getName().endsWith(PACKAGE + type.getSimpleName())
        && !REFUSALS.contains(type.getSimpleName());
  }
}
