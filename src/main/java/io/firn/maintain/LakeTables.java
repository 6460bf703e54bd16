package io.firn.maintain;

import io.firn.TableName;
import io.firn.dedupe.DuplicatesTable;
import io.firn.ledger.Ledger;
import io.firn.quarantine.QuarantineTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The tables of a catalog.
 *
 * @param own those that Firn made, by name
 * @param locations of all tables that the catalog tells of, without final slashes
 * @param unknown why not all are known; empty if they are
 */
record LakeTables(List<Own> own, List<String> locations, List<String> unknown) {
  /** Every table of events has it. */
  private static final String RULES = "firn.schema-rules";

  LakeTables {
    own = List.copyOf(own);
    locations = List.copyOf(locations);
    unknown = List.copyOf(unknown);
  }

  /** A table that Firn made. */
  record Own(TableName name, Table table) {}

  /**
   * All that the catalog tells of.
   *
   * @param known namespaces to look into where it does not tell which there are
   */
  static LakeTables all(Catalog catalog, Set<String> known) {
    Search search = new Search(catalog, known);
    search.all();
    return search.found();
  }

  /** Those of some namespaces: a catalog may have thousands of others that are not Firn's. */
  static LakeTables in(Catalog catalog, Set<String> namespaces) {
    Search search = new Search(catalog, namespaces);
    search.ofKnown();
    return search.found();
  }

  /** What a table's location is for comparing: the same however S3 is spelled. */
  static String location(String location) {
    String plain =
        location.replaceFirst("^s3[an]://", "s3://").replaceFirst("^file:/+", "file:///");
    return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static final class Search {
    private final Catalog catalog;
    private final Set<String> known;
    private final List<Own> own = new ArrayList<>();
    private final List<String> locations = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    private Search(Catalog catalog, Set<String> known) {
      this.catalog = catalog;
      this.known = known;
    }

    private void all() {
      if (catalog instanceof SupportsNamespaces namespaces) {
        below(namespaces, Namespace.empty());
      } else {
        unknown.add("the catalog tells no namespaces");
      }
    }

    private void ofKnown() {
      known.stream().sorted().map(Namespace::of).filter(this::isThere).forEach(this::tables);
    }

    private boolean isThere(Namespace namespace) {
      return !(catalog instanceof SupportsNamespaces namespaces)
          || namespaces.namespaceExists(namespace);
    }

    private LakeTables found() {
      own.sort(Comparator.comparing(one -> one.name().toString()));
      return new LakeTables(own, locations, unknown);
    }

    private void below(SupportsNamespaces namespaces, Namespace parent) {
      List<Namespace> found;
      try {
        found = parent.isEmpty() ? namespaces.listNamespaces() : namespaces.listNamespaces(parent);
      } catch (RuntimeException e) {
        // Catalogs without nested namespaces have several ways to say so.
        if (parent.isEmpty()) {
          unknown.add("the catalog tells no namespaces: " + e.getMessage());
          ofKnown();
        }
        return;
      }
      for (Namespace namespace : found) {
        if (!namespace.equals(parent)) {
          tables(namespace);
          below(namespaces, namespace);
        }
      }
    }

    private void tables(Namespace namespace) {
      try {
        catalog.listTables(namespace).forEach(this::table);
      } catch (RuntimeException e) {
        unknown.add("namespace " + namespace + " cannot be listed: " + e.getMessage());
      }
    }

    private void table(TableIdentifier identifier) {
      try {
        Table table = catalog.loadTable(identifier);
        locations.add(location(table.location()));
        name(identifier).filter(name -> isOwn(name, table)).ifPresent(name -> add(name, table));
      } catch (RuntimeException e) {
        unknown.add("table " + identifier + " cannot be loaded: " + e.getMessage());
      }
    }

    private void add(TableName name, Table table) {
      own.add(new Own(name, table));
    }
  }

  private static Optional<TableName> name(TableIdentifier identifier) {
    try {
      return Optional.of(TableName.parse(identifier.toString()));
    } catch (IllegalArgumentException e) {
      // None of Firn's has such a name.
      return Optional.empty();
    }
  }

  private static boolean isOwn(TableName name, Table table) {
    return name.equals(Ledger.NAME)
        || name.equals(QuarantineTable.NAME)
        || name.equals(DuplicatesTable.NAME)
        || table.properties().containsKey(RULES);
  }
}
