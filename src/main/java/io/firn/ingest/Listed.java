package io.firn.ingest;

import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.ObjectIdentity;
import io.firn.landing.InputObject;
import io.firn.ledger.Candidate;
import io.firn.ledger.LedgerRow;
import io.firn.ledger.LogSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is taken in as a whole: an object by itself, or an export window with all its parts.
 *
 * @param identity the object's, or that of the window's marker
 * @param parts the object, or the window's objects that are still to be read
 * @param window null of an object by itself
 */
record Listed(
    IngestInput input,
    ObjectIdentity identity,
    List<InputObject> parts,
    @Nullable ExportWindow window) {
  Listed {
    parts = List.copyOf(parts);
  }

  /** An object by itself. */
  Listed(IngestInput input, InputObject object) {
    this(input, object.identity(), List.of(object), null);
  }

  LogSource source() {
    return input.source();
  }

  /** What the ledger knows it by. */
  Candidate candidate() {
    return candidate(identity);
  }

  private Candidate candidate(ObjectIdentity object) {
    return new Candidate(input.table(), object);
  }

  /** With those of a window's parts, which may have come in by themselves. */
  Stream<Candidate> candidates() {
    return window == null
        ? Stream.of(candidate())
        : Stream.concat(
            Stream.of(candidate()), parts.stream().map(part -> candidate(part.identity())));
  }

  long bytes() {
    return parts.stream().mapToLong(part -> part.identity().size()).sum();
  }

  /** The window with some of its parts. */
  Listed with(List<InputObject> some) {
    return new Listed(input, identity, some, window);
  }

  List<PlannedObject> planned() {
    String marker = window == null ? null : identity.uri();
    return parts.stream().map(part -> new PlannedObject(part, source(), marker)).toList();
  }

  /** Whether a window in the ledger, of another marker or not, has its time. */
  boolean overlaps(LedgerRow taken) {
    return window != null
        && taken.window() != null
        && input.table().equals(taken.table().name())
        && source().equals(taken.source())
        && window.overlaps(taken.window());
  }

  /** Whether both would bring the same events of a group into a table. */
  boolean overlaps(Listed other) {
    return window != null
        && other.window != null
        && window.purpose() == Purpose.EXPORT
        && other.window.purpose() == Purpose.EXPORT
        && input.table().equals(other.input.table())
        && source().equals(other.source())
        && window.overlaps(other.window);
  }
}
