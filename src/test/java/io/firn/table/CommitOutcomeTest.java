package io.firn.table;

import static io.firn.table.CommitOutcome.Kind.COMMITTED;
import static io.firn.table.CommitOutcome.Kind.NOT_COMMITTED;
import static io.firn.table.CommitOutcome.Kind.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CherrypickAncestorCommitException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.DuplicateWAPCommitException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedInterruptedException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.glue.model.AccessDeniedException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.OperationTimeoutException;
import software.amazon.awssdk.services.glue.model.ThrottlingException;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class CommitOutcomeTest {
  @Test
  void committed() {
    CommitOutcome outcome = CommitOutcome.of(() -> {});
    assertThat(outcome.kind()).isEqualTo(COMMITTED);
    assertThat(outcome.isCommitted()).isTrue();
    assertThat(outcome.failure()).isNull();
    assertThatThrownBy(outcome::givenUp).isInstanceOf(IllegalStateException.class);
  }

  static Stream<RuntimeException> refusals() {
    return Stream.of(
        new CommitFailedException("stale"),
        new ValidationException("conflict"),
        new CherrypickAncestorCommitException(1),
        new DuplicateWAPCommitException("1"),
        new AlreadyExistsException("table"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void notCommitted(RuntimeException failure) {
    assertEnd(CommitOutcome.of(failing(failure)), NOT_COMMITTED, failure);
  }

  private static RuntimeException glue(AwsServiceException.Builder builder) {
    return builder.statusCode(400).build();
  }

  static Stream<RuntimeException> doubts() {
    return Stream.of(
        new CommitStateUnknownException(new IOException("cut off")),
        new UncheckedSQLException(new SQLException("busy"), "busy"),
        new UncheckedInterruptedException("interrupted"),
        new RESTException("connection reset"),
        new ServiceFailureException("500"),
        glue(OperationTimeoutException.builder()),
        glue(ThrottlingException.builder()),
        glue(GlueException.builder()),
        new ServiceUnavailableException("503"));
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void unknown(RuntimeException failure) {
    assertEnd(CommitOutcome.of(failing(failure)), UNKNOWN, failure);
  }

  static Stream<RuntimeException> others() {
    return Stream.of(
        new ForbiddenException("403"),
        new BadRequestException("400"),
        new NotAuthorizedException("401"),
        new UnprocessableEntityException("422"),
        new NoSuchTableException("dropped"),
        new NotFoundException("file"),
        glue(AccessDeniedException.builder()),
        glue(InvalidInputException.builder()),
        glue(EntityNotFoundException.builder()),
        (RuntimeException) S3Exception.builder().statusCode(503).build(),
        SdkClientException.create("connection reset"),
        new UncheckedIOException(new IOException("disk full")),
        new IllegalStateException("bug"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void noEndOfACommitIsThrownOn(RuntimeException failure) {
    assertThatThrownBy(() -> CommitOutcome.of(failing(failure))).isSameAs(failure);
    if (!(failure instanceof BadRequestException)) {
      assertThatThrownBy(() -> CommitOutcome.ofNaming(failing(failure))).isSameAs(failure);
    }
  }

  @Test
  void whatWasNamedIsGone() {
    RuntimeException noSnapshot = new NullPointerException("snapshot");
    RuntimeException noBranch = new IllegalArgumentException("Branch does not exist: firn_1");
    RuntimeException toldByServer = new BadRequestException("Cannot set main to unknown snapshot");
    for (RuntimeException failure : List.of(noSnapshot, noBranch, toldByServer)) {
      assertEnd(CommitOutcome.ofNaming(failing(failure)), NOT_COMMITTED, failure);
      assertThatThrownBy(() -> CommitOutcome.of(failing(failure))).isSameAs(failure);
    }
  }

  @Test
  void anEndAndAFailureBelongTogether() {
    assertThatThrownBy(() -> new CommitOutcome(COMMITTED, new IllegalStateException()))
        .hasMessageStartingWith("Invalid commit outcome: COMMITTED with java.lang.Illegal");
    assertThatThrownBy(() -> new CommitOutcome(UNKNOWN, null))
        .hasMessage("Invalid commit outcome: UNKNOWN with null");
  }

  private static void assertEnd(
      CommitOutcome outcome, CommitOutcome.Kind kind, RuntimeException failure) {
    assertThat(outcome.kind()).isEqualTo(kind);
    assertThat(outcome.isCommitted()).isFalse();
    assertThat(outcome.givenUp()).isSameAs(failure);
  }

  private static Runnable failing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }
}
