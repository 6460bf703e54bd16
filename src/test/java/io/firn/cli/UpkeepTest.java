package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.TableName;
import io.firn.config.ConfigFile;
import io.firn.config.FirnConfig;
import io.firn.maintain.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where maintenance looks for tables. */
final class UpkeepTest {
  @TempDir Path directory;

  private Set<String> namespaces(String routes, String... tables) throws IOException {
    Path file = directory.resolve("firn.yaml");
    Files.writeString(file, "catalog: {warehouse: lake}\n" + routes);
    FirnConfig config = ConfigFile.read(file, Map.of());
    Set<TableName> named = Arrays.stream(tables).map(TableName::parse).collect(Collectors.toSet());
    Budget budget = new Budget(1, Duration.ofHours(1));
    return Upkeep.request(Optional.of(config), Duration.ofHours(1), named, budget, List.of())
        .scope()
        .namespaces();
  }

  @Test
  void whereRoutesLead() throws IOException {
    String routes = "routes: [{log-group: a, table: logs.a}, {log-group: b, table: web.b}]\n";
    assertThat(namespaces(routes)).containsExactlyInAnyOrder("firn", "logs", "web");
  }

  @Test
  void andWhereTablesThatAreNamedAre() throws IOException {
    String routes = "routes: [{log-group: a, table: logs.a}]\n";
    assertThat(namespaces(routes, "old.b")).containsExactlyInAnyOrder("firn", "logs", "old");
  }

  @Test
  void anywhereWithoutRoutes() throws IOException {
    assertThat(namespaces("")).isEmpty();
    assertThat(namespaces("", "old.b")).isEmpty();
  }
}
