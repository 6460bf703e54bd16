package io.firn.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The driver as a process of its own. */
public final class DriverProcess {
  private static final int SECONDS = 200;

  private final Process process;
  private final Path out;
  private final Path err;

  private DriverProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** How it ended. */
  public record Ended(int code, String out, String err) {
    /** What it warned of, each in one line. */
    public List<String> warnings() {
      return err.lines().filter(line -> line.startsWith("firn: ")).toList();
    }
  }

  /**
   * Starts it.
   *
   * @param program what follows {@code java}
   * @param environment added to this process's
   * @param folder for what it prints
   */
  public static DriverProcess start(
      List<String> program, Map<String, String> environment, Path folder, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(program);
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new DriverProcess(builder.start(), out, err);
  }

  public Ended ended() throws Exception {
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Kills it, as kill -9 does, unless it has ended. */
  public boolean killed() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(SECONDS, TimeUnit.SECONDS);
    // 128 + SIGKILL.
    return process.exitValue() == 137;
  }
}
