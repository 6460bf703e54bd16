package io.firn.landing;

import io.firn.DateTemplate;
import java.util.Optional;

/** How far listings of date folders came. */
public interface ListingMarks {
  /** They are kept nowhere. */
  ListingMarks NONE =
      new ListingMarks() {
        @Override
        public Optional<ListingMark> read(DateTemplate input, String table) {
          return Optional.empty();
        }

        @Override
        public void write(DateTemplate input, String table, ListingMark mark) {}
      };

  /**
   * How far an input's came; empty if it is not known.
   *
   * @param table where its objects go
   * @throws java.io.UncheckedIOException if that cannot be read
   */
  Optional<ListingMark> read(DateTemplate input, String table);

  /** Keeps a mark unless somebody else has kept one meanwhile, which is as good. */
  void write(DateTemplate input, String table, ListingMark mark);
}
