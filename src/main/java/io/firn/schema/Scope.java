package io.firn.schema;

import io.firn.policy.ColumnRule;
import io.firn.policy.Hint;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import io.firn.schema.BoundReached.Bound;
import io.firn.schema.BoundReached.Instead;
import io.firn.schema.Collapse.Share;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a table, and what holds there while its columns are decided.
 *
 * @param rule of the key at the place
 * @param collapse of the key at the place
 * @param evolve what new keys at and below the place do
 * @param path the keys that lead there
 * @param reached gets the bounds that are reached at or below the place
 */
record Scope(
    SchemaRules rules,
    ColumnRule rule,
    Collapse collapse,
    Evolve evolve,
    String batch,
    List<String> path,
    List<BoundReached> reached) {

  /** The root of a table. */
  static Scope root(
      SchemaRules rules, Collapse collapse, String batch, List<BoundReached> reached) {
    return new Scope(rules, rules.columns(), collapse, rules.evolve(), batch, List.of(), reached);
  }

  /** A key below, by the first of its spellings. */
  Scope below(String key) {
    return new Scope(
        rules, rule.below(key), collapse.child(key), evolve, batch, longer(path, key), reached);
  }

  static List<String> longer(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  /** The elements of the arrays here. */
  Scope ofElements() {
    return new Scope(rules, rule.ofElements(), collapse.element(), evolve, batch, path, reached);
  }

  /** The same place in a column that the batch makes: all its keys are new. */
  Scope ofNewColumn() {
    return new Scope(rules, rule, collapse, Evolve.ADD, batch, path, reached);
  }

  Conflict conflict() {
    return rules.conflictAt(rule);
  }

  /** Whether new objects and arrays with fields are JSON text. */
  boolean isText() {
    return rule.hint() == Hint.JSON || collapse.share() == Share.TEXT;
  }

  boolean isMapByName() {
    return !path.isEmpty() && rules.isMap(path.get(path.size() - 1), rule);
  }

  void reach(Bound bound, Instead instead) {
    reached.add(BoundReached.of(path, bound, instead));
  }

  /** The path, for people. */
  String spelling() {
    return BoundReached.spelled(path);
  }
}
