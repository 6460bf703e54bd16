package io.firn.cli;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;

/**
 * What a run is called in the ledger and in its leases: the id that its platform gave it, by which
 * people find its logs. Two runs may be called the same; nothing but people goes by it.
 */
final class RunName {
  private static final int LONGEST = 255;

  private final Optional<String> given;

  private RunName(Optional<String> given) {
    this.given = given;
  }

  /** By what its command line says. */
  static RunName of(CommandLine command) {
    return new RunName(Main.of(command).runId());
  }

  /** Without a Spark application. */
  String forJob(String job) {
    return or(() -> job + "-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong()));
  }

  /** YARN knows it by the Spark application's id; EMR Serverless has the job run's id there. */
  String forJob(String job, JavaSparkContext spark) {
    return spark.isLocal() ? forJob(job) : or(() -> spark.sc().applicationId());
  }

  private String or(Supplier<String> own) {
    given.ifPresent(RunName::check);
    return given.orElseGet(own);
  }

  private static void check(String id) {
    if (id.isBlank() || id.length() > LONGEST || id.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException(
          "Invalid run id: '"
              + id
              + "' (must be 1 to "
              + LONGEST
              + " characters, none of control)");
    }
  }
}
