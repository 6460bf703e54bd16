package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TestClock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;

/** Five calls a second by the real clock: refused beyond, and outlived by the SDK's own retries. */
final class QuotasHttpTest {
  private static final int CALLS = 8;
  private static final int MANY_CALLS = 50;

  @Test
  void theSixthCallOfASecondIsRefusedAndComesThroughLater() throws Exception {
    try (Sandbox sandbox =
            Sandbox.start(Sandbox.Setup.inMemory(TestClock.running(), SandboxSettings.defaults()));
        Clients clients = Clients.of(sandbox);
        CloudWatchLogsClient impatient = Clients.impatient(sandbox)) {
      impatient.describeLogGroups(r -> {});
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < MANY_CALLS; i++) {
                  impatient.describeExportTasks(r -> {});
                }
              })
          .isInstanceOfSatisfying(
              CloudWatchLogsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException"));

      long started = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        clients.logs().describeExportTasks(r -> {});
      }
      assertThat(System.nanoTime() - started).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(500));
    }
  }
}
