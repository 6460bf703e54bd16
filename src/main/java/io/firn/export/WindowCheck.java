package io.firn.export;

import io.firn.AccountRegion;
import io.firn.landing.ExportedTask;
import io.firn.landing.LandedPart;
import io.firn.landing.LandingZone;
import io.firn.landing.WindowMarker;
import java.util.List;

/** Finds what a completed task left. */
final class WindowCheck {
  private static final String WRITE_TEST = "aws-logs-write-test";

  private final AccountRegion place;
  private final CloudWatchLogs logs;
  private final LandingZone landing;

  WindowCheck(AccountRegion place, CloudWatchLogs logs, LandingZone landing) {
    this.place = place;
    this.logs = logs;
    this.landing = landing;
  }

  /** The marker of the window, the same whoever makes it. */
  WindowMarker marker(Intent intent, DescribedTask task) {
    return new WindowMarker(
        place,
        intent.group(),
        intent.window(),
        intent.lane(),
        new ExportedTask(task.id(), intent.taskName(), task.created(), task.finished()),
        intent.bucket(),
        intent.prefix(),
        parts(intent, task));
  }

  private List<LandedPart> parts(Intent intent, DescribedTask task) {
    List<LandedPart> all =
        landing.list(intent.bucket(), intent.prefix() + "/").stream()
            .filter(part -> !part.key().endsWith("/" + WRITE_TEST))
            .toList();
    String own = intent.prefix() + "/" + task.id() + "/";
    List<LandedPart> ofTask = all.stream().filter(part -> part.key().startsWith(own)).toList();
    // The folder is the task's id on AWS; where it is none, the attempt has the prefix to itself.
    return ofTask.isEmpty() ? all : ofTask;
  }

  /** Whether the group has events in the window. */
  boolean hasEvents(Intent intent) {
    String page = null;
    do {
      CloudWatchLogs.Page<java.time.Instant> events =
          logs.events(intent.group(), intent.window().from(), intent.window().to(), page);
      if (!events.items().isEmpty()) {
        return true;
      }
      page = events.next();
    } while (page != null);
    return false;
  }
}
