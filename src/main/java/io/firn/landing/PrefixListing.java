package io.firn.landing;

import io.firn.ObjectIdentity;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Lists the objects below a directory or an S3 prefix, through Hadoop's file systems. */
public final class PrefixListing {
  private static final String WRITE_TEST = "aws-logs-write-test";

  private final Configuration configuration;

  public PrefixListing(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * All objects below an input, whatever their depth.
   *
   * @param input a local directory or file, or {@code s3a://bucket/prefix}
   * @throws MissingInputException if there is no such directory, file or prefix
   */
  public Listing list(String input) throws IOException {
    Path root = root(input);
    FileSystem files = root.getFileSystem(configuration);
    FileStatus status = status(files, root, input);
    List<InputObject> objects = new ArrayList<>();
    Map<TaskFolder, Instant> tasks = new HashMap<>();
    int ignored = 0;
    RemoteIterator<LocatedFileStatus> found = files.listFiles(status.getPath(), true);
    while (found.hasNext()) {
      FileStatus file = found.next();
      if (isIgnored(status.getPath(), file.getPath())) {
        ignored++;
      } else {
        InputObject object = object(file);
        objects.add(object);
        Instant written = Instant.ofEpochMilli(file.getModificationTime());
        object.task().ifPresent(task -> tasks.merge(task, written, PrefixListing::later));
      }
    }
    objects.sort(Comparator.comparing(object -> object.identity().uri()));
    return new Listing(objects, tasks, ignored);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
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

  private static boolean isIgnored(Path root, Path file) {
    if (file.getName().equals(WRITE_TEST)) {
      return true;
    }
    for (Path step = file; step != null && !step.equals(root); step = step.getParent()) {
      if (step.getName().startsWith(".") || step.getName().startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  private static InputObject object(FileStatus file) {
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
