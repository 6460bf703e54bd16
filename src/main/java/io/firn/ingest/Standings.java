package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.landing.InputObject;
import io.firn.ledger.Candidate;
import io.firn.ledger.Ingested;
import io.firn.ledger.LedgerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells by the ledger what may be read; of a window, which of its parts. */
final class Standings {
  private final IngestRequest request;
  private final LedgerState ledger;
  private final ExportEnds ends;

  Standings(IngestRequest request, LedgerState ledger, ExportEnds ends) {
    this.ends = ends;
    this.request = request;
    this.ledger = ledger;
  }

  /** Why something is not in a batch, or that it may be. */
  enum Standing {
    FRESH,
    PRESENT,
    OVERWRITTEN,
    QUARANTINED,
    HELD,
    /** Of a window: its parts are in the table, and it is not. */
    SETTLED,
    /** The export task that wrote it may not be over. */
    WAITING
  }

  /** What was listed, and how it stands; a fresh window with the parts that are to be read. */
  record Judged(Listed item, Standing standing) {}

  Judged judge(Listed item) {
    Judged judged = byInputs(item);
    return judged.standing() == Standing.FRESH && judged.item().waitsForTable(ledger)
        ? new Judged(judged.item(), Standing.HELD)
        : judged;
  }

  private Judged byInputs(Listed item) {
    if (item.isMixed() || isKnownAsMixed(item)) {
      return mixed(item.isMixed() ? item : item.asMixed());
    }
    Standing standing = standing(item.candidate());
    if (standing == Standing.FRESH && item.window() != null) {
      return parts(item);
    }
    ExportFolder folder = item.folder();
    boolean waits = standing == Standing.FRESH && folder != null && !ends.isReady(folder);
    return new Judged(item, waits ? Standing.WAITING : standing);
  }

  /** That an object is a mixed one is known once a batch had it. */
  private boolean isKnownAsMixed(Listed item) {
    return item.mayBeMixed() && standing(item.wholeCandidate()) != Standing.FRESH;
  }

  /** One that is in as a whole may have shares that wait. */
  private Judged mixed(Listed item) {
    Standing standing = standing(item.candidate());
    boolean waits =
        standing == Standing.PRESENT && !ledger.shares(item.identity()).waiting().isEmpty();
    return new Judged(item, waits ? Standing.FRESH : standing);
  }

  /** Parts may have come in by themselves, or be in quarantine, while no batch had the window. */
  private Judged parts(Listed window) {
    if (window.isRecheck()) {
      return new Judged(window, recheck(window));
    }
    List<InputObject> fresh = new ArrayList<>();
    boolean quarantined = false;
    for (InputObject part : window.parts()) {
      switch (standing(new Candidate(window.input().table(), part.identity()))) {
        case FRESH -> fresh.add(part);
        case HELD -> {
          return new Judged(window, Standing.HELD);
        }
        case QUARANTINED -> quarantined = true;
        case PRESENT, OVERWRITTEN, WAITING, SETTLED -> {}
      }
    }
    if (fresh.isEmpty() && !window.parts().isEmpty()) {
      return new Judged(window, quarantined ? Standing.QUARANTINED : Standing.SETTLED);
    }
    return new Judged(window.with(fresh), fresh.isEmpty() ? Standing.PRESENT : Standing.FRESH);
  }

  /** What is in quarantine may still come in, and would come twice: the recheck has it too. */
  private Standing recheck(Listed window) {
    if (window.parts().isEmpty()) {
      return Standing.PRESENT;
    }
    return window
            .candidatesOfParts()
            .anyMatch(part -> ledger.quarantined(part.table(), part.object()).isPresent())
        ? Standing.QUARANTINED
        : Standing.FRESH;
  }

  private Standing standing(Candidate candidate) {
    ObjectIdentity identity = candidate.object();
    if (ledger.claimed(candidate.table(), identity).isPresent()) {
      return Standing.HELD;
    }
    Optional<Ingested> known = ledger.ingested(candidate.table(), identity);
    if (known.isPresent()) {
      Standing standing = standing(identity, known.get().object());
      if (standing != Standing.FRESH) {
        return standing;
      }
    }
    return request.onQuarantined() == OnQuarantined.SKIP
            && ledger.quarantined(candidate.table(), identity).isPresent()
        ? Standing.QUARANTINED
        : Standing.FRESH;
  }

  /** Of an object that is in the table in some version. */
  private Standing standing(ObjectIdentity now, ObjectIdentity known) {
    if (known.equals(now)) {
      return Standing.PRESENT;
    }
    return switch (request.onOverwrite()) {
      case FAIL -> Standing.OVERWRITTEN;
      case IGNORE -> Standing.PRESENT;
      case INGEST -> Standing.FRESH;
    };
  }
}
