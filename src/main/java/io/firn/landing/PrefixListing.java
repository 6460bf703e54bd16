package io.firn.landing;

import io.firn.ObjectIdentity;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.RemoteIterators;

/** Lists the objects below a directory or an S3 prefix, through Hadoop's file systems. */
public final class PrefixListing {
  /** Whose listings come in the order of their keys, page by page. */
  private static final String SORTED = "s3a";

  private final Configuration configuration;

  public PrefixListing(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The objects below an input, whatever their depth, listed as far as they are asked for. Of S3 a
   * page is held at a time; elsewhere all that there is, since only S3 gives it in order.
   *
   * @param input a local directory or file, or {@code s3a://bucket/prefix}
   * @throws MissingInputException if there is no such directory, file or prefix
   */
  public OpenListing open(String input) throws IOException {
    Path root = root(input);
    FileSystem files = root.getFileSystem(configuration);
    return open(files, status(files, root, input).getPath());
  }

  /** As {@link #open}, of a folder that need not be there. */
  public OpenListing openFolder(String folder) throws IOException {
    try {
      Path root = root(folder);
      return open(root.getFileSystem(configuration), root);
    } catch (MissingInputException | FileNotFoundException e) {
      return OpenListing.none();
    }
  }

  /**
   * Looks whether a directory or prefix is there.
   *
   * @throws MissingInputException if it is not
   */
  public void require(String input) throws IOException {
    Path root = root(input);
    status(root.getFileSystem(configuration), root, input);
  }

  private static OpenListing open(FileSystem files, Path root) throws IOException {
    RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
    if (SORTED.equals(root.toUri().getScheme())) {
      return new OpenListing(root, found);
    }
    List<LocatedFileStatus> all = RemoteIterators.toList(found);
    all.sort(Comparator.comparing(file -> file.getPath().toUri().getPath()));
    return new OpenListing(root, RemoteIterators.remoteIteratorFromIterable(all));
  }

  /** A path without a scheme is local, whatever the platform's default file system. */
  private static Path root(String input) throws IOException {
    if (input.matches("[a-zA-Z][a-zA-Z0-9+.-]*://?/?.*") && !isLocal(input)) {
      return new Path(input.startsWith("s3://") ? "s3a" + input.substring(2) : input);
    }
    java.nio.file.Path local = java.nio.file.Path.of(input.replaceFirst("^file:(//)?", ""));
    try {
      return new Path("file", "", local.toRealPath().toString());
    } catch (NoSuchFileException e) {
      throw new MissingInputException(input, e);
    }
  }

  private static boolean isLocal(String input) {
    return input.startsWith("file:");
  }

  private static FileStatus status(FileSystem files, Path root, String input) throws IOException {
    try {
      return files.getFileStatus(root);
    } catch (FileNotFoundException e) {
      throw new MissingInputException(input, e);
    }
  }

  static InputObject object(FileStatus file) {
    ObjectIdentity identity = identity(file);
    return new InputObject(
        identity, file.getPath().toString(), ExportLayout.stream(identity.key()).orElse(null));
  }

  /** The identity of what the file system shows now. */
  public static ObjectIdentity identity(FileStatus file) {
    String path = file.getPath().toUri().getPath();
    if ("file".equals(file.getPath().toUri().getScheme())) {
      return ObjectIdentity.ofLocalFile(path, file.getLen(), file.getModificationTime());
    }
    String bucket = file.getPath().toUri().getHost();
    return new ObjectIdentity(bucket, path.substring(1), etag(file), file.getLen());
  }

  /** S3A's listing gives etags in quotes. */
  private static String etag(FileStatus file) {
    String etag = file instanceof EtagSource source ? source.getEtag() : null;
    if (etag == null || etag.isEmpty()) {
      return file.getLen() + "-" + file.getModificationTime();
    }
    return etag.replaceAll("^\"|\"$", "");
  }
}
