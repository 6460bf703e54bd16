package io.firn.policy;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route says about the columns of its table.
 *
 * @param conflict where values go that their column cannot hold
 * @param evolve what keys do that the table does not know
 * @param bounds how far columns may go
 * @param maps keys whose objects become maps, by case class
 * @param nullValues strings that are null in columns with a hint
 * @param columns what is said of single keys, from the root
 */
public record SchemaRules(
    Conflict conflict,
    Evolve evolve,
    SchemaBounds bounds,
    Set<String> maps,
    Set<String> nullValues,
    ColumnRule columns)
    implements Serializable {

  /** Keys whose objects have unbounded keys in widespread formats. */
  public static final List<String> DEFAULT_MAPS =
      List.of(
          "additionalEventData",
          "annotations",
          "cookies",
          "headers",
          "labels",
          "matchLabels",
          "multiValueHeaders",
          "multiValueQueryStringParameters",
          "nodeSelector",
          "queryStringParameters",
          "requestHeaders",
          "requestParameters",
          "responseElements",
          "responseHeaders",
          "serviceEventDetails",
          "tags");

  /** What holds where a route says nothing. */
  public static final SchemaRules DEFAULT =
      new SchemaRules(
          Conflict.VARIANT,
          Evolve.ADD,
          SchemaBounds.DEFAULT,
          Set.copyOf(DEFAULT_MAPS),
          Set.of(),
          ColumnRule.NONE);

  /** Where a value goes that its column cannot hold exactly. */
  public enum Conflict {
    /** To a column {@code <name>__<type>} beside it. */
    VARIANT,
    /** To {@code log_rescued}. */
    RESCUE,
    /** Into the column, in JSON spelling, if it is a string; as VARIANT otherwise. */
    STRING,
    /** Nowhere: the table's part of the batch fails. */
    FAIL;

    /** As the config spells it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a key does that the table does not know; a new table knows all of its first batch's. */
  public enum Evolve {
    /** It makes a column. */
    ADD,
    /** Its values go to {@code log_rescued}. */
    RESCUE,
    /** The table's part of the batch fails. */
    FREEZE;

    /** As the config spells it. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public SchemaRules {
    maps = caseClasses(maps);
    nullValues = Set.copyOf(nullValues);
  }

  private static Set<String> caseClasses(Collection<String> keys) {
    Set<String> classes = new HashSet<>();
    keys.forEach(key -> classes.add(CaseClass.of(key)));
    return Set.copyOf(classes);
  }

  /** These rules for a table that does not exist yet: all its keys are new. */
  public SchemaRules ofNewTable() {
    return new SchemaRules(conflict, Evolve.ADD, bounds, maps, nullValues, columns);
  }

  /** Whether any of the rules may refuse a batch. */
  public boolean mayRefuse() {
    return conflict == Conflict.FAIL || evolve == Evolve.FREEZE || columns.mayRefuse();
  }

  /** These rules with a key of its own word. */
  public SchemaRules with(List<String> path, @Nullable Hint hint, @Nullable Conflict keyConflict) {
    return new SchemaRules(
        conflict, evolve, bounds, maps, nullValues, columns.with(path, hint, keyConflict));
  }

  /** Where values of a key go that its column cannot hold. */
  public Conflict conflictAt(ColumnRule rule) {
    return rule.conflict() != null
        ? rule.conflict()
        : rule.hint() == Hint.STRING ? Conflict.STRING : conflict;
  }

  /** Whether objects of the key become maps by its name or hint. */
  public boolean isMap(String key, ColumnRule rule) {
    return rule.hint() == null ? maps.contains(CaseClass.of(key)) : rule.hint() == Hint.MAP;
  }
}
