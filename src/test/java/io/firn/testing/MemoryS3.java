package io.firn.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.util.functional.RemoteIterators;
import org.jspecify.annotations.Nullable;

/**
 * Buckets in memory behind {@code s3a:}, for reading, as S3A shows them: listed flat and in the
 * order of keys, with etags in quotes. It remembers what was listed.
 */
public final class MemoryS3 extends FileSystem {
  private static final Map<String, MemoryBucket> BUCKETS = new ConcurrentHashMap<>();

  private URI uri = URI.create("s3a://none");

  /** What Hadoop needs to know to find the buckets. */
  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.impl", MemoryS3.class.getName());
    return configuration;
  }

  /** A bucket with nothing in it, in the place of one of that name if there is one. */
  public static MemoryBucket bucket(String name) {
    MemoryBucket bucket = new MemoryBucket(name);
    BUCKETS.put(name, bucket);
    return bucket;
  }

  /**
   * A bucket whose objects are only listed, of a byte each.
   *
   * @param keys those that begin with a prefix, in their order
   */
  public static void listing(String name, Function<String, Iterator<String>> keys) {
    bucket(name).generated = keys;
  }

  /** One bucket. */
  public static final class MemoryBucket {
    private final String name;
    private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final List<String> listed = new CopyOnWriteArrayList<>();
    private volatile @Nullable Function<String, Iterator<String>> generated;
    private volatile String refused = "\0";
    private long writes;

    private MemoryBucket(String name) {
      this.name = name;
    }

    /** Puts an object, over another one if there is one. */
    public void put(String key, byte[] content) {
      objects.put(key, new Stored(content, "e" + ++writes));
    }

    /** Listings of prefixes that begin so fail. */
    public void refuse(String prefix) {
      refused = prefix;
    }

    /** The prefixes that were listed since the last call, sorted. */
    public List<String> takeListed() {
      List<String> taken = new ArrayList<>(listed);
      listed.clear();
      taken.sort(null);
      return taken;
    }

    private Path path(String key) {
      return new Path("s3a://" + name + "/" + key);
    }

    private Iterator<Status> below(String prefix) {
      Function<String, Iterator<String>> keys = generated;
      return keys == null
          ? objects.tailMap(prefix, true).entrySet().stream()
              .takeWhile(object -> object.getKey().startsWith(prefix))
              .map(object -> object.getValue().status(path(object.getKey())))
              .iterator()
          : new Iterator<>() {
            private final Iterator<String> names = keys.apply(prefix);

            @Override
            public boolean hasNext() {
              return names.hasNext();
            }

            @Override
            public Status next() {
              String key = names.next();
              return new Status(path(key), 1, "e" + key.hashCode());
            }
          };
    }
  }

  private static final class Stored {
    private final byte[] content;
    private final String etag;

    Stored(byte[] content, String etag) {
      this.content = content;
      this.etag = etag;
    }

    Status status(Path path) {
      return new Status(path, content.length, etag);
    }
  }

  /** With an etag as S3A has it. */
  public static final class Status extends LocatedFileStatus implements EtagSource {
    private static final long serialVersionUID = 1;

    private final String etag;

    /** Of a file. */
    public Status(Path path, long length, String etag) {
      super(
          length,
          false,
          1,
          1,
          1_000,
          0,
          FsPermission.getFileDefault(),
          "",
          "",
          null,
          path,
          false,
          false,
          false,
          new BlockLocation[0]);
      this.etag = etag;
    }

    @Override
    public String getEtag() {
      return "\"" + etag + "\"";
    }
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    setConf(configuration);
  }

  @Override
  public String getScheme() {
    return "s3a";
  }

  @Override
  public URI getUri() {
    return uri;
  }

  private MemoryBucket bucket() {
    return BUCKETS.get(uri.getHost());
  }

  private static String key(Path path) {
    return path.toUri().getPath().substring(1);
  }

  private static String folder(Path path) {
    String key = key(path);
    return key.isEmpty() ? "" : key + "/";
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean recursive)
      throws IOException {
    MemoryBucket bucket = bucket();
    bucket.listed.add(key(path));
    if (key(path).startsWith(bucket.refused)) {
      throw new IOException("Cannot list " + path + ": out of order");
    }
    if (bucket.objects.containsKey(key(path))) {
      return RemoteIterators.remoteIteratorFromSingleton((Status) getFileStatus(path));
    }
    Iterator<Status> below = bucket.below(folder(path));
    if (!below.hasNext()) {
      throw new FileNotFoundException("No such file or directory: " + path);
    }
    return RemoteIterators.mappingRemoteIterator(
        RemoteIterators.remoteIteratorFromIterator(below), file -> file);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    MemoryBucket bucket = bucket();
    Stored object = bucket.objects.get(key(path));
    if (object != null) {
      return object.status(path);
    }
    if (bucket.below(folder(path)).hasNext()) {
      return new FileStatus(0, true, 1, 1, 0, path);
    }
    throw new FileNotFoundException("No such file or directory: " + path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    Stored object = bucket().objects.get(key(path));
    if (object == null) {
      throw new FileNotFoundException("No such file or directory: " + path);
    }
    return new FSDataInputStream(new Content(object.content));
  }

  private static final class Content extends java.io.ByteArrayInputStream
      implements Seekable, PositionedReadable {
    Content(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized void seek(long to) {
      pos = Math.toIntExact(to);
    }

    @Override
    public synchronized long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long to) {
      return false;
    }

    @Override
    public synchronized int read(long at, byte[] buffer, int offset, int length) {
      int there = Math.min(length, count - Math.toIntExact(at));
      System.arraycopy(buf, Math.toIntExact(at), buffer, offset, there);
      return there;
    }

    @Override
    public void readFully(long at, byte[] buffer, int offset, int length) {
      System.arraycopy(buf, Math.toIntExact(at), buffer, offset, length);
    }

    @Override
    public void readFully(long at, byte[] buffer) {
      readFully(at, buffer, 0, buffer.length);
    }
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    throw new UnsupportedOperationException("it lists flat");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw new UnsupportedOperationException("it is for reading");
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("it is for reading");
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("it is for reading");
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException("it is for reading");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException("it is for reading");
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.toString(), "/");
  }
}
