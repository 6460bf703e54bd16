package io.firn.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.decode.GiantObject.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gigabyte of each format in a heap of 128 MB: memory does not grow with an object. */
@Tag("long")
final class GiantObjectsTest {
  private static final long BYTES = 1_000_000_000;
  private static final Pattern REPORT = Pattern.compile("(\\w+): (\\d+) of (\\d+) events, .*");

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aGigabyteFitsIntoASmallHeap(Kind kind) throws IOException, InterruptedException {
    // Zipped objects are as large once they are inflated.
    boolean zipped =
        kind == Kind.GZIP_ENVELOPES || kind == Kind.KINESIS || kind == Kind.BASE64_LINES;
    long stored = zipped ? BYTES / 4 : BYTES;
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    GiantObject.class.getName(),
                    kind.name(),
                    String.valueOf(stored)))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    System.out.println(out);

    assertThat(process.waitFor()).as(out).isZero();
    Matcher report = REPORT.matcher(out);
    assertThat(report.matches()).as(out).isTrue();
    assertThat(report.group(2)).as(out).isEqualTo(report.group(3)).isNotEqualTo("0");
  }
}
