package io.firn.table;

import static io.firn.table.Lake.ORDERS;
import static io.firn.table.Lake.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.BatchId;
import io.firn.TableName;
import io.firn.ledger.Ledger;
import io.firn.quarantine.QuarantineTable;
import io.firn.testing.LocalRest;
import io.firn.testing.RestProxy;
import io.firn.testing.RestProxy.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.RESTException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A REST catalog whose server, or the way to it, fails while a batch is published. */
final class RestFaultsTest {
  private static final int ROWS = 2;

  /** Each batch has files of its own: those of others are there still. */
  private static final AtomicInteger BATCHES = new AtomicInteger(100);

  @TempDir static Path directory;
  private static LocalRest server;

  private RestProxy proxy;
  private OpenCatalog open;
  private Table table;

  @BeforeAll
  static void start() throws Exception {
    server =
        LocalRest.start(
            directory.resolve("rest"), directory.resolve("lake").toUri().toString(), Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void createTable() throws Exception {
    proxy = RestProxy.start(server.uri());
    open = Catalogs.open(settings(proxy.uri()), new Configuration());
    open.catalog().dropTable(LogTables.identifier(ORDERS), true);
    LogTables.create(
        open.catalog(),
        ORDERS,
        LogTables.newTable(open.catalog(), ORDERS, location(ORDERS), Lake.SCHEMA, Map.of()));
    table = open.catalog().loadTable(LogTables.identifier(ORDERS));
  }

  @AfterEach
  void close() {
    open.close();
    proxy.close();
  }

  private static RestSettings settings(URI uri) {
    return RestSettings.of(uri.toString(), null, ExtraProperties.NONE, Map.of());
  }

  private String location(TableName name) {
    LogTables.createNamespace(open.catalog(), name);
    return LogTables.newLocation(open.catalog(), name);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"UNAVAILABLE", "REQUEST_LOST", "ANSWER_LOST", "BAD_GATEWAY"})
  void howeverACommitEndsItIsDoneOnce(Fault fault) {
    BatchId kept = batch(BATCHES.incrementAndGet());
    BatchId given = batch(BATCHES.incrementAndGet());
    proxy.spoilCommit(1, fault);
    long staged = RealRows.stage(table, kept, ROWS);
    proxy.spoilCommit(1, fault);
    assertThat(publication(kept).publish(staged)).isNotNull();
    long other = RealRows.stage(table, given, ROWS);
    proxy.spoilCommit(1, fault);
    assertThat(publication(given).withdraw(other)).isEqualTo(Withdrawal.WITHDRAWN);

    assertThat(RealRows.names(table)).isEqualTo(RealRows.written(kept, 1, ROWS));
    assertThat(table.refs()).containsOnlyKeys("main");
    assertThat(RealRows.snapshotsOf(table, kept)).hasSize(1);
    assertThat(RealRows.snapshotsOf(table, given)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ANSWER_LOST", "BAD_GATEWAY"})
  void aTableWhoseCreationWasNotAnsweredIsKnownAgain(Fault fault) {
    TableName name = TableName.parse("logs." + fault.name().toLowerCase(Locale.ROOT));
    var creation = LogTables.newTable(open.catalog(), name, location(name), Lake.SCHEMA, Map.of());
    proxy.spoilCommit(1, fault);
    assertThat(LogTables.create(open.catalog(), name, creation)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ANSWER_LOST", "BAD_GATEWAY"})
  void firnsOwnTablesNeedNoAnswerToTheirCreation(Fault fault) {
    open.catalog().dropTable(LogTables.identifier(Ledger.NAME), true);
    open.catalog().dropTable(LogTables.identifier(QuarantineTable.NAME), true);
    proxy.spoil("POST /v1/namespaces/firn/tables", fault);
    assertThat(Ledger.open(open.catalog(), "test", Clock.systemUTC()).batches()).isEmpty();
    assertThat(QuarantineTable.open(open.catalog()).read(1)).isEmpty();
  }

  @Test
  void aCreationThatDidNotReachTheServerFails() {
    open.catalog().dropTable(LogTables.identifier(Ledger.NAME), true);
    proxy.spoil("POST /v1/namespaces/firn/tables", Fault.REQUEST_LOST);
    assertThatThrownBy(() -> Ledger.open(open.catalog(), "test", Clock.systemUTC()))
        .isInstanceOf(RESTException.class);
  }

  @Test
  void whatIsRefusedIsNotTriedAgain() {
    long staged = RealRows.stage(table, batch(1), ROWS);
    proxy.spoilCommit(1, Fault.FORBIDDEN);
    assertThatThrownBy(() -> publication(batch(1)).publish(staged))
        .isInstanceOf(ForbiddenException.class)
        .hasMessage("Forbidden: not for this client");
    assertThat(publication(batch(1)).publish(staged)).isEqualTo(Published.PUBLISHED);
  }

  @Test
  void aServerWithoutStagedCreationIsToldFrom() {
    proxy.spoil("POST /v1/namespaces/logs/tables", Fault.STAGING_REFUSED);
    assertThatThrownBy(() -> location(TableName.parse("logs.unstaged")))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("Cannot create table logs.unstaged: the catalog's server has no")
        .hasRootCauseMessage("Malformed request: Stage create is not supported");
    proxy.spoil("POST /v1/namespaces/logs/tables", Fault.FORBIDDEN);
    assertThatThrownBy(() -> location(TableName.parse("logs.unstaged")))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void aServerThatCannotBeReachedIsNamed() throws Exception {
    RestProxy gone = RestProxy.start(server.uri());
    gone.close();
    assertThatThrownBy(() -> Catalogs.open(settings(gone.uri()), new Configuration()))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("Cannot open catalog " + gone.uri() + ": ");
  }

  @Test
  void aTokenIsSentAndNotShown() {
    proxy.require("right-s3cret");
    RestSettings right = settings(proxy.uri()).withToken("right-s3cret");
    try (OpenCatalog with = Catalogs.open(right, new Configuration())) {
      assertThat(with.catalog().listTables(LogTables.identifier(ORDERS).namespace())).isNotEmpty();
    }
    assertThat(right.toString()).doesNotContain("s3cret");
    assertThat(right.secrets()).containsExactly("token");
    assertThatThrownBy(
            () ->
                Catalogs.open(settings(proxy.uri()).withToken("wrong-s3cret"), new Configuration()))
        .isInstanceOf(CatalogException.class)
        .hasMessage("Cannot open catalog " + proxy.uri() + ": Not authorized: no such token");
  }

  private Publication publication(BatchId batch) {
    return new Publication(open.catalog().loadTable(LogTables.identifier(ORDERS)), batch);
  }
}
