package io.firn.ingest;

import io.firn.ledger.Ledger;
import io.firn.maintain.Budget;
import io.firn.maintain.MaintainJob;
import io.firn.maintain.MaintainReport;
import io.firn.maintain.MaintainRequest;
import io.firn.maintain.MaintainRequest.OnOrphan;
import io.firn.maintain.MaintainRequest.Orphans;
import io.firn.maintain.MaintainRequest.Scope;
import io.firn.maintain.TableLayout;
import io.firn.state.Holder;
import io.firn.state.Leases;
import io.firn.state.LocalStateStore;
import io.firn.table.Catalogs;
import io.firn.table.JdbcSettings;
import io.firn.table.OpenCatalog;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Maintenance of a lake, over and over, as a process of its own: everything is closed at once, and
 * history and orphans are young. It prints each step that was done, and exits with 1 after a
 * failure.
 */
final class MaintainLoop {
  static final Duration HISTORY = Duration.ofSeconds(30);
  static final Duration ORPHANS = Duration.ofSeconds(45);

  private static final long TARGET = 256 << 20;

  private MaintainLoop() {}

  /** The command of a process that does it so many times. */
  static List<String> command(SteppedRun run, int times) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(MaintainLoop.class.getName());
    command.addAll(
        List.of(run.warehouse().toString(), run.state().toString(), String.valueOf(times)));
    return command;
  }

  /** See {@link #command}. */
  public static void main(String[] arguments) {
    int failures = 0;
    SparkSession spark = session();
    try (OpenCatalog open =
            Catalogs.open(
                JdbcSettings.of(arguments[0], Optional.empty(), Map.of()), new Configuration());
        Leases leases =
            new Leases(
                new LocalStateStore(Path.of(arguments[1])),
                Clock.systemUTC(),
                Duration.ofMinutes(10),
                Holder.ofThisProcess("maintain"))) {
      for (int i = Integer.parseInt(arguments[2]); i > 0; i--) {
        MaintainReport report = job(spark, open, leases).run(request());
        report.tables().forEach(table -> table.steps().forEach(System.out::println));
        report.failures().forEach(failure -> failure.cause().printStackTrace());
        failures += report.failures().size();
      }
    } finally {
      spark.stop();
    }
    System.exit(failures == 0 ? 0 : 1);
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }

  private static MaintainJob job(SparkSession spark, OpenCatalog open, Leases leases) {
    Clock clock = Clock.systemUTC();
    return new MaintainJob(
        spark,
        open.catalog(),
        Ledger.find(open.catalog(), "maintain", clock),
        leases,
        clock,
        step -> {});
  }

  private static MaintainRequest request() {
    TableLayout layout =
        new TableLayout(List.of("log_group", "log_time"), null, List.of(), null, TARGET, Map.of());
    return new MaintainRequest(
        new Scope(Set.of(), Set.of()),
        table -> layout,
        Duration.ZERO,
        HISTORY,
        new Budget(Long.MAX_VALUE, Duration.ofHours(1)),
        new Orphans(OnOrphan.DELETE, ORPHANS),
        List.of());
  }
}
