package io.firn.config;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Routes that say too little, too much or nonsense, and inputs that no table fits. */
final class BrokenRoutesTest {
  private static final String CATALOG = "catalog: {warehouse: w}\n";

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> values() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "words that are not among the few",
            CATALOG
                + """
                routes:
                  - log-group: a
                    table: logs.a
                    parser: logfm
                    raw: sometimes
                    conflict: drop
                    evolve: stop
                    mask: {user: sha1}
                    dedupe: always
                """,
            "5:13: routes[0].parser: Invalid parser: logfm (did you mean 'logfmt'? must be"
                + " one of: auto, json, lambda, cloudtrail, vpc-flow, access-log, logfmt, regex,"
                + " text)",
            "6:10: routes[0].raw: Invalid raw: sometimes (must be unparsed, always or never)",
            "7:15: routes[0].conflict: Invalid conflict: drop (must be variant, rescue, string or fail)",
            "8:13: routes[0].evolve: Invalid evolve: stop (must be add, rescue or freeze)",
            "9:18: routes[0].mask.user: Invalid mask: sha1 (must be hash, last4 or fixed)",
            "10:13: routes[0].dedupe: Invalid dedupe: always (must be none, id or content)"),
        BrokenFile.of(
            "a boolean where a word is meant",
            CATALOG + "routes: [{log-group: a, table: logs.a, raw: no, parser: yes}]\n",
            "2:45: routes[0].raw: Invalid raw: no (must be unparsed, always or never)",
            "2:57: routes[0].parser: Invalid parser: yes (must be one of: auto, json, lambda,"
                + " cloudtrail, vpc-flow, access-log, logfmt, regex, text)"),
        BrokenFile.of(
            "tables that are none",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: orders}
                  - {log-group: b, table: Logs.Orders}
                  - {log-group: c, table: "{log-group}.all"}
                  - {log-group: d, table: "logs.{group}"}
                  - {log-group: e, table: firn.ledger}
                  - {log-group: f, table: "lake.{log-group}"}
                """,
            "3:27: routes[0].table: Invalid table: 'orders' (must be <namespace>.<name> of lower"
                + " case letters, digits and _, for example logs.orders or logs.{log-group})",
            "4:27: routes[1].table: Invalid table: 'Logs.Orders' (must be <namespace>.<name> of"
                + " lower case letters, digits and _, for example logs.orders or"
                + " logs.{log-group})",
            "5:27: routes[2].table: Invalid table: '{log-group}.all' (must have {log-group} after"
                + " the dot)",
            "6:27: routes[3].table: Invalid table: 'logs.{group}' (must be <namespace>.<name> of"
                + " lower case letters, digits and _, for example logs.orders or"
                + " logs.{log-group})",
            "7:27: routes[4].table: Invalid table: 'firn.ledger' (must be in another namespace:"
                + " firn is Firn's own)",
            "8:27: routes[5].table: Invalid table: 'lake.{log-group}' (must be in another"
                + " namespace: lake is Firn's own)"),
        BrokenFile.of(
            "a pattern that no log group can match",
            CATALOG + "routes: [{log-group: 'a[bc]', table: logs.a}]\n",
            "2:22: routes[0].log-group: Invalid log group pattern: 'a[bc]' (must be 1 to 512"
                + " characters of a-zA-Z0-9_-/.# and the wildcards * and ?)"));
  }

  @TestFactory
  Stream<DynamicTest> parsers() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "a parser of somebody's own that is not there",
            CATALOG + "routes: [{log-group: a, table: logs.a, parser: acme.orders}]\n",
            "2:48: routes[0].parser: Invalid parser: acme.orders (must be one of: auto, json,"
                + " lambda, cloudtrail, vpc-flow, access-log, logfmt, regex, text; one of your own"
                + " needs its jar, by --jars)"),
        BrokenFile.of(
            "patterns that are none",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: logs.a, parser: regex}
                  - {log-group: b, table: logs.b, parser: regex, pattern: '(?<a>x'}
                  - {log-group: c, table: logs.c, parser: regex, pattern: '(\\d+) .*'}
                  - {log-group: d, table: logs.d, parser: regex, pattern: '(?<a>x)(?<a>y)'}
                  - {log-group: e, table: logs.e, parser: regex, pattern: '(?<a-b>x)'}
                """,
            "3:5: routes[0].pattern: Missing key",
            "4:59: routes[1].pattern: Invalid pattern: (?<a>x (Unclosed group)",
            "5:59: routes[2].pattern: Invalid pattern: (\\d+) .* (must have a named group, such as"
                + " (?<status>[0-9]+))",
            "6:59: routes[3].pattern: Two groups have the name a",
            "7:59: routes[4].pattern: Invalid name of a group: 'a-b' (must be letters, digits and"
                + " _)"),
        BrokenFile.of(
            "keys of other parsers",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: logs.a, pattern: '(?<a>x)', preset: alb, fields: [bytes]}
                  - {log-group: b, table: logs.b, parser: access-log, preset: iis}
                  - {log-group: c, table: logs.c, parser: vpc-flow, fields: [bytes, byte, bytes, x]}
                """,
            "3:35: routes[0].pattern: Invalid key: pattern (only parser regex has it, and this is"
                + " auto)",
            "3:55: routes[0].preset: Invalid key: preset (only parser access-log has it, and this"
                + " is auto)",
            "3:68: routes[0].fields: Invalid key: fields (only parser vpc-flow has it, and this is"
                + " auto)",
            "4:63: routes[1].preset: Invalid preset: iis (must be combined, common, nginx, alb,"
                + " nlb, clb or s3)",
            "5:69: routes[2].fields[1]: Invalid field: byte (did you mean 'bytes'?)",
            "5:75: routes[2].fields[2]: Duplicate field (fields has it already)",
            "5:82: routes[2].fields[3]: Invalid field: x (must be one of VPC flow logs, such as"
                + " srcaddr)"));
  }

  @TestFactory
  Stream<DynamicTest> redaction() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "raw text beside drop or mask",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: logs.a, raw: always, drop: [password]}
                  - {log-group: b, table: logs.b, mask: {user: fixed}, raw: always}
                  - {log-group: c, table: logs.c, drop: [user], dedupe: content}
                """,
            "3:40: routes[0].raw: Invalid raw: always (must be unparsed or never: a route with drop"
                + " or mask stores no raw text)",
            "4:61: routes[1].raw: Invalid raw: always (must be unparsed or never: a route with drop"
                + " or mask stores no raw text)",
            "5:57: routes[2].dedupe: Invalid dedupe: content (must be none or id: a route with drop"
                + " or mask stores nothing that follows from the raw text, as its digest does)"),
        BrokenFile.of(
            "hash without a key",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: logs.a, mask: {card: last4, user: hash, name: hash}}
                """,
            "3:61: routes[0].mask.user: Invalid mask: hash (must have a key: ingest.mask-key)"),
        BrokenFile.of(
            "paths that are none",
            CATALOG
                + """
                routes:
                  - log-group: a
                    table: logs.a
                    drop: [a..b, 'a\\b', "", password, password]
                    mask: {'': fixed, password: fixed, .x: fixed, a\\.b: fixed, a\\.b: last4}
                """,
            "5:12: routes[0].drop[0]: Invalid key path: 'a..b' (must be 1 to 100 keys, none of them"
                + " empty)",
            "5:18: routes[0].drop[1]: Invalid key path: 'a\\b' (must have a dot or a backslash"
                + " after each backslash)",
            "5:25: routes[0].drop[2]: Invalid drop[2]: '' (must not be empty)",
            "5:39: routes[0].drop[4]: Duplicate path (drop or mask has it already, in whatever case)",
            "6:12: routes[0].mask.: Invalid key: '' (must not be empty)",
            "6:23: routes[0].mask.password: Duplicate path (drop or mask has it already, in whatever case)",
            "6:40: routes[0].mask..x: Invalid key path: '.x' (must be 1 to 100 keys, none of them"
                + " empty)",
            "6:64: routes[0].mask.a\\.b: Duplicate key (first at line 6)"),
        BrokenFile.of(
            "filters",
            CATALOG
                + """
                routes:
                  - {log-group: a, table: logs.a, filter: {}}
                  - {log-group: b, table: logs.b, filter: {drop-when: "level ="}}
                  - {log-group: c, table: logs.c, filter: {drop-when: ''}}
                """,
            "3:43: routes[0].filter.drop-when: Missing key",
            "4:55: routes[1].filter.drop-when: Invalid filter: 'level =' (must have a literal"
                + " ('text', a number, true or false) at character 8, not the end)",
            "5:55: routes[2].filter.drop-when: Invalid drop-when: '' (must not be empty)"));
  }

  @TestFactory
  Stream<DynamicTest> routing() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "routes that can never match",
            CATALOG
                + """
                routes:
                  - {log-group: /a/*, table: logs.a}
                  - {log-group: /a/*, table: logs.b}
                  - {log-group: "**", table: logs.c}
                  - {log-group: /d, table: logs.d}
                """,
            "4:17: routes[1].log-group: Unreachable route: '/a/*' at line 3 takes all of its log"
                + " groups (put it first, or remove it)",
            "6:17: routes[3].log-group: Unreachable route: '**' at line 5 takes all of its log"
                + " groups (put it first, or remove it)"),
        BrokenFile.of(
            "log groups that no route matches",
            CATALOG
                + """
                ingest:
                  inputs:
                    - {path: x, log-group: /aws/lambda/x}
                    - {path: y, log-group: orders}
                routes:
                  - {log-group: /aws/*, table: logs.aws}
                """,
            "5:28: ingest.inputs[1].log-group: Cannot route log group orders: no route matches it"
                + " (add one to routes)"),
        BrokenFile.of(
            "two log groups that give one table",
            CATALOG
                + """
                ingest:
                  inputs:
                    - {path: x, log-group: /a/b-c}
                    - {path: y, log-group: /a/b-c}
                    - {path: z, log-group: a/b.c}
                    - {path: zz, log-group: /other/A_b_c}
                routes:
                  - {log-group: /other/*, table: logs.a_b_c}
                  - {log-group: "*", table: "logs.{log-group}"}
                """,
            "4:28: ingest.inputs[0].log-group: Cannot derive table logs.a_b_c for log group /a/b-c:"
                + " the route at line 9 names it for others (name a table in a route of its own)",
            "5:28: ingest.inputs[1].log-group: Cannot derive table logs.a_b_c for log group /a/b-c:"
                + " the route at line 9 names it for others (name a table in a route of its own)",
            "6:28: ingest.inputs[2].log-group: Cannot derive table logs.a_b_c for log group a/b.c:"
                + " /a/b-c at line 4 gives the same (name a table in a route of its own)",
            "6:28: ingest.inputs[2].log-group: Cannot derive table logs.a_b_c for log group a/b.c:"
                + " the route at line 9 names it for others (name a table in a route of its own)"),
        BrokenFile.of(
            "log groups that give no table",
            CATALOG
                + "ingest: {inputs: [{path: x, log-group: /-/.#_}, {path: y, log-group: "
                + "x".repeat(251)
                + "}, {path: z, log-group: "
                + "y".repeat(250)
                + "}]}\n"
                + "routes: [{log-group: '*', table: 'logs.app_{log-group}y'}]\n",
            "2:40: ingest.inputs[0].log-group: Cannot derive a table for log group /-/.#_ from"
                + " 'logs.app_{log-group}y': the name would be empty (name a table in a route of"
                + " its own)",
            "2:70: ingest.inputs[1].log-group: Cannot derive a table for log group "
                + "x".repeat(251)
                + " from 'logs.app_{log-group}y': the name would have more than 255 characters"
                + " (name a table in a route of its own)"),
        BrokenFile.of(
            "an object in two inputs",
            CATALOG
                + """
                ingest:
                  inputs:
                    - {path: s3://lake/exports, log-group: a}
                    - {path: s3a://lake/exports/b/, log-group: b}
                    - {path: s3://lake/exports-too, log-group: c}
                routes: [{log-group: "*", table: "logs.{log-group}"}]
                """,
            "5:14: ingest.inputs[1].path: Invalid path: s3a://lake/exports/b/ (must not overlap"
                + " with s3://lake/exports at line 4: an object has one log group)"),
        BrokenFile.of(
            "an object in a date folder of two inputs",
            CATALOG
                + """
                ingest:
                  inputs:
                    - {path: "s3://lake/{yyyy}/{MM}/{dd}/a", from: 2026-01-01, log-group: a}
                    - {path: "s3a://lake/{yyyy}/{MM}/{dd}/b/", from: 2026-01-01, log-group: b}
                    - {path: s3://lake/2026/11, log-group: c}
                    - {path: s3://lake/nov, log-group: c}
                routes: [{log-group: "*", table: "logs.{log-group}"}]
                """,
            "6:14: ingest.inputs[2].path: Invalid path: s3://lake/2026/11 (must not overlap with"
                + " s3://lake/{yyyy}/{MM}/{dd}/a at line 4: an object has one log group)"),
        BrokenFile.of(
            "a path in other case, and one that cannot be printed",
            CATALOG
                + """
                routes:
                  - log-group: a
                    table: logs.a
                    drop: [A, "b\\u0007"]
                    mask: {user.email: fixed, User.Email: last4, a: fixed}
                """,
            "5:15: routes[0].drop[1]: Invalid drop[1]: control characters (must be printable)",
            "6:31: routes[0].mask.User.Email: Duplicate path (drop or mask has it already, in"
                + " whatever case)",
            "6:50: routes[0].mask.a: Duplicate path (drop or mask has it already, in whatever"
                + " case)"),
        BrokenFile.of(
            "problems that do not hide others",
            """
            catalog: {warehouse: w, type: nessie}
            ingest:
              inputs:
                - {path: x, log-group: orders}
            routes:
              - {log-group: /aws/*, table: logs.aws, parser: xml}
              - {log-group: /aws/*, table: LOGS.aws}
            landing: s3://lake/landing
            """,
            "1:31: catalog.type: Invalid catalog type: nessie (must be glue, rest or jdbc)",
            "4:28: ingest.inputs[0].log-group: Cannot route log group orders: no route matches it"
                + " (add one to routes)",
            "6:50: routes[0].parser: Invalid parser: xml (must be one of: auto, json,"
                + " lambda, cloudtrail, vpc-flow, access-log, logfmt, regex, text)",
            "7:17: routes[1].log-group: Unreachable route: '/aws/*' at line 6 takes all of its log"
                + " groups (put it first, or remove it)",
            "7:32: routes[1].table: Invalid table: 'LOGS.aws' (must be <namespace>.<name> of lower"
                + " case letters, digits and _, for example logs.orders or logs.{log-group})",
            "8:1: landing: Unknown key"));
  }
}
