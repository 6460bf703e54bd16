package io.firn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The packaged jar holds Firn and what is relocated into it; the platform brings the rest. */
final class ThinJarIT {
  private static final Path JAR = Path.of(System.getProperty("firn.jar"));
  private static final long LARGEST = 5L << 20;

  private static List<String> files() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().filter(e -> !e.isDirectory()).map(JarEntry::getName).toList();
    }
  }

  @Test
  void allClassesAreFirnsOwnOrRelocated() throws IOException {
    List<String> classes = files().stream().filter(name -> name.endsWith(".class")).toList();
    assertThat(classes).isNotEmpty().allMatch(name -> name.startsWith("io/firn/"));
    assertThat(classes)
        .contains(
            "io/firn/shaded/picocli/CommandLine.class",
            "io/firn/shaded/jackson/databind/ObjectMapper.class",
            "io/firn/shaded/snakeyaml/Yaml.class")
        .filteredOn(name -> name.startsWith("io/firn/shaded/"))
        .allMatch(name -> name.matches("io/firn/shaded/(picocli|jackson|snakeyaml)/.*"));
  }

  @Test
  void nothingOfThePlatformIsInside() throws IOException {
    assertThat(files())
        .noneMatch(
            name ->
                name.matches(
                    ".*(org/apache/(spark|iceberg|hadoop)|software/amazon|org/slf4j|org/sqlite"
                        + "|scala/|org/jspecify|module-info).*"));
  }

  @Test
  void servicesNameClassesThatAreInside() throws IOException {
    List<String> files = files();
    List<String> services =
        files.stream().filter(name -> name.startsWith("META-INF/services/")).toList();
    assertThat(services).allMatch(name -> name.startsWith("META-INF/services/io.firn."));
    for (String service : services) {
      assertThat(lines(service))
          .as(service)
          .isNotEmpty()
          .allMatch(type -> files.contains(type.replace('.', '/') + ".class"));
    }
  }

  private static List<String> lines(String entry) throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile());
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    jar.getInputStream(jar.getJarEntry(entry)), StandardCharsets.UTF_8))) {
      return reader.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
  }

  @Test
  void theManifestNamesTheMainClassThatIsInside() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.firn.cli.Main");
      assertThat(jar.getJarEntry("io/firn/cli/Main.class")).isNotNull();
    }
  }

  @Test
  void theJarIsSmall() throws IOException {
    assertThat(Files.size(JAR)).isLessThan(LARGEST);
  }
}
