package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The parser that docs/parsers.md shows, as the jar that it says to make. */
public final class DocumentedParser {
  private static final String SERVICES = "META-INF/services/io.firn.parse.MessageParserProvider";

  private DocumentedParser() {}

  /**
   * Compiles the example.
   *
   * @param classPath what it is compiled against
   * @return the jar
   */
  public static Path jar(Path folder, String classPath) throws IOException {
    String document = Files.readString(Path.of("docs/parsers.md"));
    String source = group(document, "```java\n(.*?)```");
    String provider = group(document, "one line, `([^`]+)`");
    if (!document.contains(SERVICES)) {
      throw new AssertionError("docs/parsers.md does not name " + SERVICES);
    }
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    CompilationTask task =
        compiler.getTask(
            null,
            null,
            null,
            List.of("-d", classes.toString(), "-cp", classPath, "-Xlint:all", "-Werror"),
            null,
            List.of(new Source(provider, source)));
    if (!task.call()) {
      throw new AssertionError("The example of docs/parsers.md does not compile");
    }
    Path jar = folder.resolve("order-lines.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> compiled = Files.walk(classes)) {
      for (Path path : compiled.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
      out.putNextEntry(new JarEntry(SERVICES));
      out.write((provider + "\n").getBytes(UTF_8));
    }
    return jar;
  }

  private static String group(String document, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(document);
    if (!matcher.find()) {
      throw new AssertionError("docs/parsers.md has no " + pattern);
    }
    return matcher.group(1);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
