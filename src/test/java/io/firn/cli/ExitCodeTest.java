package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

final class ExitCodeTest {
  private final StringWriter err = new StringWriter();

  @Test
  void outermostKnownCauseDecides() {
    IOException io = new IOException("disk");
    assertThat(ExitCode.of(new IllegalStateException("x", io))).isEqualTo(ExitCode.OUTSIDE);
    assertThat(ExitCode.of(new CommitFailedException("x"))).isEqualTo(ExitCode.OUTSIDE);
    assertThat(ExitCode.of(new UsageException("x"))).isEqualTo(ExitCode.USAGE);
    assertThat(ExitCode.of(new IllegalArgumentException("x"))).isEqualTo(ExitCode.BUG);
    assertThat(ExitCode.of(new AssertionError("x"))).isEqualTo(ExitCode.BUG);
  }

  @Test
  void sparkFailureIsAsItsCause() {
    assertThat(ExitCode.of(new SparkException("aborted", new NullPointerException())))
        .isEqualTo(ExitCode.BUG);
    assertThat(ExitCode.of(new SparkException("aborted", new IOException("x"))))
        .isEqualTo(ExitCode.OUTSIDE);
    assertThat(ExitCode.of(new SparkException("executor lost"))).isEqualTo(ExitCode.OUTSIDE);
  }

  @Test
  void causesFollowTheMessageOnce() {
    UncheckedIOException failure =
        new UncheckedIOException(
            "Cannot read x: gone", new IOException("gone", new FileNotFoundException("/x")));
    assertThat(ExitCode.report(failure, new PrintWriter(err))).isEqualTo(ExitCode.OUTSIDE);
    assertThat(err.toString().lines())
        .containsExactly("firn: Cannot read x: gone", "  caused by: /x");
  }

  @Test
  void bugsComeWithTheirTrace() {
    ExitCode.report(new IllegalStateException(), new PrintWriter(err));
    assertThat(err.toString())
        .startsWith("firn: This is a bug: java.lang.IllegalStateException")
        .contains("at io.firn.cli.ExitCodeTest");
  }
}
