package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.ObjectFormat;
import io.firn.TableName;
import io.firn.ingest.IngestRequest.OnQuarantined;
import io.firn.ingest.RefusedObject.Kind;
import io.firn.table.LogTables;
import io.firn.testing.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects whose events come from many log groups go to many tables, each event once. */
final class IngestMixedTest {
  @TempDir private Path directory;
  private MixedLake lake;

  @BeforeEach
  void open() throws IOException {
    lake = new MixedLake(directory);
    lake.route("/a", "logs.a");
    lake.route("/b", "logs.b");
    lake.route("/c", "logs.a");
  }

  @Test
  void eachEventGoesWhereItsLogGroupsRouteLeads() throws IOException {
    lake.object(
        "one",
        lake.message("/a", "s/1", "{\"n\":1}", "{\"n\":2}"),
        lake.control(),
        lake.message("/b", "s/2", "{\"n\":3,\"m\":true}"),
        lake.message("/c", "s/3", "{\"n\":4}"));
    lake.object("two", lake.message("/b", "s/2", "{\"n\":5}", "plain"));

    IngestResult result = lake.run();

    assertThat(result.refused()).isEmpty();
    assertThat(result.objects()).isEqualTo(2);
    assertThat(result.counts().events()).isEqualTo(6);
    assertThat(result.reading().controlMessages()).isEqualTo(1);
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s/1 0 1", "/a s/1 1 2", "/c s/3 0 4");
    assertThat(lake.rows("logs.b", "n"))
        .containsExactly("/b s/2 0 3", "/b s/2 0 5", "/b s/2 1 null");
    List<Record> rows = new ArrayList<>();
    lake.read("logs.b", rows::add);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.getField("log_account")).isEqualTo(MixedLake.ACCOUNT);
              assertThat(row.getField("log_region")).isEqualTo("eu-central-1");
              assertThat((String) row.getField("log_id")).matches("[0-9]{56}");
              assertThat(row.getField("log_time_source")).isNull();
            });

    IngestResult again = lake.run();
    assertThat(again.batches()).isEmpty();
    assertThat(again.found().present()).isEqualTo(2);
    assertThat(again.reading().bytesInflated()).isZero();
  }

  @Test
  void anObjectThatHoldsOnlyControlMessagesIsReadOnce() throws IOException {
    lake.object("control", lake.control(), lake.control());
    assertThat(lake.run().objects()).isEqualTo(1);
    assertThat(lake.run().found().present()).isEqualTo(1);
  }

  @Test
  void whatNoRouteTakesWaitsAndTheRestComesIn() throws IOException {
    lake.forgetRoute("/b");
    lake.object("one", lake.message("/a", "s", "{\"n\":1}"), lake.message("/b", "s", "{\"n\":2}"));

    IngestResult first = lake.run();
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s 0 1");
    assertThat(first.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.kind()).isEqualTo(Kind.UNROUTED);
              assertThat(refused.reason())
                  .isEqualTo("events of /b wait: no route takes them (add one)");
            });

    IngestResult second = lake.run();
    assertThat(second.batches()).isEmpty();
    assertThat(second.refused()).extracting(RefusedObject::kind).containsExactly(Kind.UNROUTED);

    lake.route("/b", "logs.late");
    IngestResult third = lake.run();
    assertThat(third.refused()).isEmpty();
    assertThat(third.objects()).isEqualTo(1);
    assertThat(lake.rows("logs.late", "n")).containsExactly("/b s 0 2");
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s 0 1");
    assertThat(lake.run().found().present()).isEqualTo(1);
  }

  @Test
  void whatNoRouteTakesFillsNoBatch() throws IOException {
    lake.forgetRoute("/b");
    lake.object("1", lake.message("/b", "s", "{\"n\":1}"));
    lake.object("2", lake.message("/b", "s", "{\"n\":2}"));
    lake.run();
    lake.object("3", lake.message("/b", "s", "{\"n\":3}"), lake.message("/a", "s", "{\"n\":4}"));
    lake.object("4", lake.message("/a", "s", "{\"n\":5}"));
    lake.batches(2);
    IngestResult result = lake.run();
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s 0 4", "/a s 0 5");
    assertThat(result.refused()).extracting(RefusedObject::kind).containsOnly(Kind.UNROUTED);
    assertThat(result.refused()).hasSize(3).doesNotHaveDuplicates();
    assertThat(result.found().left()).isZero();
  }

  @Test
  void aTableThatRefusesItsPartHoldsUpNoOther() throws IOException {
    lake.object("one", lake.message("/b", "s", "{\"n\":1}"));
    lake.run();
    lake.route("/b", "logs.b", Policies.frozen());
    lake.object(
        "two",
        lake.message("/a", "s", "{\"n\":2}"),
        lake.message("/b", "s", "{\"n\":3,\"other\":1}"),
        "{\"logGroup\":\"/x\"}");

    IngestResult frozen = lake.run();
    assertThat(frozen.tables())
        .filteredOn(table -> table.problem().isPresent())
        .extracting(TableResult::table)
        .containsExactly(TableName.parse("logs.b"));
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s 0 2");
    assertThat(lake.badRecords()).hasSize(1);

    lake.route("/b", "logs.b");
    lake.run();
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s 0 2");
    assertThat(lake.rows("logs.b", "other")).containsExactly("/b s 0 1", "/b s 0 null");
    assertThat(lake.badRecords()).hasSize(1);
    assertThat(lake.run().found().present()).isEqualTo(2);
  }

  @Test
  void damageRefusesTheWholeObjectOnceAndSalvageTakesWhatIsGood() throws IOException {
    lake.object("good", lake.message("/a", "s", "{\"n\":1}"));
    Path bad =
        lake.object(
            "bad", lake.message("/a", "s", "{\"n\":2}"), lake.message("/b", "s", "{\"n\":3}"));
    byte[] bytes = Files.readAllBytes(bad);
    Files.write(bad, Arrays.copyOf(bytes, bytes.length - 4));

    IngestResult result = lake.run();
    assertThat(result.refused()).extracting(RefusedObject::kind).containsExactly(Kind.QUARANTINED);
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s 0 1");
    assertThat(lake.rows("logs.b", "n")).isEmpty();
    lake.inLedger(
        ledger ->
            assertThat(ledger.quarantinedObjects())
                .singleElement()
                .satisfies(one -> assertThat(one.from()).isEmpty()));
    assertThat(lake.run().found().quarantined()).isEqualTo(1);

    lake.run(new Faults(), OnQuarantined.SALVAGE);
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s 0 1", "/a s 0 2");
    assertThat(lake.run().found().present()).isEqualTo(2);
  }

  @Test
  void eventsWithoutALogGroupAreBadRecordsUnlessTheInputNamesOne() throws IOException {
    lake.object("one", lake.message("/a", "s", "{\"n\":1}"), "{\"level\":\"info\"}");
    lake.run();
    assertThat(lake.badRecords())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.record().reason())
                  .isEqualTo("it names no log group, and neither does its input");
              assertThat(new String(record.record().bytes(), UTF_8))
                  .isEqualTo("{\"level\":\"info\"}");
            });

    lake.fallback("/b");
    lake.object("two", lake.message("/a", "s", "{\"n\":2}"), "{\"level\":\"info\"}");
    lake.run();
    assertThat(lake.rows("logs.b", "level")).hasSize(1);
    lake.read("logs.b", row -> assertThat(row.getField("log_time_source")).isEqualTo("object"));
    assertThat(lake.badRecords()).hasSize(1);
  }

  @Test
  void anObjectThatTurnsOutToBeMixedIsReadAsOne() throws IOException {
    lake.format(ObjectFormat.AUTO);
    lake.fallback("/a");
    lake.object("export", "2026-01-01T12:00:00.000Z {\"n\":1}\n".getBytes(UTF_8));
    lake.object(
        "mixed", lake.message("/b", "s", "{\"n\":2}"), lake.message("/c", "s", "{\"n\":3}"));

    IngestResult result = lake.run();
    assertThat(result.refused()).isEmpty();
    assertThat(result.objects()).isEqualTo(2);
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a null 0 1", "/c s 0 3");
    assertThat(lake.rows("logs.b", "n")).containsExactly("/b s 0 2");
    IngestResult again = lake.run();
    assertThat(again.found().present()).isEqualTo(2);
    assertThat(again.batches()).isEmpty();
  }

  @Test
  void aTableThatWasDroppedIsFilledAgainAndNoOther() throws IOException {
    lake.object("one", lake.message("/a", "s", "{\"n\":1}"), lake.message("/b", "s", "{\"n\":2}"));
    lake.run();
    lake.inCatalog(
        catalog -> catalog.dropTable(LogTables.identifier(TableName.parse("logs.b")), true));

    IngestResult lost = lake.run();
    assertThat(lost.found().lost())
        .singleElement()
        .satisfies(table -> assertThat(table.table()).isEqualTo(TableName.parse("logs.b")));
    lake.inLedger(
        ledger ->
            ledger
                .batches()
                .forEach(batch -> ledger.reopen(batch, TableName.parse("logs.b"), "by test")));

    assertThat(lake.run().objects()).isEqualTo(1);
    assertThat(lake.rows("logs.b", "n")).containsExactly("/b s 0 2");
    assertThat(lake.rows("logs.a", "n")).containsExactly("/a s 0 1");
  }

  @Test
  void runsThatAreKilledAnywhereLeaveEachEventOnce() throws IOException {
    Random random = new Random(7);
    lake.batches(3);
    List<String> a = new ArrayList<>();
    List<String> b = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      lake.object(
          "object" + i,
          lake.message("/a", "s", "{\"n\":%d,\"k%d\":1}".formatted(i, i)),
          lake.message("/b", "s", "{\"n\":%d}".formatted(i)),
          lake.message("/a", "s", "{\"n\":%d}".formatted(i)),
          "{\"bad\":1}");
      a.add("/a s 0 " + i);
      a.add("/a s 0 " + i);
      b.add("/b s 0 " + i);
    }
    int crashes = 0;
    for (int run = 0; run < 100; run++) {
      Faults faults = new Faults();
      int at = 1 + random.nextInt(80);
      int[] step = {0};
      faults.before(
          name -> {
            if (++step[0] == at) {
              throw new Faults.Crash(name);
            }
          });
      try {
        if (lake.run(faults, OnQuarantined.SKIP).found().present() == 8) {
          break;
        }
      } catch (Faults.Crash e) {
        crashes++;
        lake.waitForLeases();
      }
    }
    lake.run();
    assertThat(crashes).isGreaterThan(3);
    assertThat(lake.rows("logs.a", "n")).isEqualTo(a);
    assertThat(lake.rows("logs.b", "n")).isEqualTo(b);
    assertThat(lake.badRecords()).hasSize(8);
  }
}
