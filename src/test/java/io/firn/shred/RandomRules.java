package io.firn.shred;

import io.firn.policy.ColumnRule;
import io.firn.policy.Hint;
import io.firn.policy.SchemaBounds;
import io.firn.policy.SchemaRules;
import io.firn.policy.SchemaRules.Conflict;
import io.firn.policy.SchemaRules.Evolve;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Rules of routes that refuse nothing, for keys that events have. */
final class RandomRules {
  private static final List<Conflict> CONFLICTS =
      List.of(Conflict.VARIANT, Conflict.RESCUE, Conflict.STRING);

  private final Random random;
  private final List<String> keys;

  RandomRules(Random random, List<String> keys) {
    this.random = random;
    this.keys = keys;
  }

  SchemaRules next() {
    SchemaRules rules =
        new SchemaRules(
            conflict(),
            random.nextInt(3) == 0 ? Evolve.RESCUE : Evolve.ADD,
            bounds(),
            maps(),
            random.nextBoolean() ? Set.of() : Set.of("-", "", "x"),
            ColumnRule.NONE);
    int hints = random.nextInt(8);
    for (int i = 0; i < hints; i++) {
      Hint[] all = Hint.values();
      Hint hint = random.nextInt(4) == 0 ? null : all[random.nextInt(all.length)];
      rules = rules.with(path(), hint, random.nextInt(3) == 0 ? conflict() : null);
    }
    return rules;
  }

  private Conflict conflict() {
    return CONFLICTS.get(random.nextInt(CONFLICTS.size()));
  }

  private SchemaBounds bounds() {
    int columns = random.nextInt(4) == 0 ? 1_000 : 5 + random.nextInt(56);
    return new SchemaBounds(columns, 2 + random.nextInt(7));
  }

  private Set<String> maps() {
    Set<String> maps = new HashSet<>();
    if (random.nextBoolean()) {
      maps.addAll(SchemaRules.DEFAULT_MAPS);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      maps.add(key());
    }
    return maps;
  }

  private List<String> path() {
    List<String> path = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      path.add(key());
    }
    return path;
  }

  private String key() {
    return keys.get(random.nextInt(keys.size()));
  }
}
