package io.firn.landing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that CreateExportTask writes: {@code <prefix>/<task id>/<stream>/000000.gz}, the
 * stream's slashes replaced by dashes.
 */
final class ExportLayout {
  private static final Pattern KEY =
      Pattern.compile(
          "(?<folder>(?:.*/)?(?<task>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))"
              + "/(?<stream>[^/]+)/[0-9]{6}(?:\\.gz)?");

  /** A Lambda stream, {@code 2026/11/18/[$LATEST]0123abcd}, the one form that unfolds safely. */
  private static final Pattern LAMBDA =
      Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})-(\\[[^\\]]+\\][0-9a-f]{32})");

  private ExportLayout() {}

  /** The stream that the key tells; empty if it is of another layout. */
  static Optional<String> stream(String key) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches() ? Optional.of(unfold(matcher.group("stream"))) : Optional.empty();
  }

  /** The export task that the key tells; empty if it is of another layout. */
  static Optional<TaskFolder> task(String key) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches()
        ? Optional.of(new TaskFolder(matcher.group("folder"), matcher.group("task")))
        : Optional.empty();
  }

  private static String unfold(String folder) {
    Matcher lambda = LAMBDA.matcher(folder);
    return lambda.matches()
        ? String.join("/", lambda.group(1), lambda.group(2), lambda.group(3), lambda.group(4))
        : folder;
  }
}
