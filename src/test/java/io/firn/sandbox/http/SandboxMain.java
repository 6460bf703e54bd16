package io.firn.sandbox.http;

import io.firn.sandbox.Quotas;
import io.firn.sandbox.SandboxSettings;
import io.firn.sandbox.TaskTimes;
import io.firn.sandbox.TestClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The sandbox for people: {@code scripts/sandbox} starts it. */
public final class SandboxMain {
  private static final int USAGE = 2;
  private static final int OUTSIDE_FAILURE = 3;
  private static final List<String> BUCKETS = List.of("landing", "lake");

  private SandboxMain() {}

  public static void main(String[] arguments) throws Exception {
    try {
      run(List.of(arguments));
    } catch (IllegalArgumentException e) {
      end(USAGE, e);
    } catch (NoSuchFileException e) {
      end(USAGE, new IOException("Cannot read " + e.getFile() + ": no such file", e));
    } catch (IOException e) {
      end(OUTSIDE_FAILURE, e);
    }
  }

  private static void end(int code, Exception failure) {
    System.err.println("firn: " + failure.getMessage());
    System.exit(code);
  }

  private static void run(List<String> arguments) throws Exception {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    Arguments rest =
        Arguments.of(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
    switch (command) {
      case "serve" -> serve(rest);
      case "load" -> load(rest);
      case "status" ->
          System.out.print(new ControlClient(URI.create(rest.text("endpoint"))).status());
      default ->
          throw new IllegalArgumentException(
              "Invalid command: '" + command + "' (must be serve, load or status)");
    }
  }

  /** Serves until the process is ended; the ready file then holds the endpoint. */
  private static void serve(Arguments arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments.text("buckets"))).toRealPath();
    Sandbox sandbox =
        Sandbox.start(
            new Sandbox.Setup(
                TestClock.running(),
                SandboxSettings.defaults()
                    .withTaskTimes(TaskTimes.byBytes(Duration.ofSeconds(2), 50 << 20))
                    .withQuotas(Quotas.BY_REAL_CLOCK),
                Optional.of(directory),
                arguments.number("port")));
    BUCKETS.forEach(bucket -> create(bucket, sandbox));
    Path ready = Path.of(arguments.text("ready"));
    Path part = ready.resolveSibling(ready.getFileName() + ".part");
    Files.writeString(part, sandbox.endpoint() + "\n");
    Files.move(part, ready, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void create(String bucket, Sandbox sandbox) {
    try {
      sandbox.s3().createBucket(bucket);
    } catch (S3Exception e) {
      // It is there from before.
      if (e.statusCode() != 409) {
        throw e;
      }
    }
  }

  private static void load(Arguments arguments) throws IOException {
    Path file = Path.of(arguments.text("file"));
    String group = arguments.text("log-group");
    String stream = arguments.textOr("log-stream", file.getFileName().toString());
    LoadFile events = new LoadFile(file, System.currentTimeMillis());
    if (arguments.has("days-ago")) {
      events = events.movedTo(arguments.number("days-ago"));
    }
    long count =
        new ControlClient(URI.create(arguments.text("endpoint"))).load(group, stream, events);
    System.out.printf("Put %,d events into %s, stream %s%n", count, group, stream);
  }
}
