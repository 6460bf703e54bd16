package io.firn.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in the rows of a table: a column, or a field, element, key or value below one.
 *
 * @param ordinal its number in the table, from 0, parents before children
 * @param steps the way to it from the row
 * @param children a struct's fields; a list's element; a map's key and value
 */
record Place(int ordinal, Kind kind, List<Step> steps, List<Place> children)
    implements Serializable {
  Place {
    steps = List.copyOf(steps);
    children = List.copyOf(children);
  }

  /** For people: {@code items[].price}, {@code labels{key}}, {@code labels{value}}. */
  String path() {
    StringBuilder path = new StringBuilder();
    for (Step step : steps) {
      switch (step.to()) {
        case FIELD -> path.append(path.isEmpty() ? "" : ".").append(step.name());
        case ELEMENT -> path.append("[]");
        case KEY -> path.append("{key}");
        case VALUE -> path.append("{value}");
      }
    }
    return path.toString();
  }

  /** Whether a row can hold it many times. */
  boolean isRepeated() {
    return steps.stream().anyMatch(step -> step.to() != Step.To.FIELD);
  }

  /** It and all places below it, in the order of their numbers. */
  List<Place> withAllBelow() {
    List<Place> all = new ArrayList<>();
    all.add(this);
    children.forEach(child -> all.addAll(child.withAllBelow()));
    return all;
  }
}
