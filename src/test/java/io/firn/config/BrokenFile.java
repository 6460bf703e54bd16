package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A config file with the problems that it has, each {@code <line>:<column>: <path>: <text>}.
 *
 * @param problems in the order of the message
 */
record BrokenFile(String name, String text, List<String> problems) {
  static final Map<String, String> ENVIRONMENT =
      Map.of("FIRN_MASK_KEY", "0123456789abcdef", "SHORT_KEY", "fifteen-s3cret!");

  static BrokenFile of(String name, String text, String... problems) {
    return new BrokenFile(name, text, List.of(problems));
  }

  /** A test for each: the whole message is as stated, and nothing of a key is in it. */
  static Stream<DynamicTest> tests(Path folder, BrokenFile... files) {
    return Arrays.stream(files)
        .map(file -> DynamicTest.dynamicTest(file.name, () -> file.check(folder)));
  }

  private void check(Path folder) {
    Path file = written(folder);
    ConfigException failure =
        catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file, ENVIRONMENT));
    assertThat(failure).as("problems of %s", text).isNotNull();
    assertThat(failure.getMessage())
        .isEqualTo(
            problems.stream()
                .map(problem -> file + ":" + problem.replace("<folder>", folder.toString()))
                .collect(Collectors.joining("\n")))
        .doesNotContain("s3cret");
    assertThat(failure.problems()).hasSameSizeAs(problems);
  }

  private Path written(Path folder) {
    try {
      return Files.writeString(folder.resolve("firn.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
