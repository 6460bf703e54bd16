package io.firn.ingest;

import io.firn.ObjectIdentity;
import java.util.List;
import java.util.stream.Stream;

/** What plans go by beside the ledger. */
record Outlook(
    Backlog backlog,
    FolderWalks walks,
    Discovery discovery,
    LandedWindows windows,
    Rechecks rechecks,
    ExportEnds ends,
    Surveys surveys) {
  /** Whether objects turned out to be mixed ones, which are to be planned anew. */
  boolean learn(RunTally tally) {
    List<ObjectIdentity> mixed = tally.takeMixed();
    mixed.forEach(surveys::isMixed);
    return !mixed.isEmpty();
  }

  /** Whether there is something to plan beside what the last plan has left. */
  boolean mayGoOn(RunTally tally) {
    return learn(tally) || backlog.hasMore();
  }

  /** All that the next plan may take. */
  List<Listed> items() {
    return Stream.concat(backlog.items().stream(), surveys.ready(discovery.items()).stream())
        .toList();
  }

  /** What the run is to tell beside its result. */
  List<String> notices() {
    return Stream.of(walks.problems(), windows.problems(), ends.notices(), rechecks.notices())
        .flatMap(List::stream)
        .toList();
  }
}
