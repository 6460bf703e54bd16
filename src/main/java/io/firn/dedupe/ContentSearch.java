package io.firn.dedupe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Of events with one content, those that do not stay. A log event comes by exports once and by
 * subscriptions once, as those with an id count once before: so many have happened as one of the
 * two ways has brought, whichever brought more, and the table is to have as many. What does not
 * stay is remembered, since it counts as brought.
 */
final class ContentSearch {
  private final DuplicateSearch search;
  private final SearchInput input;
  private final ContentCounts counts = new ContentCounts();
  private final EventPositions found = new EventPositions();
  private final RememberedFiles files;

  ContentSearch(DuplicateSearch search, SearchShipment shipment, long attempt) {
    this.search = search;
    this.input = new SearchInput(search, shipment);
    this.files = new RememberedFiles(shipment, search, attempt);
  }

  FoundDuplicates run() throws IOException {
    input.written((row, object, position) -> counts.addWritten(row));
    input.existing(counts::addExisting);
    input.remembered(counts::addRemembered);
    if (counts.decide() == 0) {
      return new FoundDuplicates(search.table(), found, List.of());
    }
    try {
      input.written(this::leaveOut);
      return new FoundDuplicates(search.table(), found, files.complete());
    } catch (IOException | RuntimeException e) {
      files.discard();
      throw e;
    }
  }

  private void leaveOut(EventRow row, int object, long position) {
    if (!counts.stays(row)) {
      String uri = input.object(object);
      found.add(uri, position);
      try {
        files.add(row, uri, position);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
