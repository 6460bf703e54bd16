package io.firn.config;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Routes that say nonsense of their columns, or not the same of one table. */
final class BrokenColumnsTest {
  private static final String CATALOG = "catalog: {warehouse: w}\n";
  private static final String START =
      CATALOG
          + """
      routes:
        - log-group: a
          table: logs.a
      """;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> values() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "bounds that are none",
            START + "    max-columns: 0\n    max-depth: 21\n",
            "5:18: routes[0].max-columns: Invalid max-columns: 0 (must be a whole number, 1 to"
                + " 5000)",
            "6:16: routes[0].max-depth: Invalid max-depth: 21 (must be a whole number, 1 to 20)"),
        BrokenFile.of(
            "bounds that are no numbers",
            START + "    max-columns: 5001\n    max-depth: -1\n",
            "5:18: routes[0].max-columns: Invalid max-columns: 5001 (must be a whole number, 1 to"
                + " 5000)",
            "6:16: routes[0].max-depth: Invalid max-depth: -1 (must be a whole number, 1 to 20)"),
        BrokenFile.of(
            "lists with an item twice, or with none",
            START
                + """
                    unwrap: [log, LOG, a..b]
                    maps: [extra, labels, Extra, ""]
                    null-values: ["-", "", ~, "", "a\\u0007"]
                """,
            "5:19: routes[0].unwrap[1]: Duplicate path (unwrap has it already, in whatever case)",
            "5:24: routes[0].unwrap[2]: Invalid key path: 'a..b' (must be 1 to 100 keys, none of"
                + " them empty)",
            "6:27: routes[0].maps[2]: Duplicate key (maps has it already, in whatever case)",
            "6:34: routes[0].maps[3]: Invalid maps[3]: '' (must not be empty)",
            "7:28: routes[0].null-values[2]: Missing value (must be text)",
            "7:31: routes[0].null-values[3]: Duplicate value (null-values has it already)",
            "7:35: routes[0].null-values[4]: Invalid null-values[4]: control characters (must be"
                + " printable)"),
        BrokenFile.of(
            "the wrong kinds of nodes",
            START + "    unwrap: log\n    maps: {a: b}\n    columns: [a]\n    null-values: x\n",
            "5:13: routes[0].unwrap: Invalid unwrap: text (must be a list)",
            "6:11: routes[0].maps: Invalid maps: a mapping (must be a list)",
            "7:14: routes[0].columns: Invalid columns: a list (must be a mapping)",
            "8:18: routes[0].null-values: Invalid null-values: text (must be a list)"));
  }

  @TestFactory
  Stream<DynamicTest> columns() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "types that are none",
            START
                + """
                    columns:
                      a: int
                      b: doubel
                      c: {type: timestamp(us)}
                      d: {x: map<string,string>}
                      e: [long]
                      f:
                """,
            "6:10: routes[0].columns.a: Invalid type: int (must be one of: string, long, double,"
                + " decimal, boolean, timestamp, timestamp(s), timestamp(ms), map<string,string>,"
                + " json, struct)",
            "7:10: routes[0].columns.b: Invalid type: doubel (did you mean 'double'?)",
            "8:17: routes[0].columns.c.type: Invalid type: timestamp(us) (did you mean"
                + " 'timestamp(s)'?)",
            "9:10: routes[0].columns.d: Invalid column: neither (must have type or conflict)",
            "9:11: routes[0].columns.d.x: Unknown key",
            "9:25: routes[0].columns.d.string>: Unknown key",
            "10:10: routes[0].columns.e: Invalid e: a list (must be text)",
            "11:9: routes[0].columns.f: Missing value (must be text)"));
  }

  @TestFactory
  Stream<DynamicTest> contradictions() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "a path in other case",
            START + "    columns: {a.b: long, A.B: double, a.B: string}\n",
            "5:26: routes[0].columns.A.B: Duplicate path (columns has it already, in whatever"
                + " case)",
            "5:39: routes[0].columns.a.B: Duplicate path (columns has it already, in whatever"
                + " case)"),
        BrokenFile.of(
            "paths below what is no struct",
            START
                + """
                    columns:
                      a.b: long
                      A: double
                      s: struct
                      s.m: "map<string,string>"
                      s.M.x: {conflict: fail}
                      j: json
                      j.x.y: long
                      c: {conflict: fail}
                      c.x: long
                """,
            "6:7: routes[0].columns.a.b: Invalid path: a.b (must not be below A, whose type is"
                + " double)",
            "10:7: routes[0].columns.s.M.x: Invalid path: s.M.x (must not be below s.m, whose type"
                + " is map<string,string>)",
            "12:7: routes[0].columns.j.x.y: Invalid path: j.x.y (must not be below j, whose type is"
                + " json)"),
        BrokenFile.of(
            "paths below what is a map by its name",
            START
                + """
                    maps: [extra]
                    columns:
                      Labels.app: string
                      x.extra.n: long
                      y.labels: {type: struct, conflict: fail}
                      y.LABELS.n: long
                      headers: {conflict: fail}
                      headers.n: long
                """,
            "7:7: routes[0].columns.Labels.app: Invalid path: Labels.app (must not be below Labels,"
                + " which is one of maps, unless columns has Labels: struct)",
            "8:7: routes[0].columns.x.extra.n: Invalid path: x.extra.n (must not be below x.extra,"
                + " which is one of maps, unless columns has x.extra: struct)",
            "12:7: routes[0].columns.headers.n: Invalid path: headers.n (must not be below headers,"
                + " which is one of maps, unless columns has headers: struct)"),
        BrokenFile.of(
            "mappings that do not fit",
            START
                + """
                    columns:
                      a: {}
                      b: {type: double, conflict: string}
                      c: {type: string, conflict: string}
                      d: {type: numeric, conflict: none}
                      e: {conflict: string, typ: long}
                """,
            "6:10: routes[0].columns.a: Invalid column: neither (must have type or conflict)",
            "7:35: routes[0].columns.b.conflict: Invalid conflict: string (must be variant, rescue"
                + " or fail: the column's type is double)",
            "9:17: routes[0].columns.d.type: Invalid type: numeric (must be one of: string, long,"
                + " double, decimal, boolean, timestamp, timestamp(s), timestamp(ms),"
                + " map<string,string>, json, struct)",
            "9:36: routes[0].columns.d.conflict: Invalid conflict: none (must be variant, rescue,"
                + " string or fail)",
            "10:29: routes[0].columns.e.typ: Unknown key (did you mean 'type'?)"),
        BrokenFile.of(
            "a map in braces without quotes",
            START + "    columns: {labels: map<string,string>, n: long}\n",
            "5:23: routes[0].columns.labels: Invalid type: map<string (must be"
                + " 'map<string,string>', in quotes: a comma ends text in braces)",
            "5:41: routes[0].columns.string>: Missing value (must be text)"));
  }

  @TestFactory
  Stream<DynamicTest> sharedTables() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "routes to one table that differ in everything",
            START
                + """
                  - {log-group: b, table: logs.b, parser: json}
                  - log-group: c
                    table: logs.a
                    parser: json
                    unwrap: [log]
                    conflict: rescue
                    evolve: rescue
                    max-columns: 7
                    max-depth: 7
                    maps: [x]
                    columns: {n: long}
                    null-values: [x]
                """,
            "7:12: routes[2].table: Cannot share table logs.a with the route at line 4: it says"
                + " otherwise of parser, unwrap, conflict, evolve, max-columns, max-depth, maps,"
                + " columns, null-values (say the same in both, or name another table)"),
        BrokenFile.of(
            "routes to one table, each with the first",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: logs.a, columns: {N: long}}
                  - {log-group: b, table: logs.a, columns: {n: double}}
                  - {log-group: c, table: logs.a, columns: {n: long}}
                  - {log-group: d, table: logs.a, columns: {n: long}, parser: text}
                """,
            "4:27: routes[1].table: Cannot share table logs.a with the route at line 3: it says"
                + " otherwise of columns (say the same in both, or name another table)",
            "6:27: routes[3].table: Cannot share table logs.a with the route at line 3: it says"
                + " otherwise of parser (say the same in both, or name another table)"),
        BrokenFile.of(
            "routes to one table whose parsers differ in what they are told",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: logs.a, parser: access-log}
                  - {log-group: b, table: logs.a, parser: access-log, preset: combined}
                  - {log-group: c, table: logs.a, parser: access-log, preset: nginx}
                  - {log-group: d, table: logs.b, parser: regex, pattern: '(?<a>x)'}
                  - {log-group: e, table: logs.b, parser: regex, pattern: '(?<a>y)'}
                  - {log-group: f, table: logs.c, parser: vpc-flow}
                  - {log-group: g, table: logs.c, parser: vpc-flow, fields: [bytes, end]}
                """,
            "5:27: routes[2].table: Cannot share table logs.a with the route at line 3: it says"
                + " otherwise of preset (say the same in both, or name another table)",
            "7:27: routes[4].table: Cannot share table logs.b with the route at line 6: it says"
                + " otherwise of pattern (say the same in both, or name another table)",
            "9:27: routes[6].table: Cannot share table logs.c with the route at line 8: it says"
                + " otherwise of fields (say the same in both, or name another table)"),
        BrokenFile.of(
            "what is wrong itself is not compared",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: logs.a, conflict: rescue}
                  - {log-group: b, table: logs.a, conflict: reskue}
                """,
            "4:45: routes[1].conflict: Invalid conflict: reskue (must be variant, rescue, string or"
                + " fail)"),
        BrokenFile.of(
            "a derived name that another route has",
            CATALOG
                + """
                ingest: {inputs: [{path: x, log-group: /shop}, {path: y, log-group: /shop/a}]}
                routes:
                  - {log-group: "/shop/*", table: logs.shop}
                  - {log-group: "*", table: "logs.{log-group}"}
                """,
            "2:40: ingest.inputs[0].log-group: Cannot derive table logs.shop for log group /shop:"
                + " the route at line 4 names it for others (name a table in a route of its own)"));
  }
}
