package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.ingest.EventCounts;
import io.firn.ingest.IngestResult;
import io.firn.ingest.RefusedObject;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.ingest.TableResult;
import io.firn.schema.ColumnType.Struct;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
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

  @Test
  void aRunEndsAsTheGravestOfItsParts() {
    assertThat(ExitCode.of(result(List.of(), List.of(), 1))).isEqualTo(ExitCode.DONE);
    assertThat(ExitCode.of(result(List.of(Kind.QUARANTINED), List.of(), 1)))
        .isEqualTo(ExitCode.DONE);
    assertThat(ExitCode.of(result(List.of(Kind.QUARANTINED), List.of(), 0)))
        .isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(ExitCode.of(result(List.of(Kind.OVERWRITTEN), List.of(), 1)))
        .isEqualTo(ExitCode.DATA_REFUSED);
    assertThat(ExitCode.of(result(List.of(Kind.CHANGED, Kind.OVERWRITTEN), List.of(), 1)))
        .isEqualTo(ExitCode.OUTSIDE);
    assertThat(ExitCode.of(result(List.of(), List.of(new UsageException("no route")), 1)))
        .isEqualTo(ExitCode.USAGE);
    assertThat(
            ExitCode.of(
                result(
                    List.of(Kind.OVERWRITTEN),
                    List.of(new UsageException("x"), new IOException("y")),
                    1)))
        .isEqualTo(ExitCode.OUTSIDE);
    assertThat(
            ExitCode.of(
                result(List.of(), List.of(new IOException("x"), new NullPointerException()), 1)))
        .isEqualTo(ExitCode.BUG);
  }

  private static IngestResult result(
      List<Kind> refused, List<Exception> failures, int objectsIngested) {
    TableName table = TableName.parse("logs.a");
    ObjectIdentity object = ObjectIdentity.ofLocalFile("/a", 1, 1);
    return new IngestResult(
        List.of(),
        List.of(
            new TableResult(
                table,
                false,
                objectsIngested,
                0,
                EventCounts.NONE,
                TableResult.Columns.NONE,
                Struct.EMPTY,
                0,
                0,
                null,
                null)),
        IngestResult.Mixed.NONE,
        refused.stream().map(kind -> new RefusedObject(object, table, kind, "x")).toList(),
        new IngestResult.Found(
            0,
            0,
            0,
            0,
            0,
            true,
            failures.stream().map(e -> new IngestResult.InputFailure("in", e)).toList(),
            List.of(),
            List.of()),
        IngestResult.Reading.NOTHING,
        Map.of(),
        List.of(),
        null);
  }
}
