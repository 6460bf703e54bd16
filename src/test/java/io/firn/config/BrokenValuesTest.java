package io.firn.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Unknown and missing keys, and values of {@code aws}, {@code catalog} and {@code ingest}. */
final class BrokenValuesTest {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> keys() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "misspelled keys, each with what was meant",
            """
            catalgo: {warehouse: w}
            catalog: {warehouse: w, busy_timeout: 1s, fle: x}
            ingest:
              inputs:
                - {path: p, logGroup: /a}
              maxBadObjects: 3
            routes:
              - {log-group: "*", table: logs.all, parsr: json}
              - {log-group: a, tabel: logs.a}
            """,
            "1:1: catalgo: Unknown key (did you mean 'catalog'?)",
            "2:25: catalog.busy_timeout: Unknown key (did you mean 'busy-timeout'?)",
            "2:43: catalog.fle: Unknown key (did you mean 'file'?)",
            "5:7: ingest.inputs[0].log-group: Missing key",
            "5:17: ingest.inputs[0].logGroup: Unknown key (did you mean 'log-group'?)",
            "6:3: ingest.maxBadObjects: Unknown key (did you mean 'max-bad-objects'?)",
            "8:39: routes[0].parsr: Unknown key (did you mean 'parser'?)",
            "9:5: routes[1].table: Missing key",
            "9:17: routes[1].log-group: Unreachable route: '*' at line 8 takes all of its log"
                + " groups (put it first, or remove it)",
            "9:20: routes[1].tabel: Unknown key (did you mean 'table'?)"),
        BrokenFile.of(
            "keys that are not there yet",
            """
            aws: {region: eu-central-1, endpoint: x}
            catalog: {type: hive, warehouse: s3://lake/w, file: c.db}
            landing: s3://lake/landing
            export: {settle: 12h}
            maintain: {target-file-size: 256MB}
            routes:
              - {log-group: a, table: logs.a, order: 3, dead-letter: x}
            """,
            "1:29: aws.endpoint: Unknown key",
            "2:17: catalog.type: Invalid catalog type: hive (must be glue, rest or jdbc)",
            "3:1: landing: Unknown key",
            "4:1: export: Unknown key",
            "5:1: maintain: Unknown key",
            "7:35: routes[0].order: Unknown key",
            "7:45: routes[0].dead-letter: Unknown key"),
        BrokenFile.of("no catalog", "routes: []\n", "1:1: catalog: Missing key"),
        BrokenFile.of("no warehouse", "catalog: {}\n", "1:10: catalog.warehouse: Missing key"),
        BrokenFile.of(
            "inputs without what they need",
            "catalog: {warehouse: w}\ningest:\n  inputs:\n    - format: export\n    - {}\n",
            "4:7: ingest.inputs[0].path: Missing key",
            "4:7: ingest.inputs[0].log-group: Missing key",
            "5:7: ingest.inputs[1].path: Missing key",
            "5:7: ingest.inputs[1].log-group: Missing key"));
  }

  @TestFactory
  Stream<DynamicTest> awsAndCatalog() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "a Region that is none",
            "aws: {region: Frankfurt}\ncatalog: {warehouse: w}\n",
            "1:15: aws.region: Invalid region: 'Frankfurt' (must be like eu-central-1)"),
        BrokenFile.of(
            "a warehouse in S3 without a catalog file",
            "catalog:\n  warehouse: s3://lake/w\n",
            "2:3: catalog.file: Missing key (the catalog of a warehouse in S3 is a local file)"),
        BrokenFile.of(
            "locations that are none",
            "catalog: {warehouse: \"gs://lake/w\", file: \"s3://lake/c.db\"}\n",
            "1:22: catalog.warehouse: Invalid warehouse: 'gs://lake/w' (must be a path or"
                + " s3://<bucket>/<path>)",
            "1:43: catalog.file: Invalid catalog file: 's3://lake/c.db' (must be a path on a local"
                + " disk)"),
        BrokenFile.of(
            "a catalog file that SQLite would take apart",
            "catalog: {warehouse: 'w?x'}\n",
            "1:22: catalog.warehouse: Invalid catalog file: '<folder>/w?x/catalog.db' (must be an"
                + " absolute path without '?')"),
        BrokenFile.of(
            "empty paths",
            """
            catalog: {warehouse: ""}
            ingest: {inputs: [{path: " ", log-group: ''}]}
            """,
            "1:22: catalog.warehouse: Invalid warehouse: '' (must not be empty)",
            "2:26: ingest.inputs[0].path: Invalid path: '' (must not be empty)",
            "2:42: ingest.inputs[0].log-group: Invalid log-group: '' (must not be empty)"),
        BrokenFile.of(
            "a path with a NUL",
            "catalog: {warehouse: \"a\\0b\"}\n",
            "1:22: catalog.warehouse: Invalid warehouse: control characters (must be printable)"),
        BrokenFile.of(
            "date folders",
            """
            catalog: {warehouse: w}
            ingest:
              inputs:
                - {path: "s3://a/{yyyy}/{MM}", format: subscription}
                - {path: "s3://b/{yyyy}/{MM}/{dd}", format: subscription}
                - {path: "s3://c/{yyyy}/{MM}/{dd}", format: subscription, from: 28.11.2026}
                - {path: "s3://d/{yyyy}/{MM}/{dd}", format: subscription, from: 2026-11-28, lookback: 1m}
                - {path: s3://e/x, format: subscription, from: 2026-11-28, lookback: 1d}
            """,
            "4:14: ingest.inputs[0].path: Invalid path: 's3://a/{yyyy}/{MM}' (its braces must be"
                + " {yyyy}, {MM}, {dd} and, if folders are of hours, {HH}, once each and in this"
                + " order)",
            "5:7: ingest.inputs[1].from: Missing key (the first day of the date folders, like"
                + " 2026-11-28)",
            "6:69: ingest.inputs[2].from: Invalid day: '28.11.2026' (must be like 2026-11-28)",
            "7:91: ingest.inputs[3].lookback: Invalid lookback: 60s (must be at least 1h)",
            "8:46: ingest.inputs[4].from: Key of date folders only (path has no {yyyy}, {MM}, {dd}"
                + " or {HH})",
            "8:64: ingest.inputs[4].lookback: Key of date folders only (path has no {yyyy}, {MM},"
                + " {dd} or {HH})"),
        BrokenFile.of(
            "a duration without a unit",
            "catalog: {warehouse: w, busy-timeout: 60}\n",
            "1:39: catalog.busy-timeout: Invalid duration: '60' (must be like 60s, with ms, s, m, h"
                + " or d)"),
        BrokenFile.of(
            "a duration out of bounds",
            "catalog: {warehouse: w, busy-timeout: 25h}\n",
            "1:39: catalog.busy-timeout: Invalid busy-timeout: 25h (must be 1ms to 1d)"),
        BrokenFile.of(
            "a state that is nowhere",
            "catalog: {warehouse: w}\nstate: gs://lake/state\n",
            "2:8: state: Invalid state: 'gs://lake/state' (must be a path or s3://<bucket>/<path>)"),
        BrokenFile.of(
            "a state that is no text",
            "catalog: {warehouse: w}\nstate: {path: x}\n",
            "2:8: state: Invalid state: a mapping (must be text)"),
        BrokenFile.of(
            "an empty state, and no catalog to put one beside",
            "state: ''\n",
            "1:1: catalog: Missing key",
            "1:8: state: Invalid state: '' (must not be empty)"));
  }

  @TestFactory
  Stream<DynamicTest> ingest() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "an input with nothing right",
            """
            catalog: {warehouse: w}
            ingest:
              inputs:
                - path: gs://lake/x
                  log-group: "a b"
                  format: lines
                  account: 12345678901
                  region: 5
            """,
            "4:13: ingest.inputs[0].path: Invalid path: 'gs://lake/x' (must be a path or"
                + " s3://<bucket>/<path>)",
            "5:18: ingest.inputs[0].log-group: Invalid log group: 'a b' (must be 1 to 512"
                + " characters of a-zA-Z0-9_-/.#)",
            "6:15: ingest.inputs[0].format: Invalid format: lines (must be auto, export,"
                + " subscription, ndjson or text)",
            "7:16: ingest.inputs[0].account: Invalid account: '12345678901' (must be 12 digits)",
            "8:15: ingest.inputs[0].region: Invalid region: '5' (must be like eu-central-1)"),
        BrokenFile.of(
            "limits",
            """
            catalog: {warehouse: w}
            ingest: {max-bad-objects: -1, max-inflated: 100, max-ratio: 0}
            """,
            "2:27: ingest.max-bad-objects: Invalid max-bad-objects: -1 (must be a whole number, 0"
                + " to 999999999)",
            "2:45: ingest.max-inflated: Invalid size: '100' (must be like 100GB, with B, KB, MB,"
                + " GB, TB or KiB to TiB)",
            "2:61: ingest.max-ratio: Invalid max-ratio: 0 (must be a whole number, 1 to"
                + " 999999999)"),
        BrokenFile.of(
            "batches of nothing, and a lease that is too short",
            """
            catalog: {warehouse: w}
            ingest:
              batch: {objects: 0, bytes: 0GB, files: 1}
              on-overwrite: skip
              lease: 9s
            """,
            "3:20: ingest.batch.objects: Invalid objects: 0 (must be a whole number, 1 to"
                + " 999999999)",
            "3:30: ingest.batch.bytes: Invalid size: 0B (must be > 0)",
            "3:35: ingest.batch.files: Unknown key",
            "4:17: ingest.on-overwrite: Invalid on-overwrite: skip (must be fail, ignore or"
                + " ingest)",
            "5:10: ingest.lease: Invalid lease: 9s (must be 10s to 12h)"),
        BrokenFile.of(
            "a batch that is a number, a lease that is too long",
            "catalog: {warehouse: w}\ningest: {batch: 10, on-overwrite: FAIL, lease: 43201s}\n",
            "2:17: ingest.batch: Invalid batch: text (must be a mapping)",
            "2:35: ingest.on-overwrite: Invalid on-overwrite: FAIL (must be fail, ignore or"
                + " ingest)",
            "2:48: ingest.lease: Invalid lease: 43201s (must be 10s to 12h)"),
        BrokenFile.of(
            "a size beyond all",
            "catalog: {warehouse: w}\ningest: {max-inflated: 9999999999TB, max-ratio: many}\n",
            "2:24: ingest.max-inflated: Invalid size: '9999999999TB' (must be at most"
                + " 9223372036854775807B)",
            "2:49: ingest.max-ratio: Invalid max-ratio: many (must be a whole number, 1 to"
                + " 999999999)"));
  }

  @TestFactory
  Stream<DynamicTest> maskKeys() throws Exception {
    Files.writeString(folder.resolve("short.key"), "fifteen-s3cret!\n");
    return BrokenFile.tests(
        folder,
        key(
            "of nowhere",
            "{}",
            "20: ingest.mask-key: Invalid mask-key: neither (must have either env or file)"),
        key(
            "of two places",
            "{env: FIRN_MASK_KEY, file: short.key}",
            "20: ingest.mask-key: Invalid mask-key: both (must have either env or file)"),
        key(
            "in a variable that is not set",
            "{env: OTHER}",
            "26: ingest.mask-key.env: Cannot read mask key: environment variable OTHER is not"
                + " set"),
        key(
            "written into the config",
            "{env: my-s3cret-key-of-16}",
            "26: ingest.mask-key.env: Invalid variable name (must be of A-Z, 0-9 and _; it is not"
                + " shown because it may be the key)"),
        key(
            "too short, in a variable",
            "{env: SHORT_KEY}",
            "26: ingest.mask-key.env: Invalid mask key: 15 bytes in SHORT_KEY (must be 16 to"
                + " 4096)"),
        key(
            "too short, in a file",
            "{file: short.key}",
            "27: ingest.mask-key.file: Invalid mask key: 15 bytes in <folder>/short.key (must be 16"
                + " to 4096)"),
        key(
            "too long",
            "{file: /dev/zero}",
            "27: ingest.mask-key.file: Invalid mask key: too many bytes in /dev/zero (must be 16 to"
                + " 4096)"),
        key(
            "in a file that is not there",
            "{file: none.key}",
            "27: ingest.mask-key.file: Cannot read mask key <folder>/none.key: no such file"));
  }

  private static BrokenFile key(String name, String key, String problem) {
    return BrokenFile.of(
        "a key " + name,
        "catalog: {warehouse: w}\ningest: {mask-key: " + key + "}\n",
        "2:" + problem);
  }
}
