package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.testing.SharedSpark;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@ExtendWith(SharedSpark.class)
final class RunNameTest {
  private static RunName of(String... arguments) {
    CommandLine command = new CommandLine(new Main());
    command.parseArgs(arguments);
    return RunName.of(command.getSubcommands().get("ingest"));
  }

  @Test
  void whatIsGivenGoesFirst(SparkSession spark) {
    RunName name = of("ingest", "--run-id", "jr_1", "--warehouse", "/lake");
    assertThat(name.forJob("ledger")).isEqualTo("jr_1");
    assertThat(name.forJob("ingest", JavaSparkContext.fromSparkContext(spark.sparkContext())))
        .isEqualTo("jr_1");
  }

  @Test
  void withoutAPlatformEachRunHasANameOfItsOwn(SparkSession spark) {
    JavaSparkContext local = JavaSparkContext.fromSparkContext(spark.sparkContext());
    RunName name = of("ingest", "--warehouse", "/lake");
    assertThat(name.forJob("ingest", local))
        .matches("ingest-[0-9a-f]{16}")
        .isNotEqualTo(name.forJob("ingest", local));
    assertThat(name.forJob("ledger")).matches("ledger-[0-9a-f]{16}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb"})
  void namesAreReadable(String id) {
    RunName name = of("--run-id=" + id, "ingest");
    assertThatThrownBy(() -> name.forJob("ingest"))
        .isInstanceOf(UsageException.class)
        .hasMessage("Invalid run id: '" + id + "' (must be 1 to 255 characters, none of control)");
  }
}
