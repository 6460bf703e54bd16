package io.firn.config;

import io.firn.LogGroup;
import io.firn.TableName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A table's name, in which {@code {log-group}} stands for the name derived from the log group:
 * {@code /a/b-c} gives {@code a_b_c}.
 */
public record TableTemplate(String text) {
  private static final String PLACE = "{log-group}";
  private static final int LONGEST = 255;

  /** Firn's own tables, and the catalog's name in SQL. */
  private static final Set<String> RESERVED = Set.of("firn", "lake");

  public TableTemplate {
    int dot = text.indexOf('.');
    if (text.substring(0, Math.max(dot, 0)).contains(PLACE)) {
      throw new IllegalArgumentException(
          "Invalid table: '" + text + "' (must have {log-group} after the dot)");
    }
    TableName example;
    try {
      example = TableName.parse(text.replace(PLACE, "x"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid table: '"
              + text
              + "' (must be <namespace>.<name> of lower case letters, digits and _, for example"
              + " logs.orders or logs.{log-group})",
          e);
    }
    if (RESERVED.contains(example.namespace())) {
      throw new IllegalArgumentException(
          "Invalid table: '"
              + text
              + "' (must be in another namespace: "
              + example.namespace()
              + " is Firn's own)");
    }
  }

  /** Whether each log group gets a name of its own. */
  boolean isDerived() {
    return text.contains(PLACE);
  }

  /** The name, if it is the same for all log groups. */
  Optional<TableName> fixed() {
    return isDerived() ? Optional.empty() : Optional.of(TableName.parse(text));
  }

  String namespace() {
    return text.substring(0, text.indexOf('.'));
  }

  /** Whether some log group can have this table. */
  boolean canBe(TableName table) {
    String name = table.toString();
    int place = text.indexOf(PLACE);
    return place < 0
        ? name.equals(text)
        : name.length() > text.length() - PLACE.length()
            && name.startsWith(text.substring(0, place))
            && name.endsWith(text.substring(place + PLACE.length()));
  }

  /**
   * The table of a log group.
   *
   * @throws IllegalArgumentException if the group gives no name, or one that is too long
   */
  public TableName of(LogGroup group) {
    String derived = derived(group);
    int dot = text.indexOf('.');
    String name = text.substring(dot + 1).replace(PLACE, derived);
    if (isDerived() && (derived.isEmpty() || name.length() > LONGEST)) {
      throw new IllegalArgumentException(
          "Cannot derive a table for log group "
              + group
              + " from '"
              + text
              + "': the name would "
              + (derived.isEmpty() ? "be empty" : "have more than " + LONGEST + " characters")
              + " (name a table in a route of its own)");
    }
    return new TableName(text.substring(0, dot), name);
  }

  private static String derived(LogGroup group) {
    return group
        .name()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9_]", "_")
        .replaceFirst("^_+", "");
  }

  @Override
  public String toString() {
    return text;
  }
}
