package io.firn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.hadoop.HadoopConfigurable;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.util.SerializableSupplier;

/**
 * A FileIO whose deletions and whose closing of new files are steps. A copy that was serialised has
 * the same {@link Faults} within the JVM, and none in another.
 */
final class FaultyFileIO implements DelegateFileIO, HadoopConfigurable {
  private static final long serialVersionUID = 1L;
  private static final Map<String, Faults> ALL = new ConcurrentHashMap<>();

  private final DelegateFileIO real;
  private final String root;
  private final String faults;

  FaultyFileIO(DelegateFileIO real, String warehouse, Faults faults) {
    this.real = real;
    this.root = withoutScheme(warehouse) + "/";
    this.faults = UUID.randomUUID().toString();
    ALL.put(this.faults, faults);
  }

  private static String withoutScheme(String location) {
    return location.replaceFirst("^[a-z0-9]+:(//)?", "");
  }

  private String name(String location) {
    String path = withoutScheme(location);
    return path.startsWith(root) ? path.substring(root.length()) : path;
  }

  /** Something that is done to a file. */
  private interface Work {
    void run() throws IOException;
  }

  private void step(String step, Work work) throws IOException {
    Faults here = ALL.get(faults);
    if (here == null) {
      work.run();
      return;
    }
    here.begin(step);
    work.run();
    here.done(step);
  }

  private void delete(String location, Runnable deletion) {
    try {
      step("delete " + name(location), deletion::run);
    } catch (IOException e) {
      throw new AssertionError("Deletions throw no IOException", e);
    }
  }

  @Override
  public InputFile newInputFile(String path) {
    return real.newInputFile(path);
  }

  @Override
  public InputFile newInputFile(String path, long length) {
    return real.newInputFile(path, length);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new SteppedFile(real.newOutputFile(path));
  }

  @Override
  public void deleteFile(String path) {
    delete(path, () -> real.deleteFile(path));
  }

  @Override
  public void deleteFiles(Iterable<String> paths) {
    paths.forEach(this::deleteFile);
  }

  /** One step for each file, and one for what is left of the folder. */
  @Override
  public void deletePrefix(String prefix) {
    List<String> paths = new ArrayList<>();
    try {
      listPrefix(prefix).forEach(file -> paths.add(file.location()));
    } catch (UncheckedIOException e) {
      // No such folder, which the deletion below does not mind.
      paths.clear();
    }
    deleteFiles(paths);
    delete(prefix, () -> real.deletePrefix(prefix));
  }

  @Override
  public Iterable<FileInfo> listPrefix(String prefix) {
    return real.listPrefix(prefix);
  }

  @Override
  public Map<String, String> properties() {
    return real.properties();
  }

  @Override
  public void initialize(Map<String, String> properties) {
    real.initialize(properties);
  }

  @Override
  public void close() {
    real.close();
  }

  @Override
  public void setConf(Configuration configuration) {
    ((HadoopConfigurable) real).setConf(configuration);
  }

  @Override
  public Configuration getConf() {
    return ((HadoopConfigurable) real).getConf();
  }

  @Override
  public void serializeConfWith(
      Function<Configuration, SerializableSupplier<Configuration>> serializer) {
    ((HadoopConfigurable) real).serializeConfWith(serializer);
  }

  private final class SteppedFile implements OutputFile {
    private final OutputFile file;

    SteppedFile(OutputFile file) {
      this.file = file;
    }

    @Override
    public PositionOutputStream create() {
      return new SteppedStream(file.create(), location());
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return new SteppedStream(file.createOrOverwrite(), location());
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public InputFile toInputFile() {
      return file.toInputFile();
    }
  }

  private final class SteppedStream extends PositionOutputStream {
    private final PositionOutputStream out;
    private final String location;
    private boolean closed;

    SteppedStream(PositionOutputStream out, String location) {
      this.out = out;
      this.location = location;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        step("close " + name(location), out::close);
      }
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
    }

    @Override
    public long storedLength() throws IOException {
      return out.storedLength();
    }
  }
}
