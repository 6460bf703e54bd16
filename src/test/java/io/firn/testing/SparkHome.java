package io.firn.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Spark home as its users have one, with {@code bin/spark-submit}, whose jars are links to those
 * of the assembled home, some of them taken out or in the place of others.
 */
public final class SparkHome {
  /** Folders of jars that {@code firn_foreign_jars} of the scripts has assembled. */
  private static final String FOREIGN_JARS = System.getProperty("firn.foreign-jars", "");

  private static final Pattern JAR = Pattern.compile("(?<artifact>.+?)-(?<version>\\d.*)\\.jar");

  /** What Spark's own does: its launcher prints a line, then words with NULs between. */
  private static final String SUBMIT =
      """
      #!/usr/bin/env bash
      home=$(cd "$(dirname "$0")/.." && pwd -P)
      command=()
      while IFS= read -r -d '' word; do
        command+=("$word")
      done < <("$JAVA_HOME/bin/java" -cp "$home/jars/*" \\
        org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@" | tail -n +2)
      exec "${command[@]}"
      """;

  private final Path path;

  private SparkHome(Path path) {
    this.path = path;
  }

  /** Makes one with all jars of another. */
  public static SparkHome linkedTo(Path other, Path path) throws IOException {
    SparkHome home = new SparkHome(path);
    home.link(other.resolve("jars"), "jars");
    home.link(other.resolve("conf"), "conf");
    Path submit = Files.createDirectories(path.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, SUBMIT);
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  /** Whether there are any foreign jars. */
  public static boolean hasForeignJars() {
    return !FOREIGN_JARS.isEmpty();
  }

  /** The folder of a set of foreign jars. */
  public static Path foreign(String set) {
    return Path.of(FOREIGN_JARS, set, "jars");
  }

  public Path path() {
    return path;
  }

  /** The names of the jars that begin so. */
  public List<String> jars(String prefix) throws IOException {
    return names(path.resolve("jars")).stream().filter(jar -> jar.startsWith(prefix)).toList();
  }

  /** Takes out jars, by name. */
  public SparkHome without(Predicate<String> jars) throws IOException {
    for (String jar : names(path.resolve("jars"))) {
      if (jars.test(jar)) {
        Files.delete(path.resolve("jars").resolve(jar));
      }
    }
    return this;
  }

  /** Puts in jars of a foreign set; those of the same artifacts go. */
  public SparkHome with(String set, Predicate<String> jars) throws IOException {
    for (String jar : names(foreign(set))) {
      if (jars.test(jar)) {
        without(there -> artifact(there).equals(artifact(jar)));
        Files.createSymbolicLink(path.resolve("jars").resolve(jar), foreign(set).resolve(jar));
      }
    }
    return this;
  }

  private static String artifact(String jar) {
    Matcher name = JAR.matcher(jar);
    return name.matches() ? name.group("artifact") : jar;
  }

  private void link(Path from, String folder) throws IOException {
    Path to = Files.createDirectories(path.resolve(folder));
    for (String name : names(from)) {
      Files.createSymbolicLink(to.resolve(name), from.resolve(name));
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
