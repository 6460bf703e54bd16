package io.firn.ingest;

import static io.firn.ingest.BadInput.STAMP;
import static io.firn.ingest.BadInput.accepted;
import static io.firn.ingest.BadInput.badStart;
import static io.firn.ingest.BadInput.concat;
import static io.firn.ingest.BadInput.damaged;
import static io.firn.ingest.BadInput.export;
import static io.firn.ingest.BadInput.lines;
import static io.firn.ingest.BadInput.text;
import static io.firn.ingest.BadInput.utf8;
import static java.nio.charset.StandardCharsets.UTF_16;

import io.firn.ingest.BadInput.Accepted;
import io.firn.ingest.BadInput.Event;
import io.firn.ingest.BadInput.Form;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Objects whose lines are not those of an export. */
final class BadLines {
  private static final String NO_LINES = "^it has no export lines: .*; NDJSON\\? .*$";
  private static final String MARK = "\uFEFF";
  private static final Event ONE = Event.text("one");

  /** No time that there is, or none in the form that exports have. */
  private static final List<String> NO_STAMPS =
      List.of(
          "2026-01-01T00:00:60.000Z x",
          "2026-02-30T00:00:00.000Z x",
          "2025-02-29T00:00:00.000Z x",
          "2026-01-01T24:00:00.000Z x",
          "2026-13-01T00:00:00.000Z x",
          "2026-00-01T00:00:00.000Z x",
          "2026-01-01t00:00:00.000z x",
          "2026-01-01T00:00:00Z x",
          "2026-01-01T00:00:00.000+00:00 x",
          "2026-01-01 00:00:00.000Z x",
          STAMP + "\tx",
          STAMP + "x",
          STAMP + "\r",
          " " + STAMP + " x",
          "2026-01-01T00:0");

  private BadLines() {}

  static List<BadInput> all() throws IOException {
    List<BadInput> all = new ArrayList<>(withoutStamps());
    all.addAll(almostStamps());
    all.addAll(unusual());
    return all;
  }

  private static List<BadInput> withoutStamps() throws IOException {
    byte[] records = utf8("{\"a\":1}\n{\"a\":2}\n");
    return List.of(
        damaged("no stamps", utf8("a line\nanother\n"), NO_LINES, 0),
        damaged("no stamps, no newline", utf8("x"), NO_LINES, 0),
        damaged("NDJSON", records, NO_LINES, 0),
        damaged("NDJSON in gzip", BadContainers.gzip(records), NO_LINES, 0),
        damaged("blank lines", utf8("\n\n\r\n \n"), NO_LINES, 0),
        damaged("BOM alone", utf8(MARK), NO_LINES, 0),
        damaged("NULs without stamps", new byte[3 << 20], NO_LINES, 0),
        damaged("UTF-16", (STAMP + " x\n").getBytes(UTF_16), NO_LINES, 0));
  }

  private static List<BadInput> almostStamps() {
    List<BadInput> almost = new ArrayList<>();
    for (int i = 0; i < NO_STAMPS.size(); i++) {
      String line = NO_STAMPS.get(i);
      almost.add(badStart("no stamp " + i + " first", line + "\n", ONE));
      almost.add(text("no stamp " + i + " later", "first\n" + line, "second"));
    }
    return almost;
  }

  private static List<BadInput> unusual() {
    Event empty = Event.text("");
    byte[] lost = utf8(MARK + STAMP + " lost\n");
    return List.of(
        accepted("BOM", concat(utf8(MARK), export(ONE)), ONE),
        new BadInput(
            "two BOMs",
            concat(utf8(MARK), lost, export(ONE)),
            new Accepted(List.of(ONE), lost, lost.length)),
        lines(
            "BOM in the middle",
            Event.text("a\n" + MARK + STAMP + " b"),
            Event.text(MARK + "{\"a\":1}")),
        lines("CRLF", Event.text("one\r"), Event.json("{\"crlf\":1}\r"), Event.text("\r")),
        text("NULs", "a\0b", "\0", "\0\0\n\0", "{\"a\":\"\0\"}", "{\"a\":1}\0"),
        badStart("text first", "stray\n\nlines\n", ONE),
        badStart("a stray MiB first", "y".repeat(3 << 20) + "\n", ONE),
        badStart("blank lines first", "\n\n", ONE),
        lines("no message", empty, empty, ONE, empty),
        accepted(
            "no message, no space", utf8(STAMP + "\n" + STAMP + "\n" + STAMP), empty, empty, empty),
        accepted("no final newline", utf8(STAMP + " one"), ONE),
        text("continued", "a\n\n\tat b\n{\"c\":1}\n\n"),
        text("stamp within a line", "at " + STAMP + " x", STAMP + " " + STAMP),
        lines(
            "far times",
            new Event(Form.TEXT, "0000-02-29T00:00:00.001Z", utf8("old")),
            new Event(Form.TEXT, "1969-12-31T23:59:59.999Z", utf8("before the epoch")),
            new Event(Form.JSON, "9999-12-31T23:59:59.999Z", utf8("{\"far\":true}")),
            new Event(Form.TEXT, "2024-02-29T12:00:00.000Z", utf8("leap day"))));
  }
}
