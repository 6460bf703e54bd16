package io.firn.driver;

import io.firn.aws.AwsClients;
import io.firn.aws.AwsStores;
import io.firn.aws.S3LandingZone;
import io.firn.config.FirnConfig;
import io.firn.config.SourceConfig;
import io.firn.config.SourceConfig.Schedule;
import io.firn.export.ExportDriver;
import io.firn.export.ExportPolicy;
import io.firn.export.ExportReport;
import io.firn.landing.LandingLayout;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** One tick of each source, side by side. */
public final class ExportRun {
  private static final double PERCENT = 100;

  private final FirnConfig config;
  private final Map<String, String> environment;

  /**
   * Of a config.
   *
   * @param environment has the standard AWS_* variables
   */
  public ExportRun(FirnConfig config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  /**
   * Ticks; a source that fails does not stop the others.
   *
   * @param budget of each source
   * @return a report for each source, in their order
   */
  public List<ExportReport> tick(Duration budget) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, config.sources().size()));
    try {
      List<Future<ExportReport>> running = new ArrayList<>();
      for (SourceConfig source : config.sources()) {
        running.add(threads.submit(() -> tick(source, budget)));
      }
      List<ExportReport> reports = new ArrayList<>();
      for (Future<ExportReport> report : running) {
        reports.add(result(report));
      }
      return reports;
    } finally {
      threads.shutdownNow();
    }
  }

  private static ExportReport result(Future<ExportReport> report) {
    try {
      return report.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while exporting", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private ExportReport tick(SourceConfig source, Duration budget) {
    try (AwsClients clients = AwsClients.ofProcess(source.place(), source.roleArn(), environment);
        // State is the process's own, whatever role a source's calls are made in.
        AwsClients own = AwsClients.ofProcess(source.place(), null, environment)) {
      ExportDriver driver =
          new ExportDriver(
              source.place(),
              new LandingLayout(source.bucket(), source.prefix()),
              policy(source),
              new ExportDriver.Tools(
                  clients.logs(),
                  new S3LandingZone(clients.s3()),
                  AwsStores.state(config.state(), own),
                  Clock.systemUTC(),
                  time -> LockSupport.parkNanos(time.toNanos()),
                  new Random()));
      return driver.tick(budget);
    }
  }

  static ExportPolicy policy(SourceConfig source) {
    Schedule schedule = source.schedule();
    return new ExportPolicy(
        source.groups()::takes,
        schedule.settle(),
        schedule.every(),
        schedule.recheckAfter(),
        schedule.backfillShare() / PERCENT,
        schedule.windowBytes().bytes());
  }
}
