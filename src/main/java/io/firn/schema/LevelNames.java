package io.firn.schema;

import io.firn.schema.Column.Kind;
import io.firn.schema.ColumnType.Struct;
import io.firn.schema.KeyDecision.Wanted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names for the new columns of one level: the exact owner first, then the smaller key. */
final class LevelNames {
  private final Set<String> taken = new HashSet<>();
  private final String batch;

  LevelNames(Struct existing, Set<String> reserved, String batch) {
    taken.addAll(reserved);
    existing.foreign().forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
    existing.columns().forEach(column -> taken.add(column.name()));
    this.batch = batch;
  }

  void assign(List<KeyGroup> groups) {
    List<KeyGroup> naming = new ArrayList<>(groups);
    naming.removeIf(group -> group.wanted().isEmpty());
    naming.sort(order());
    chooseBases(naming);
    for (Kind kind : List.of(Kind.PLAIN, Kind.VARIANT, Kind.JSON)) {
      naming.forEach(group -> nameColumns(group, kind));
    }
  }

  /** Groups with columns keep their names; then exact owners; then by key. */
  private static Comparator<KeyGroup> order() {
    return Comparator.comparing((KeyGroup group) -> !group.hasColumns())
        .thenComparing(group -> group.exactKey().isEmpty())
        .thenComparing(KeyGroup::namingKey, KeyOrder.UTF8);
  }

  private void chooseBases(List<KeyGroup> groups) {
    Set<String> used = new HashSet<>(taken);
    for (KeyGroup group : groups) {
      group.setBase(group.existingBase().orElseGet(() -> base(group, used)));
      used.add(group.base());
    }
    Set<String> siblings = new HashSet<>();
    groups.forEach(group -> siblings.addAll(siblings(group)));
    for (KeyGroup group : groups) {
      if (!group.hasColumns() && siblings.contains(group.base())) {
        group.setBase(hashed(group, used));
      }
    }
  }

  private static String base(KeyGroup group, Set<String> used) {
    String folded = ColumnNames.fold(group.namingKey());
    boolean free = ColumnNames.isSpeaking(folded) && !used.contains(folded);
    return free ? folded : hashed(group, used);
  }

  private static String hashed(KeyGroup group, Set<String> used) {
    String key = group.namingKey();
    return ColumnNames.hashed(ColumnNames.fold(key), key, used);
  }

  private static List<String> siblings(KeyGroup group) {
    return group.wanted().stream()
        .filter(column -> column.kind() != Kind.PLAIN)
        .map(column -> ColumnNames.withSuffix(group.base(), suffix(column)))
        .toList();
  }

  private static String suffix(Wanted column) {
    return switch (column.kind()) {
      case PLAIN -> "";
      case VARIANT -> "__" + column.type().suffix();
      case JSON -> "__json";
    };
  }

  private void nameColumns(KeyGroup group, Kind kind) {
    for (Wanted column : group.wanted()) {
      if (column.kind() == kind) {
        String wanted = ColumnNames.withSuffix(group.base(), suffix(column));
        String name =
            taken.contains(wanted)
                ? ColumnNames.hashed(group.base(), suffix(column), group.namingKey(), taken)
                : wanted;
        taken.add(name);
        group.name(column, name, batch);
      }
    }
  }
}
