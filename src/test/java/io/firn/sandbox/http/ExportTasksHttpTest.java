package io.firn.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.sandbox.Operation;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeExportTasksResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ExportTask;
import software.amazon.awssdk.services.cloudwatchlogs.model.ExportTaskStatusCode;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidOperationException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LimitExceededException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Export tasks from their creation to their end, by the SDK's clients. */
final class ExportTasksHttpTest {
  private static final TaskTimes TIMES =
      TaskTimes.fixed(Duration.ofSeconds(10), Duration.ofSeconds(30));
  private static final SandboxSettings SETTINGS =
      SandboxSettings.defaults().withTaskTimes(TIMES).withPartBytes(2000);

  private ExportFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ExportFixture(SETTINGS);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private void pass(long seconds) {
    fixture.clock().advance(Duration.ofSeconds(seconds));
  }

  private String statusOf(String id) {
    return fixture.task(id).status().codeAsString() + ": " + fixture.task(id).status().message();
  }

  @Test
  void aTaskPassesThroughItsStatesByTheClock() {
    long from = fixture.now();
    fixture.put("api/i-1", from, "m");
    String id = fixture.create(from, from + 10);

    assertThat(statusOf(id)).isEqualTo("PENDING: Pending");
    pass(9);
    assertThat(statusOf(id)).startsWith("PENDING");
    pass(1);
    assertThat(statusOf(id)).isEqualTo("RUNNING: Started Successfully");
    assertThat(fixture.task(id).executionInfo().completionTime()).isNull();
    pass(30);
    assertThat(statusOf(id)).isEqualTo("COMPLETED: Completed successfully");

    ExportTask task = fixture.task(id);
    assertThat(task.taskName()).isEqualTo("firn-1");
    assertThat(task.logGroupName()).isEqualTo("g");
    assertThat(task.from()).isEqualTo(from);
    assertThat(task.to()).isEqualTo(from + 10);
    assertThat(task.destination()).isEqualTo("landing");
    assertThat(task.destinationPrefix()).isEqualTo("exports/a");
    assertThat(task.executionInfo().creationTime()).isEqualTo(from);
    assertThat(task.executionInfo().completionTime()).isEqualTo(from + 40_000);
  }

  @Test
  void oneTaskAtATimeForAnAccountAndRegion() {
    String first = fixture.create(0, fixture.now());
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Resource limit exceeded.");
    pass(40);
    String second = fixture.create(0, fixture.now());
    assertThat(second).isNotEqualTo(first);
    assertThat(fixture.keys()).containsExactly("exports/a/aws-logs-write-test");
  }

  @Test
  void anotherExporterTakesTheSlot() {
    fixture.sandbox().logs().faults().rivalBeforeNextCreate(Duration.ofMinutes(5));
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .isInstanceOf(LimitExceededException.class);
    assertThat(running()).extracting(ExportTask::taskName).containsExactly("someone-elses-export");
    assertThat(fixture.sandbox().logs().occupySlot(Duration.ofMinutes(1))).isFalse();
    pass(300);
    assertThat(running()).isEmpty();
    fixture.create(0, fixture.now());
  }

  private List<ExportTask> running() {
    return fixture
        .logs()
        .describeExportTasks(r -> r.statusCode(ExportTaskStatusCode.RUNNING))
        .exportTasks();
  }

  @Test
  void tasksComeInPagesAndByStatus() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      ids.add(fixture.create(0, fixture.now()));
      pass(40);
    }
    String pending = fixture.create(0, fixture.now());
    ids.add(pending);

    DescribeExportTasksResponse first = fixture.logs().describeExportTasks(r -> {});
    assertThat(first.exportTasks()).hasSize(50);
    assertThat(first.exportTasks().get(0).taskId()).isEqualTo(pending);
    DescribeExportTasksResponse second =
        fixture.logs().describeExportTasks(r -> r.nextToken(first.nextToken()));
    assertThat(second.exportTasks()).hasSize(11);
    assertThat(second.nextToken()).isNull();
    Set<String> found = new HashSet<>();
    first.exportTasks().forEach(task -> found.add(task.taskId()));
    second.exportTasks().forEach(task -> found.add(task.taskId()));
    assertThat(found).isEqualTo(ids);
    assertThat(
            fixture
                .logs()
                .describeExportTasks(r -> r.statusCode(ExportTaskStatusCode.PENDING))
                .exportTasks())
        .extracting(ExportTask::taskId)
        .containsExactly(pending);
    assertThat(fixture.logs().describeExportTasks(r -> r.taskId("none")).exportTasks()).isEmpty();
  }

  @Test
  void describeTellsLateWhatWas() {
    fixture.sandbox().logs().faults().describeLate(Duration.ofSeconds(15));
    String id = fixture.create(0, fixture.now());
    assertThat(fixture.logs().describeExportTasks(r -> r.taskId(id)).exportTasks()).isEmpty();
    // The slot knows better.
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .isInstanceOf(LimitExceededException.class);
    pass(15);
    assertThat(statusOf(id)).startsWith("PENDING");
    pass(25);
    assertThat(statusOf(id)).startsWith("RUNNING");
    pass(15);
    assertThat(statusOf(id)).startsWith("COMPLETED");
  }

  @Test
  void aTaskCanBeCancelled() {
    String id = fixture.create(0, fixture.now());
    pass(12);
    fixture.logs().cancelExportTask(r -> r.taskId(id));
    assertThat(statusOf(id)).startsWith("PENDING_CANCEL");
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .isInstanceOf(LimitExceededException.class);
    pass(5);
    assertThat(statusOf(id)).isEqualTo("CANCELLED: Cancelled by user");
    assertThatThrownBy(() -> fixture.logs().cancelExportTask(r -> r.taskId(id)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("The specified export task has already finished");
    assertThatThrownBy(() -> fixture.logs().cancelExportTask(r -> r.taskId("none")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aFailedTaskLeavesPartsBehind() {
    long from = fixture.now();
    for (String stream : List.of("a", "b", "c", "d")) {
      fixture.put(stream, from, "m");
    }
    fixture.sandbox().logs().faults().failNextTask("Internal error");
    String id = fixture.create(from, from + 10);
    pass(40);
    assertThat(statusOf(id)).isEqualTo("FAILED: Internal error");
    assertThat(fixture.keys()).hasSize(3);
    assertThat(statusOf(completed(from))).startsWith("COMPLETED");
  }

  private String completed(long from) {
    String id = fixture.create(from, from + 10);
    pass(40);
    return id;
  }

  @Test
  void aTaskTimesOutAfterADay() {
    fixture.sandbox().logs().faults().nextTaskRuns(Duration.ofHours(30));
    String id = fixture.create(0, fixture.now());
    fixture.clock().advance(Duration.ofHours(24));
    assertThat(statusOf(id)).startsWith("RUNNING");
    pass(10);
    assertThat(statusOf(id)).isEqualTo("FAILED: Export task timed out");
  }

  @Test
  void anAnswerIsLostAfterTheTaskWasCreated() {
    // The SDK tries again by itself, and meets its own task.
    fixture.sandbox().logs().faults().loseAnswer(Operation.CREATE_EXPORT_TASK, 1);
    assertThatThrownBy(() -> fixture.create(0, fixture.now()))
        .isInstanceOf(CloudWatchLogsException.class);
    assertThat(fixture.logs().describeExportTasks(r -> {}).exportTasks())
        .extracting(ExportTask::taskName)
        .containsExactly("firn-1");
  }
}
