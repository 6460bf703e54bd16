package io.firn.check;

import io.firn.check.Step.To;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** All places in the rows of a table. */
record Places(List<Place> columns) implements Serializable {
  Places {
    columns = List.copyOf(columns);
  }

  static Places of(Schema schema) {
    return new Places(new Walk().fields(List.of(), schema.columns()));
  }

  List<Place> all() {
    return columns.stream().flatMap(column -> column.withAllBelow().stream()).toList();
  }

  private static final class Walk {
    private int next;

    List<Place> fields(List<Step> steps, List<Types.NestedField> fields) {
      return fields.stream()
          .map(field -> place(and(steps, Step.field(field.name())), field.type()))
          .toList();
    }

    private Place place(List<Step> steps, Type type) {
      int ordinal = next++;
      return new Place(ordinal, Kind.of(type), steps, children(steps, type));
    }

    private List<Place> children(List<Step> steps, Type type) {
      if (type instanceof Types.StructType struct) {
        return fields(steps, struct.fields());
      }
      if (type instanceof Types.ListType list) {
        return List.of(place(and(steps, Step.to(To.ELEMENT)), list.elementType()));
      }
      if (type instanceof Types.MapType map) {
        Place key = place(and(steps, Step.to(To.KEY)), map.keyType());
        return List.of(key, place(and(steps, Step.to(To.VALUE)), map.valueType()));
      }
      return List.of();
    }

    private static List<Step> and(List<Step> steps, Step step) {
      List<Step> longer = new ArrayList<>(steps);
      longer.add(step);
      return longer;
    }
  }
}
