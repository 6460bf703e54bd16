package io.firn.config;

import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Text as a tree of YAML nodes, each with its place. */
final class YamlText {
  private static final String QUOTES = "text that begins with * or & must be in quotes";

  private final String text;
  private final Problems problems;

  YamlText(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
  }

  /** The only document; empty if there is none to read, and the problems say why. */
  Optional<Value> root() {
    try {
      return isPlain() ? some(new Yaml().compose(new StringReader(text))) : Optional.empty();
    } catch (MarkedYAMLException e) {
      problems.add(place(e), "", "Cannot read YAML: " + e.getProblem() + hint(e));
    } catch (ReaderException e) {
      problems.add(place(e.getPosition()), "", "Cannot read YAML: it has a control character");
    } catch (YAMLException e) {
      problems.add(Place.START, "", "Cannot read YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<Value> some(@Nullable Node root) {
    if (root == null || root.getTag().equals(Tag.NULL)) {
      problems.add(Place.START, "", "Invalid config: empty (must have a catalog)");
      return Optional.empty();
    }
    return Optional.of(new Value(root, "", problems));
  }

  /** One document without aliases: a place in the file is then one place in the config. */
  private boolean isPlain() {
    int documents = 0;
    for (Event event : new Yaml().parse(new StringReader(text))) {
      if (event instanceof DocumentStartEvent && ++documents == 2) {
        problems.add(
            Place.of(event.getStartMark()), "", "Invalid config: a second document (must be one)");
      } else if (event instanceof AliasEvent alias) {
        problems.add(
            Place.of(alias.getStartMark()),
            "",
            "Invalid alias: *" + alias.getAnchor() + " (must be written out; " + QUOTES + ")");
      }
    }
    return problems.isEmpty();
  }

  private static String hint(MarkedYAMLException e) {
    String context = String.valueOf(e.getContext());
    return context.matches("while scanning an (alias|anchor)") ? " (" + QUOTES + ")" : "";
  }

  private static Place place(MarkedYAMLException e) {
    Mark mark = e.getProblemMark();
    return mark == null ? Place.START : Place.of(mark);
  }

  private Place place(int position) {
    int line = 1;
    int column = 1;
    for (int c : text.codePoints().limit(position).toArray()) {
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return new Place(line, column);
  }
}
