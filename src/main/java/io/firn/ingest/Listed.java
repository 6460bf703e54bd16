package io.firn.ingest;

import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.ObjectIdentity;
import io.firn.TableName;
import io.firn.landing.InputObject;
import io.firn.ledger.Candidate;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LedgerState;
import io.firn.ledger.LogSource;
import io.firn.policy.Dedupe;
import io.firn.quarantine.QuarantineTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is taken in as a whole: an object by itself, or an export window with all its parts.
 *
 * @param identity the object's, or that of the window's marker
 * @param parts the object, or the window's objects that are still to be read
 * @param window null of an object by itself
 * @param earlier what a window that was exported once more is compared with
 * @param folder of an object by itself that is ready once its export task is over, else null
 * @param share of a log group's share of a mixed object, where events come from that do not say it;
 *     else null
 */
record Listed(
    IngestInput input,
    ObjectIdentity identity,
    List<InputObject> parts,
    @Nullable ExportWindow window,
    EarlierExports earlier,
    @Nullable ExportFolder folder,
    @Nullable SourceDefaults share) {
  Listed {
    parts = List.copyOf(parts);
  }

  /** An object by itself. */
  Listed(IngestInput input, InputObject object, @Nullable ExportFolder folder) {
    this(input, object.identity(), List.of(object), null, EarlierExports.NONE, folder, null);
  }

  /** A window by its marker. */
  Listed(IngestInput input, ObjectIdentity marker, List<InputObject> parts, ExportWindow window) {
    this(input, marker, parts, window, EarlierExports.NONE, null, null);
  }

  LogSource source() {
    return input.source();
  }

  /** What the ledger knows it by if it is a mixed object. */
  Candidate wholeCandidate() {
    return new Candidate(QuarantineTable.NAME, identity);
  }

  /** An object that turned out to be a mixed one. */
  Listed asMixed() {
    return new Listed(input.asMixed(), object(), null);
  }

  /** A log group's share of a mixed object. */
  Listed share(LogSource source, EventRouter.Destination destination) {
    return new Listed(
        input.share(source, destination),
        identity,
        parts,
        null,
        EarlierExports.NONE,
        null,
        input.defaults());
  }

  /** Of an object by itself. */
  InputObject object() {
    return parts.get(0);
  }

  /** Whether it is a mixed object, as a whole. */
  boolean isMixed() {
    return input.isMixed();
  }

  /** Whether it may turn out to be a mixed object. */
  boolean mayBeMixed() {
    return window == null && share == null && input.mayBeMixed();
  }

  boolean isShare() {
    return share != null;
  }

  /** Whether another batch may bring its table events that it must be compared with. */
  boolean waitsForTable(LedgerState ledger) {
    return input.policy().dedupe() != Dedupe.NONE && ledger.isBusy(input.table());
  }

  boolean isRecheck() {
    return window != null && window.purpose() == Purpose.RECHECK;
  }

  /** What the ledger knows it by. */
  Candidate candidate() {
    return candidate(identity);
  }

  private Candidate candidate(ObjectIdentity object) {
    return new Candidate(input.table(), object);
  }

  /** Of a window, parts that may have come in by themselves or be in quarantine. */
  Stream<Candidate> candidatesOfParts() {
    if (window == null) {
      return Stream.empty();
    }
    return isRecheck()
        ? earlier.inTables().entrySet().stream()
            .flatMap(
                table ->
                    table.getValue().stream()
                        .map(part -> new Candidate(table.getKey(), part.identity())))
        : parts.stream().map(part -> candidate(part.identity()));
  }

  long bytes() {
    return parts.stream().mapToLong(part -> part.identity().size()).sum();
  }

  /** The window with some of its parts. */
  Listed with(List<InputObject> some) {
    return new Listed(input, identity, some, window, earlier, folder, share);
  }

  /** A window that was exported once more, with its earlier exports. */
  Listed comparedWith(EarlierExports exports) {
    return new Listed(input, identity, parts, window, exports, folder, share);
  }

  List<PlannedObject> planned() {
    if (isRecheck()) {
      return rechecked();
    }
    return window == null
        ? List.of(PlannedObject.whole(object(), input.format(), source(), share))
        : parts.stream()
            .map(part -> PlannedObject.part(part, source(), identity.uri(), null))
            .toList();
  }

  private List<PlannedObject> rechecked() {
    List<Map<String, List<InputObject>>> exports = earlier.byStream();
    List<PlannedObject> planned = new ArrayList<>();
    new TreeMap<>(EarlierExports.byStream(parts))
        .forEach(
            (stream, ofStream) -> {
              StreamRecheck recheck =
                  new StreamRecheck(
                      ofStream,
                      exports.stream().map(of -> of.getOrDefault(stream, List.of())).toList(),
                      earlier.obstacle());
              ofStream.forEach(
                  part -> planned.add(PlannedObject.part(part, source(), identity.uri(), recheck)));
            });
    return planned;
  }

  /** Whether a window in the ledger, of another marker or not, has its time. */
  boolean overlaps(LedgerRow taken) {
    return overlaps(taken.table().name(), taken.source(), taken.window());
  }

  /** Whether both would bring the same events of a group into a table. */
  boolean overlaps(Listed other) {
    return !other.isRecheck() && overlaps(other.input.table(), other.source(), other.window);
  }

  private boolean overlaps(
      TableName table, @Nullable LogSource group, @Nullable ExportWindow other) {
    return window != null
        && other != null
        && !isRecheck()
        && input.table().equals(table)
        && source().equals(group)
        && window.overlaps(other);
  }
}
