package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "1B, 1, 1B",
    "1000B, 1000, 1KB",
    "1024B, 1024, 1KiB",
    "64MB, 64000000, 64MB",
    "64 mib, 67108864, 64MiB",
    "100GB, 100000000000, 100GB",
    "2TiB, 2199023255552, 2TiB",
    "1001KB, 1001000, 1001KB",
    "1024000B, 1024000, 1000KiB",
    "9223372036854775B, 9223372036854775, 9223372036854775B"
  })
  void sizesHaveUnits(String text, long bytes, String printed) {
    ByteSize size = ByteSize.parse(text);
    assertThat(size.bytes()).isEqualTo(bytes);
    assertThat(size).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "GB", "-1GB", "1.5GB", "1PB", "1 GB ", "1  GB", "0x1B", "1KIBB"})
  void otherFormsAreRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid size: '"
                + text
                + "' (must be like 100GB, with B, KB, MB, GB, TB or KiB to TiB)");
  }

  @Test
  void nothingIsNoSizeNorIsMoreThanALongHolds() {
    assertThatThrownBy(() -> ByteSize.parse("0KB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid size: 0B (must be > 0)");
    assertThatThrownBy(() -> ByteSize.parse("9223373TB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid size: '9223373TB' (must be at most 9223372036854775807B)");
  }

  @Test
  void everySizeIsReadBack() {
    long seed = 20261201;
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      long unit = random.nextBoolean() ? 1000 : 1024;
      ByteSize size = new ByteSize((1 + random.nextInt(5000)) * unit * (1 + random.nextInt(3)));
      assertThat(ByteSize.parse(size.toString())).as("seed %d, %s", seed, size).isEqualTo(size);
    }
  }
}
