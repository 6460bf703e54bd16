package io.firn.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.AccountRegion;
import io.firn.ExportWindow;
import io.firn.ExportWindow.Purpose;
import io.firn.LogGroup;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LandingLayoutTest {
  private static final AccountRegion PLACE = new AccountRegion("123456789012", "eu-central-1");
  private static final ExportWindow WINDOW =
      new ExportWindow(
          0,
          Instant.parse("2026-11-14T00:00:00Z"),
          Instant.parse("2026-11-14T23:59:59.999Z"),
          Purpose.EXPORT);
  private static final String ATTEMPT = "20261116T010203.004Z";

  @Test
  void whereAnAttemptLands() {
    assertThat(
            new LandingLayout("b", "a/z")
                .attempt(PLACE, new LogGroup("/aws/lambda/resize#1"), WINDOW, ATTEMPT))
        .isEqualTo(
            "a/z/123456789012/eu-central-1/aws-lambda-resize-1-7d56b7ea"
                + "/20261114T000000.000Z_20261114T235959.999Z/20261116T010203.004Z");
    assertThat(new LandingLayout("b", "").attempt(PLACE, new LogGroup("g"), WINDOW, ATTEMPT))
        .startsWith("123456789012/eu-central-1/g-");
    assertThat(LandingLayout.time(Instant.parse("2026-11-16T01:02:03.004Z"))).isEqualTo(ATTEMPT);
  }

  @Test
  void whereMarkersAre() {
    LandingLayout layout = new LandingLayout("b", "a");
    Instant finished = Instant.parse("2026-11-16T23:59:59.999Z");
    assertThat(layout.marker(finished, "id", false)).isEqualTo("a/windows/2026/11/16/id.json");
    assertThat(layout.marker(finished, "id", true)).isEqualTo("a/windows/2026/11/16/id.empty.json");
    assertThat(layout.marker(finished, "id", false))
        .startsWith(layout.markers(LocalDate.parse("2026-11-16")));
    assertThat(layout.markers()).isEqualTo("a/windows/");
    assertThat(new LandingLayout("b", "").markers()).isEqualTo("windows/");
  }

  @Test
  void noTwoGroupsShareAFolder() {
    Set<String> folders = new HashSet<>();
    for (String name : List.of("/a/b", "/a-b", "a-b", "/a#b", "a/b", "-a-b", "/", ".", "A-b")) {
      assertThat(folders.add(LandingLayout.folder(new LogGroup(name)))).as(name).isTrue();
    }
    assertThat(folders).allMatch(folder -> folder.matches("[A-Za-z0-9_.-]*-[0-9a-f]{8}"));
  }

  @Test
  void theLongestKeyIsWithinWhatS3Takes() {
    String root = "r".repeat(200);
    String prefix =
        new LandingLayout("b", root)
            .attempt(
                new AccountRegion("123456789012", "us-gov-northeast-10"),
                new LogGroup("g".repeat(512)),
                WINDOW,
                ATTEMPT);
    String task = "01234567-89ab-cdef-0123-456789abcdef";
    String key = prefix + "/" + task + "/" + "s".repeat(512) + "/000000.gz";
    assertThat(key.length()).isLessThanOrEqualTo(1024);
  }

  @Test
  void rootsThatCannotBe() {
    assertThatThrownBy(() -> new LandingLayout("b", "r".repeat(201)))
        .hasMessageStartingWith("Invalid landing prefix: 'rrr")
        .hasMessageEndingWith(
            "(must be at most 200 bytes, as keys of exported objects are up to 1,024)");
    assertThatThrownBy(() -> new LandingLayout("b", "a/"))
        .hasMessage("Invalid landing prefix: 'a/' (must not start or end with a slash)");
  }
}
