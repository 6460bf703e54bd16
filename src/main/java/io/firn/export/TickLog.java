package io.firn.export;

import io.firn.AccountRegion;
import io.firn.LogGroup;
import io.firn.export.ExportReport.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a tick has done so far. */
final class TickLog {
  private final List<FinishedWindow> finished = new ArrayList<>();
  private final Map<LogGroup, List<Gap>> gaps =
      new TreeMap<>(java.util.Comparator.comparing(LogGroup::name));
  private final List<Refusal> problems = new ArrayList<>();
  private final List<FoundBy> adopted = new ArrayList<>();
  private int started;
  private @Nullable String holder;
  private @Nullable Instant takenSince;

  void started() {
    started++;
    free();
  }

  void adopted(FoundBy by) {
    adopted.add(by);
    free();
  }

  void finished(FinishedWindow window) {
    finished.add(window);
  }

  void problem(Refusal refusal) {
    problems.add(refusal);
  }

  void taken(Instant since, @Nullable String by) {
    takenSince = since;
    holder = by;
  }

  private void free() {
    takenSince = null;
    holder = null;
  }

  /** The gaps that came with a change. */
  void gaps(DriverState.Change change) {
    change
        .after()
        .groups()
        .forEach(
            (group, state) -> {
              List<Gap> known =
                  change
                      .before()
                      .group(group)
                      .map(older -> older.progress().gaps())
                      .orElse(List.of());
              List<Gap> more = new ArrayList<>(state.progress().gaps());
              more.removeAll(known);
              if (!more.isEmpty()) {
                gaps.computeIfAbsent(group, first -> new ArrayList<>()).addAll(more);
              }
            });
  }

  Map<LogGroup, List<Gap>> gaps() {
    return Map.copyOf(gaps);
  }

  ExportReport report(
      AccountRegion place, End end, @Nullable Instant next, @Nullable RuntimeException failure) {
    return new ExportReport(
        place, started, adopted, finished, gaps, problems, end, next, holder, takenSince, failure);
  }
}
