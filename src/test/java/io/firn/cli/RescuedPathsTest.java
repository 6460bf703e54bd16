package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.RescuedPaths.RescuedPath;
import io.firn.testing.SharedSpark;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
final class RescuedPathsTest {
  private final SparkSession spark;

  RescuedPathsTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void pathsAreCountedByReasonAndPositionsAreOne() {
    RescuedPaths paths =
        of(
            "[{'path':'/a/0/b','value':1e999,'why':'type'},{'path':'/a/17/b','value':2,'why':'type'}]",
            null,
            "[{'path':'/a/3/b','value':{'x':[1,2]},'why':'budget'},{'path':'/v1','value':'','why':'type'}]",
            "[{'path':'','value':'/w==','why':'bytes'}]",
            "[{'path':'/l/12','value':null,'why':'type'}]");
    assertThat(paths.paths())
        .containsExactly(
            new RescuedPath("/a/*/b", "type", 2),
            new RescuedPath("", "bytes", 1),
            new RescuedPath("/a/*/b", "budget", 1),
            new RescuedPath("/l/*", "type", 1),
            new RescuedPath("/v1", "type", 1));
    assertThat(paths.cut()).isFalse();
  }

  @Test
  void whatIsNoJsonIsCountedToo() {
    assertThat(of("not json").paths()).containsExactly(new RescuedPath(null, null, 1));
  }

  @Test
  void onlyTheMostFrequentAreKept() {
    String[] many =
        IntStream.rangeClosed(0, RescuedPaths.MOST)
            .mapToObj(i -> "[{'path':'/k" + i + "','value':1,'why':'type'}]")
            .toArray(String[]::new);
    assertThat(of(many).paths()).hasSize(RescuedPaths.MOST);
    assertThat(of(many).cut()).isTrue();
    assertThat(of().paths()).isEmpty();
  }

  private RescuedPaths of(String... rescued) {
    List<String> rows =
        Stream.of(rescued).map(row -> row == null ? null : row.replace('\'', '"')).toList();
    return RescuedPaths.of(spark.createDataset(rows, Encoders.STRING()).toDF("log_rescued"));
  }
}
