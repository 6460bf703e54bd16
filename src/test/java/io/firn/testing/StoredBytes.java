package io.firn.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** All that a directory holds: its files' bytes, and what Parquet and Avro files say decoded. */
public final class StoredBytes {
  private final Map<String, String> contents;

  private StoredBytes(Map<String, String> contents) {
    this.contents = contents;
  }

  /** Reads the directory whole. */
  public static StoredBytes of(Path directory) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    List<Path> files;
    try (Stream<Path> found = Files.walk(directory)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      contents.put(file.toString(), new String(Files.readAllBytes(file), ISO_8859_1));
      if (file.toString().endsWith(".parquet")) {
        contents.put(file + " decoded", rows(file));
      } else if (file.toString().endsWith(".avro")) {
        contents.put(file + " decoded", records(file));
      }
    }
    return new StoredBytes(contents);
  }

  private static String rows(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        text.append(row);
      }
    }
    return bytesOf(text);
  }

  private static String records(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
      reader.forEach(text::append);
    }
    return bytesOf(text);
  }

  /** A character for each byte of UTF-8, as all contents have them. */
  private static String bytesOf(StringBuilder text) {
    return new String(text.toString().getBytes(UTF_8), ISO_8859_1);
  }

  public long parquetFiles() {
    return contents.keySet().stream().filter(name -> name.endsWith(".parquet decoded")).count();
  }

  /** Files that hold the text, as it is or decoded. */
  public List<String> filesWith(String text) {
    String searched = new String(text.getBytes(UTF_8), ISO_8859_1);
    return contents.entrySet().stream()
        .filter(file -> file.getValue().contains(searched))
        .map(Map.Entry::getKey)
        .toList();
  }
}
