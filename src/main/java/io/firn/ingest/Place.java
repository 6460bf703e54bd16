package io.firn.ingest;

import io.firn.DateFolders;
import io.firn.landing.OpenListing;
import io.firn.landing.PrefixListing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run lists at one go: an input, or one of its date folders.
 *
 * @param walk null of an input without date folders
 * @param folder null of an input as a whole; of one with date folders that is its base
 */
record Place(IngestInput input, @Nullable FolderWalk walk, @Nullable DateFolder folder) {
  /** Of an input with date folders, the base must be there and holds nothing by itself. */
  OpenListing open(PrefixListing listing) throws IOException {
    DateFolders folders = input.folders();
    if (folders == null) {
      return listing.open(input.path());
    }
    if (folder == null) {
      listing.require(folders.template().base());
      return OpenListing.none();
    }
    return listing.openFolder(folders.template().folder(folder.start()));
  }

  /** It was listed to its end. */
  void listed() {
    if (walk != null && folder != null) {
      walk.listed(folder);
    }
  }

  /** All places of inputs, in their order. */
  static final class Places implements Iterator<Place> {
    private final Queue<IngestInput> inputs;
    private final Function<IngestInput, FolderWalk> walks;
    private @Nullable Place last;
    private @Nullable Iterator<DateFolder> folders;

    /**
     * Of some inputs.
     *
     * @param walks the way through the folders of an input that has such
     */
    Places(List<IngestInput> inputs, Function<IngestInput, FolderWalk> walks) {
      this.inputs = new ArrayDeque<>(inputs);
      this.walks = walks;
    }

    @Override
    public boolean hasNext() {
      return (folders != null && folders.hasNext()) || !inputs.isEmpty();
    }

    @Override
    public Place next() {
      if (last != null && folders != null && folders.hasNext()) {
        last = new Place(last.input, last.walk, folders.next());
        return last;
      }
      IngestInput input = inputs.poll();
      if (input == null) {
        throw new NoSuchElementException();
      }
      FolderWalk walk = input.folders() == null ? null : walks.apply(input);
      folders = walk == null ? null : walk.iterator();
      last = new Place(input, walk, null);
      return last;
    }
  }
}
