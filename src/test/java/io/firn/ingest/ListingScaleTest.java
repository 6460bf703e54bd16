package io.firn.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the number of objects. */
@Tag("long")
final class ListingScaleTest {
  @TempDir private Path directory;

  @Test
  void aMillionObjectsFitIntoASmallHeap() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MillionObjects.class.getName(),
                    directory.resolve("warehouse").toString()))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    System.out.println(out);

    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out)
        .containsPattern("listing: 1000000 objects in ")
        .containsPattern("plain: 1000000 objects in ")
        .containsPattern("all folders: 1000000 objects in ")
        // The last hour begun and the 48 before it.
        .containsPattern("lookback: 24500 objects in ");
  }
}
