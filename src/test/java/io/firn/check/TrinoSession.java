package io.firn.check;

import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoDriver;
import io.trino.jdbc.TrinoStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;

/** A connection to a {@link TrinoServer}. */
final class TrinoSession implements AutoCloseable {
  /** The catalog with the tables to check; nothing is written to it. */
  static final String LAKE = "lake";

  /** The catalog that a check writes to. */
  static final String SCRATCH = "scratch";

  private final Connection connection;

  private TrinoSession(Connection connection) {
    this.connection = connection;
  }

  /**
   * A query's rows.
   *
   * @param processed how many rows were read for it
   */
  record Answer(List<List<Object>> rows, long processed) {
    List<Object> first() {
      return rows.get(0);
    }

    long number() {
      return ((Number) first().get(0)).longValue();
    }

    List<String> column(int number) {
      return rows.stream().map(row -> String.valueOf(row.get(number))).toList();
    }
  }

  static TrinoSession open(int port) {
    try {
      return new TrinoSession(connect(port));
    } catch (SQLException e) {
      throw new CheckException("Cannot connect to Trino: " + e.getMessage(), e);
    }
  }

  /** Whether a server is there, and has a node for queries. */
  static boolean answersAt(int port) {
    try (TrinoSession session = new TrinoSession(connect(port))) {
      return session.ask("SELECT count(*) FROM system.runtime.nodes").number() > 0;
    } catch (SQLException e) {
      return false; // not yet: it is asked again
    }
  }

  private static Connection connect(int port) throws SQLException {
    Properties properties = new Properties();
    properties.put("user", "check");
    properties.put("timezone", "UTC");
    // Not by the DriverManager, which does not see the jars of a Spark application.
    return new TrinoDriver().connect("jdbc:trino://127.0.0.1:" + port, properties);
  }

  /** Runs a query and keeps its rows. */
  Answer ask(String query) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    AtomicReference<QueryStats> last = new AtomicReference<>();
    try (Statement statement = connection.createStatement()) {
      statement.unwrap(TrinoStatement.class).setProgressMonitor(last::set);
      try (ResultSet result = statement.executeQuery(query)) {
        while (result.next()) {
          rows.add(row(result));
        }
      }
    }
    return new Answer(rows, last.get() == null ? 0 : last.get().getProcessedRows());
  }

  /** Runs a query, reads every value and counts the rows. */
  long drain(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      long rows = 0;
      while (result.next()) {
        row(result);
        rows++;
      }
      return rows;
    }
  }

  private static List<Object> row(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<Object> row = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      row.add(result.getObject(i));
    }
    return row;
  }

  /** Runs a statement that changes something; how many rows it wrote. */
  long change(String statement) throws SQLException {
    try (Statement change = connection.createStatement()) {
      return change.executeLargeUpdate(statement);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
