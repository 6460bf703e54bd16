package io.firn.driver;

import io.firn.AccountRegion;
import io.firn.aws.AwsClients;
import io.firn.aws.AwsStores;
import io.firn.aws.S3LandingZone;
import io.firn.config.FirnConfig;
import io.firn.config.SourceConfig;
import io.firn.config.SourceConfig.Schedule;
import io.firn.export.ExportDriver;
import io.firn.export.ExportPolicy;
import io.firn.export.ExportReport;
import io.firn.export.ExportStatus;
import io.firn.export.StatusLook;
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
import java.util.function.Function;
import java.util.function.Predicate;

/** Work on each source, side by side. */
public final class ExportRun {
  private static final double PERCENT = 100;

  private final FirnConfig config;
  private final List<SourceConfig> sources;
  private final Map<String, String> environment;

  /**
   * Of a config.
   *
   * @param environment has the standard AWS_* variables
   */
  public ExportRun(FirnConfig config, Map<String, String> environment) {
    this(config, config.sources(), environment);
  }

  private ExportRun(
      FirnConfig config, List<SourceConfig> sources, Map<String, String> environment) {
    this.config = config;
    this.sources = List.copyOf(sources);
    this.environment = environment;
  }

  /** Of some of the sources. */
  ExportRun of(Predicate<AccountRegion> chosen) {
    List<SourceConfig> some =
        sources.stream().filter(source -> chosen.test(source.place())).toList();
    return new ExportRun(config, some, environment);
  }

  List<AccountRegion> places() {
    return sources.stream().map(SourceConfig::place).toList();
  }

  /**
   * Ticks; a source that fails does not stop the others.
   *
   * @param budget of each source
   * @return a report for each source, in their order
   */
  public List<ExportReport> tick(Duration budget) {
    return each(
        site ->
            new ExportDriver(site.place(), site.layout(), site.policy(), site.tools())
                .tick(budget));
  }

  /** How far each source is, in their order; only state and landing zones are read. */
  public List<ExportStatus> status() {
    return each(
        site ->
            new StatusLook(
                    site.place(),
                    site.layout(),
                    site.policy(),
                    site.tools().landing(),
                    site.tools().state(),
                    site.tools().clock())
                .look());
  }

  /** What comes of each source, in their order. */
  <T> List<T> each(Function<Site, T> work) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, sources.size()));
    try {
      List<Future<T>> running = new ArrayList<>();
      for (SourceConfig source : sources) {
        running.add(threads.submit(() -> of(source, work)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result(result));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T result(Future<T> result) {
    try {
      return result.get();
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

  private <T> T of(SourceConfig source, Function<Site, T> work) {
    try (AwsClients clients =
            AwsClients.ofProcess(source.place().region(), source.roleArn(), environment);
        // State is the process's own, whatever role a source's calls are made in.
        AwsClients own = AwsClients.ofProcess(source.place().region(), null, environment)) {
      return work.apply(
          new Site(
              source.place(),
              new LandingLayout(source.bucket(), source.prefix()),
              policy(source),
              new ExportDriver.Tools(
                  clients.logs(),
                  new S3LandingZone(clients.s3()),
                  AwsStores.state(config.state(), own),
                  Clock.systemUTC(),
                  time -> LockSupport.parkNanos(time.toNanos()),
                  new Random())));
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
