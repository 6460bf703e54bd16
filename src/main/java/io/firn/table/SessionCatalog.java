package io.firn.table;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.aws.glue.GlueCatalog;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * A catalog as a Spark session is told of it: without its secrets. What a session knows goes to
 * event logs and pages, redacted by name in some places and not in others. The secrets wait in this
 * process, which is where the session makes the catalog.
 */
public final class SessionCatalog {
  /** Of the one catalog that a process has in its session. */
  private static final AtomicReference<Map<String, String>> SECRETS =
      new AtomicReference<>(Map.of());

  private SessionCatalog() {}

  /** The properties to be set after {@code spark.sql.catalog.lake.}. */
  public static Map<String, String> properties(CatalogSettings settings) {
    Map<String, String> shown = new HashMap<>(settings.properties());
    if (settings.secrets().isEmpty()) {
      return shown;
    }
    Map<String, String> kept = new HashMap<>(shown);
    kept.keySet().retainAll(settings.secrets());
    SECRETS.set(Map.copyOf(kept));
    shown.keySet().removeAll(kept.keySet());
    Class<?> type = settings instanceof RestSettings ? Rest.class : Glue.class;
    shown.put("catalog-impl", type.getName());
    return shown;
  }

  private static Map<String, String> whole(Map<String, String> shown) {
    Map<String, String> whole = new HashMap<>(shown);
    whole.putAll(SECRETS.get());
    return whole;
  }

  /** Made by Iceberg, by its name. */
  public static final class Rest extends RESTCatalog {
    @Override
    public void initialize(String name, Map<String, String> shown) {
      super.initialize(name, whole(shown));
    }
  }

  /** Made by Iceberg, by its name. */
  public static final class Glue extends GlueCatalog {
    @Override
    public void initialize(String name, Map<String, String> shown) {
      super.initialize(name, whole(shown));
    }
  }
}
