package io.firn.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whether export tasks of other people are over: their objects are there before, and stay
 * where the task failed. CloudWatch Logs is asked once for each task; where it does not know, what
 * was quiet for long enough is over.
 */
final class ExportEnds {
  private final TaskStates tasks;
  private final Instant now;
  private final Map<ExportFolder, Boolean> ready = new HashMap<>();
  private final List<String> notices = new ArrayList<>();

  ExportEnds(TaskStates tasks, Instant now) {
    this.tasks = tasks;
    this.now = now;
  }

  boolean isReady(ExportFolder folder) {
    return ready.computeIfAbsent(folder, this::ask);
  }

  private boolean ask(ExportFolder folder) {
    return switch (tasks.state(folder.source(), folder.task().taskId())) {
      case COMPLETED -> true;
      case AT_WORK -> false;
      case FAILED -> {
        notices.add(
            "Left out "
                + folder.task().path()
                + ": its export task did not complete (export that time anew, and remove it)");
        yield false;
      }
      case UNKNOWN -> !now.isBefore(folder.newest().plus(folder.quietFor()));
    };
  }

  /** What a person should know. */
  List<String> notices() {
    return List.copyOf(notices);
  }
}
