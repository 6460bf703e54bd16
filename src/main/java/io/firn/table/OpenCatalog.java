package io.firn.table;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.RESTCatalog;

/** A catalog until it is closed. */
public record OpenCatalog(CatalogSettings settings, Catalog catalog) implements AutoCloseable {
  /** For a FileIO that reaches the same storage as the catalog's own tables. */
  Map<String, String> storage() {
    // A server may add to what it was given, such as the endpoint of its object store.
    return catalog instanceof RESTCatalog rest ? rest.properties() : settings.properties();
  }

  @Override
  public void close() {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot close catalog " + settings.description() + ": " + e, e);
      }
    }
  }
}
