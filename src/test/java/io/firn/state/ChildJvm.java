package io.firn.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main of the tests in a process of its own, which is asked and answers by lines. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter requests;

  private ChildJvm(Process process) {
    this.process = process;
    answers = process.inputReader(UTF_8);
    requests = new PrintWriter(process.outputWriter(UTF_8), true);
  }

  static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ChildJvm(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** The next line that it writes. */
  String answer() throws IOException {
    String line = answers.readLine();
    assertThat(line).as("the child has ended").isNotNull();
    return line;
  }

  String ask(String request) throws IOException {
    requests.println(request);
    return answer();
  }

  /** Sends a signal of that name. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** The code with which it ends by itself. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the child ends").isTrue();
    return process.exitValue();
  }

  /** Ends it as {@code kill -9} does, suspended or not; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
