package io.firn.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a test the one {@code local[2]} session of this JVM as a parameter; it stops after the last
 * test. A test that sets a configuration unsets it again.
 */
public final class SharedSpark implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedSpark.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Session.class, key -> Session.start(), Session.class)
        .spark();
  }

  private record Session(SparkSession spark) implements AutoCloseable {
    static Session start() {
      return new Session(
          SparkSession.builder()
              .appName("firn-tests")
              .master("local[2]")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.warehouse.dir", scratch().toUri().toString())
              .getOrCreate());
    }

    private static Path scratch() {
      try {
        Path directory = Files.createTempDirectory("firn-spark-warehouse");
        directory.toFile().deleteOnExit();
        return directory;
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot make a directory for the tests' Spark", e);
      }
    }

    @Override
    public void close() {
      spark.stop();
    }
  }
}
