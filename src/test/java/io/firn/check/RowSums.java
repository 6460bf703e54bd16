package io.firn.check;

import java.io.Serializable;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/**
 * What the rows of a table hold at each place, counted in Java over Spark's rows: how many values
 * are not null, and how many elements or entries there are, or the sum of the CRC-32 of all values.
 */
final class RowSums implements Serializable {
  private final long[] present;
  private final long[] sums;
  private long rows;

  private RowSums(int places) {
    present = new long[places];
    sums = new long[places];
  }

  static RowSums of(Dataset<Row> table, Places places) {
    List<Place> columns = places.columns();
    return table
        .javaRDD()
        .aggregate(
            new RowSums(places.all().size()),
            (sums, row) -> sums.plusRow(columns, row),
            RowSums::plus);
  }

  long rows() {
    return rows;
  }

  long present(Place place) {
    return present[place.ordinal()];
  }

  long sum(Place place) {
    return sums[place.ordinal()];
  }

  private RowSums plusRow(List<Place> columns, Row row) {
    rows++;
    fields(columns, row);
    return this;
  }

  private RowSums plus(RowSums other) {
    rows += other.rows;
    for (int i = 0; i < present.length; i++) {
      present[i] += other.present[i];
      sums[i] += other.sums[i];
    }
    return this;
  }

  private void fields(List<Place> fields, Row row) {
    for (int i = 0; i < fields.size(); i++) {
      count(fields.get(i), row.get(i));
    }
  }

  private void count(Place place, Object value) {
    if (value == null) {
      return;
    }
    present[place.ordinal()]++;
    List<Place> below = place.children();
    switch (place.kind()) {
      case STRUCT -> fields(below, (Row) value);
      case LIST -> {
        List<?> list = JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value);
        sums[place.ordinal()] += list.size();
        list.forEach(element -> count(below.get(0), element));
      }
      case MAP -> {
        var map = JavaConverters.mapAsJavaMap((scala.collection.Map<?, ?>) value);
        sums[place.ordinal()] += map.size();
        map.forEach(
            (key, held) -> {
              count(below.get(0), key);
              count(below.get(1), held);
            });
      }
      default -> sums[place.ordinal()] += crc(place.kind().bytes(value));
    }
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
