package io.firn.schema;

import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Repeated;
import io.firn.schema.ColumnType.Scalar;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.ViewExpression.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The fields of a struct, or the columns of a table, with the columns of each key put together. */
final class ViewLevel {
  private final Types.StructType type;
  private final Function<String, ViewPlace> places;
  private final Map<Integer, KeyColumns> keys = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private ViewLevel(Types.StructType type, Struct level, Function<String, ViewPlace> places) {
    this.type = type;
    this.places = places;
    for (KeyColumns key : KeyColumns.of(level)) {
      key.columns().forEach(column -> keys.put(IcebergTypes.idOf(column), key));
    }
    type.fields().forEach(field -> taken.add(field.name().toLowerCase(Locale.ROOT)));
  }

  /** The columns of a view on the table. */
  static List<Named> columns(Types.StructType table, Struct payload) {
    return new ViewLevel(table, payload, ViewPlace::column).named();
  }

  private List<Named> named() {
    List<Named> named = new ArrayList<>();
    for (Types.NestedField field : type.fields()) {
      KeyColumns key = keys.get(field.fieldId());
      ViewPlace place = places.apply(field.name());
      if (key == null) {
        // JSON text of a key holds the key's values alone.
        if (!place.isForJson()) {
          named.add(new Named(field.name(), plain(place, field.type())));
        }
      } else if (IcebergTypes.idOf(key.first()) == field.fieldId()) {
        named.add(
            place.isForJson()
                ? new Named(jsonName(key), jsonForm(key))
                : new Named(name(key), columnForm(key)));
      }
    }
    return named;
  }

  /** The key's own name; that of its first column where another key's column has it. */
  private String name(KeyColumns key) {
    String base = key.base();
    boolean own = key.columns().stream().anyMatch(column -> column.name().equals(base));
    return own || taken.add(base) ? base : key.first().name();
  }

  /** In JSON text a key is spelled as in messages, as far as an identifier can. */
  private static String jsonName(KeyColumns key) {
    String spelling = key.keys().get(0);
    return spelling.isEmpty() ? key.first().name() : spelling;
  }

  private ViewExpression columnForm(KeyColumns key) {
    List<Column> columns = key.columns();
    if (columns.size() == 1) {
      return value(columns.get(0));
    }
    if (columns.stream().anyMatch(ViewLevel::isNested)) {
      return ViewExpression.coalesce(columns.stream().map(this::jsonText).toList());
    }
    String type = commonType(columns);
    return ViewExpression.coalesce(columns.stream().map(column -> scalar(column, type)).toList());
  }

  /** Several scalars keep their JSON types. */
  private ViewExpression jsonForm(KeyColumns key) {
    Column first = key.first();
    return key.columns().size() == 1 && first.kind() != Kind.JSON
        ? value(first)
        : ViewExpression.coalesce(key.columns().stream().map(this::json).toList());
  }

  private static boolean isNested(Column column) {
    return column.kind() == Kind.JSON || !(column.type() instanceof Scalar);
  }

  private static String commonType(List<Column> scalars) {
    if (!scalars.stream().allMatch(column -> NumberTypes.isNumber(column.type()))) {
      return ViewExpression.VARCHAR;
    }
    boolean fractions = scalars.stream().anyMatch(column -> column.type() == Scalar.DOUBLE);
    return TypeDialect.TRINO.spell(IcebergTypes.type(fractions ? Scalar.DOUBLE : Scalar.DECIMAL));
  }

  /** Numbers become text as JSON spells them: a cast would make 2.5 of a double 2.5E0. */
  private ViewExpression scalar(Column column, String to) {
    ViewExpression value = value(column);
    boolean spelled = column.type() == Scalar.DOUBLE && to.equals(ViewExpression.VARCHAR);
    return spelled ? value.asJsonText() : value.cast(to);
  }

  private ViewExpression jsonText(Column column) {
    ViewPlace place = places.apply(column.name());
    return column.kind() == Kind.JSON
        ? plain(place, Types.StringType.get())
        : value(place.forJson(), fieldType(column), column.type()).asJsonText();
  }

  /** Text that Trino's own parser refuses is a string. */
  private ViewExpression json(Column column) {
    ViewExpression value = value(column);
    ViewExpression cast = value.cast(ViewExpression.JSON);
    return column.kind() != Kind.JSON
        ? cast
        : new ViewExpression(
            "coalesce(try(json_parse(" + value.text() + ")), " + cast.text() + ")",
            ViewExpression.JSON);
  }

  private ViewExpression value(Column column) {
    return value(places.apply(column.name()), fieldType(column), column.type());
  }

  private Type fieldType(Column column) {
    return type.fieldType(column.name());
  }

  private static ViewExpression value(ViewPlace place, Type type, ColumnType payload) {
    if (!isRebuilt(payload, place.isForJson())) {
      return plain(place, type);
    }
    if (payload instanceof Repeated list) {
      ViewPlace element = place.element();
      return ViewExpression.transform(
          place.text(),
          element.text(),
          value(element, type.asListType().elementType(), list.element()));
    }
    return ViewExpression.row(
        place.text(), new ViewLevel(type.asStructType(), (Struct) payload, place::field).named());
  }

  private static ViewExpression plain(ViewPlace place, Type type) {
    return new ViewExpression(place.text(), TypeDialect.TRINO.spell(type));
  }

  private static boolean isRebuilt(ColumnType type, boolean forJson) {
    if (type instanceof Repeated list) {
      return isRebuilt(list.element(), forJson);
    }
    if (!(type instanceof Struct struct) || struct.columns().isEmpty()) {
      return false;
    }
    boolean ofJson =
        forJson
            && (!struct.foreign().isEmpty()
                || struct.columns().stream().anyMatch(ViewLevel::isRenamed));
    return ofJson
        || KeyColumns.of(struct).stream().anyMatch(KeyColumns::hasVariants)
        || struct.columns().stream().anyMatch(column -> isRebuilt(column.type(), forJson));
  }

  private static boolean isRenamed(Column column) {
    return !column.name().equals(column.keys().get(0));
  }
}
