package io.firn.sample;

import io.firn.LogGroup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/** Where an export goes, and the group and stream that it says it comes from. */
record ExportTarget(Path out, LogGroup group, String stream) {
  private static final Pattern STREAM = Pattern.compile("[^:*\\p{Cntrl}]{1,512}");

  ExportTarget {
    if (!STREAM.matcher(stream).matches() || stream.equals(".") || stream.equals("..")) {
      throw new IllegalArgumentException(
          "Invalid stream: '" + stream + "' (must be 1 to 512 characters without : and *)");
    }
  }

  /** The folder of the task that exports {@code content}: equal exports have equal task ids. */
  ExportFolder folder(Object content) {
    String name = group.name() + "\n" + stream + "\n" + content;
    return new ExportFolder(out, UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }
}
