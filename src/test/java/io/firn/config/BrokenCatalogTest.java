package io.firn.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a catalog of type glue or rest. */
final class BrokenCatalogTest {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> keysOfOtherTypes() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "in glue",
            """
            catalog:
              type: glue
              warehouse: s3://lake/w
              file: c.db
              busy-timeout: 1s
              uri: https://c.example.com
              sigv4: {service: glue}
            """,
            "4:3: catalog.file: Invalid file: catalog type glue has none (only jdbc)",
            "5:3: catalog.busy-timeout: Invalid busy-timeout: catalog type glue has none (only"
                + " jdbc)",
            "6:3: catalog.uri: Invalid uri: catalog type glue has none (only rest)",
            "7:3: catalog.sigv4: Invalid sigv4: catalog type glue has none (only rest)"),
        BrokenFile.of(
            "in rest",
            """
            catalog: {type: rest, uri: https://c.example.com, warehouse: s3://lake/w, file: c.db,
              catalog-id: "123456789012"}
            """,
            "1:75: catalog.file: Invalid file: catalog type rest has none (only jdbc)",
            "2:3: catalog.catalog-id: Invalid catalog-id: catalog type rest has none (only glue)"),
        BrokenFile.of(
            "in jdbc",
            "catalog: {warehouse: w, properties: {a: b}, token: {env: FIRN_MASK_KEY}}\n",
            "1:25: catalog.properties: Invalid properties: catalog type jdbc has none (only glue and"
                + " rest)",
            "1:45: catalog.token: Invalid token: catalog type jdbc has none (only rest)"));
  }

  @TestFactory
  Stream<DynamicTest> glue() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "without a warehouse",
            "catalog: {type: glue}\n",
            "1:10: catalog.warehouse: Missing key"),
        BrokenFile.of(
            "with a local warehouse, and no id",
            "catalog: {type: glue, warehouse: /var/w, catalog-id: main}\n",
            "1:34: catalog.warehouse: Invalid warehouse: '/var/w' (must be s3://<bucket>/<path>)",
            "1:54: catalog.catalog-id: Invalid catalog-id: 'main' (must be 12 digits, and"
                + " :<catalog> if it is nested)"));
  }

  @TestFactory
  Stream<DynamicTest> rest() throws Exception {
    Files.writeString(folder.resolve("two.lines"), "s3cret\nline\n");
    return BrokenFile.tests(
        folder,
        BrokenFile.of("without a uri", "catalog: {type: rest}\n", "1:10: catalog.uri: Missing key"),
        BrokenFile.of(
            "without a place for the state",
            "catalog: {type: rest, uri: https://c.example.com, warehouse: main}\n",
            "1:1: state: Missing key (the catalog's warehouse does not say where it is: a directory,"
                + " or s3://<bucket>/<prefix>)"),
        BrokenFile.of(
            "with a uri that is none",
            "catalog: {type: rest, uri: c.example.com/iceberg}\n",
            "1:28: catalog.uri: Invalid uri: 'c.example.com/iceberg' (must be like"
                + " https://<host>/<path>)"),
        BrokenFile.of(
            "with a password in the uri",
            "catalog: {type: rest, uri: 'https://me:s3cret@c.example.com'}\n",
            "1:28: catalog.uri: Invalid uri: a user or password in it (must have none; it is not"
                + " shown)"),
        BrokenFile.of(
            "with two ways in",
            "catalog: {type: rest, uri: https://c.example.com, warehouse: s3://a/b,"
                + " sigv4: {service: glue}, token: {env: FIRN_MASK_KEY}}\n",
            "1:72: catalog.sigv4: Invalid sigv4: token is there too (must be one of token,"
                + " credential and sigv4)"),
        BrokenFile.of(
            "with the token itself",
            "catalog: {type: rest, uri: https://c.example.com, warehouse: s3://a/b, token: s3cret}\n",
            "1:79: catalog.token: Invalid token: text (must be a mapping)"),
        BrokenFile.of(
            "with a token that is nowhere",
            "catalog: {type: rest, uri: https://c.example.com, warehouse: s3://a/b,"
                + " token: {env: NO_TOKEN}}\n",
            "1:85: catalog.token.env: Cannot read token: environment variable NO_TOKEN is not set"),
        BrokenFile.of(
            "with a credential of two lines",
            "catalog: {type: rest, uri: https://c.example.com, warehouse: s3://a/b,"
                + " credential: {file: two.lines}}\n",
            "1:91: catalog.credential.file: Invalid credential: control characters in"
                + " <folder>/two.lines (must be one line)"),
        BrokenFile.of(
            "with a signature for nobody",
            "catalog: {type: rest, uri: https://c.example.com, warehouse: s3://a/b,"
                + " sigv4: {region: Frankfurt}}\n",
            "1:79: catalog.sigv4.service: Missing key",
            "1:88: catalog.sigv4.region: Invalid region: 'Frankfurt' (must be like eu-central-1)"));
  }

  @TestFactory
  Stream<DynamicTest> properties() {
    return BrokenFile.tests(
        folder,
        BrokenFile.of(
            "that are Firn's, secret, or none",
            """
            catalog:
              type: glue
              warehouse: s3://lake/w
              properties:
                warehouse: s3://lake/other
                glue.id: "123456789012"
                glue.skip-archive: "false"
                s3.secret-access-key: s3cret
                header.Authorization: s3cret
                token-refresh-enabled: "false"
                a b: c
                s3.acl: [x]
                s3.session-token: {env: FIRN_MASK_KEY, file: x}
            """,
            "5:5: catalog.properties.warehouse: Invalid property: warehouse (must be said by"
                + " catalog.warehouse)",
            "6:5: catalog.properties.glue.id: Invalid property: glue.id (must be said by"
                + " catalog.catalog-id)",
            "7:5: catalog.properties.glue.skip-archive: Invalid property: glue.skip-archive (must be"
                + " as Firn sets it)",
            "8:5: catalog.properties.s3.secret-access-key: Invalid property: s3.secret-access-key"
                + " (must be {env: <variable>} or {file: <path>}, since nobody may see it)",
            "9:5: catalog.properties.header.Authorization: Invalid property: header.Authorization"
                + " (must be {env: <variable>} or {file: <path>}, since nobody may see it)",
            "11:5: catalog.properties.a b: Invalid property: 'a b' (must be of letters, digits and"
                + " . _ -)",
            "12:13: catalog.properties.s3.acl: Invalid acl: a list (must be text)",
            "13:23: catalog.properties.s3.session-token: Invalid session-token: both (must have"
                + " either env or file)"),
        BrokenFile.of(
            "that may be keys",
            """
            catalog:
              type: rest
              uri: https://c.example.com
              properties:
                s3.sse.key: 3q2+7w==
                s3.sse.type: custom
                header.x-access-key: s3cret
                header.Cookie: s3cret
                header.X-Iceberg-Access-Delegation: vended-credentials
            state: st
            """,
            "5:5: catalog.properties.s3.sse.key: Invalid property: s3.sse.key (must be {env:"
                + " <variable>} or {file: <path>}, since nobody may see it)",
            "7:5: catalog.properties.header.x-access-key: Invalid property: header.x-access-key"
                + " (must be {env: <variable>} or {file: <path>}, since nobody may see it)",
            "8:5: catalog.properties.header.Cookie: Invalid property: header.Cookie (must be {env:"
                + " <variable>} or {file: <path>}, since nobody may see it)"),
        BrokenFile.of(
            "with a key of no type",
            """
            catalog:
              type: glue
              warehouse: s3://lake/w
              properties: {s3.sse.key: 3q2+7w==}
            """,
            "4:16: catalog.properties.s3.sse.key: Invalid property: s3.sse.key (must be {env:"
                + " <variable>} or {file: <path>}, since nobody may see it)"));
  }
}
