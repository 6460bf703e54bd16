package io.firn.ingest;

import io.firn.ObjectIdentity;
import io.firn.decode.DamagedObjectException;
import io.firn.decode.Decoder;
import io.firn.decode.LogEvents;
import io.firn.landing.InputObject;
import io.firn.landing.PrefixListing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens input objects through Hadoop's file systems, in the version that was listed. */
final class ObjectSource {
  private final Configuration configuration;

  ObjectSource(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The object's events.
   *
   * @throws ChangedObjectException if it was overwritten or removed since it was listed
   * @throws DamagedObjectException if it begins with broken gzip
   * @throws UnreadableObjectException if storage fails
   */
  LogEvents events(InputObject object, Decoder decoder) throws IOException {
    return events(object, decoder::open);
  }

  /**
   * As {@link #events}, of its first inflated bytes: what is cut off there may look like damage.
   */
  LogEvents head(InputObject object, Decoder decoder, long inflatedBytes) throws IOException {
    return events(object, (in, millis) -> decoder.openHead(in, millis, inflatedBytes));
  }

  private interface Decoding {
    LogEvents of(InputStream stored, long objectMillis) throws IOException;
  }

  private LogEvents events(InputObject object, Decoding decoding) throws IOException {
    try {
      Path path = new Path(object.path());
      FileSystem files = path.getFileSystem(configuration);
      FileStatus status = pinned(object, files, path);
      return decoding.of(open(files, status), status.getModificationTime());
    } catch (ChangedObjectException | DamagedObjectException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableObjectException(e);
    }
  }

  private static FileStatus pinned(InputObject object, FileSystem files, Path path)
      throws IOException {
    FileStatus status = status(files, path);
    ObjectIdentity now = PrefixListing.identity(status);
    if (!now.equals(object.identity())) {
      throw new ChangedObjectException(
          "it was overwritten while the batch ran (version "
              + object.identity().etag()
              + " was listed, "
              + now.etag()
              + " is there now)");
    }
    return status;
  }

  private static FileStatus status(FileSystem files, Path path) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new ChangedObjectException("it was removed while the batch ran");
    }
  }

  private static InputStream open(FileSystem files, FileStatus status) throws IOException {
    try {
      return files
          .openFile(status.getPath())
          .withFileStatus(status)
          .opt("fs.option.openfile.read.policy", "whole-file")
          .build()
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while opening " + status.getPath());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException("Cannot open " + status.getPath() + ": " + e.getCause(), e);
    }
  }
}
