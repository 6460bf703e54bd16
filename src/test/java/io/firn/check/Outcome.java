package io.firn.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.firn.table.CatalogException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** How a check ends, as Firn's own commands do. */
enum Outcome {
  SAME(0),
  USAGE(2),
  OUTSIDE(3),
  REFUSED(4);

  private final int code;

  Outcome(int code) {
    this.code = code;
  }

  interface Check {
    Outcome run() throws SQLException;
  }

  /** Runs a check and ends the process. */
  static void exitAfter(String name, Check check) {
    System.exit(of(name, check).code);
  }

  private static Outcome of(String name, Check check) {
    try {
      return check.run();
    } catch (IllegalArgumentException e) {
      System.err.println(name + ": " + e.getMessage());
      return USAGE;
    } catch (CheckException | CatalogException | SQLException e) {
      System.err.println(name + ": " + e.getMessage());
      return OUTSIDE;
    }
  }

  static void printJson(List<?> tables) {
    try {
      ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      System.out.println(json.writeValueAsString(Map.of("tables", tables)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
