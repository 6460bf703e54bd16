package io.firn.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP/1.1 proxy on 127.0.0.1 before one server, that does to requests what networks and busy
 * servers do to them. Heads of requests go on as they are, so that their signatures hold.
 */
public final class FaultyProxy implements Closeable {
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(?<method>[A-Z]+) (?<target>\\S+) HTTP/1\\.1");
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (?<status>\\d{3}).*");
  private static final int CONTINUE = 100;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int BUFFER = 8_192;

  private final URI server;
  private final ServerSocket socket;
  private final ExecutorService connections = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

  private FaultyProxy(URI server, ServerSocket socket) {
    this.server = server;
    this.socket = socket;
  }

  /**
   * What the proxy sees of a request.
   *
   * @param target the path with the query
   * @param headers by their names in lower case
   */
  public record Request(String method, String target, Map<String, String> headers) {
    /** Whether it reads a key, or a part of it. */
    public boolean reads(String key) {
      return method.equals("GET") && target.split("\\?", 2)[0].endsWith(key);
    }
  }

  /** What happens to a request. */
  public sealed interface Fault {
    /** The answer comes later. */
    record Latency(Duration duration) implements Fault {}

    /** The server has too much to do and answers 503. */
    record SlowDown() implements Fault {}

    /** After so many bytes of the answer's body the connection is reset. */
    record Reset(long afterBytes) implements Fault {}

    /** After so many bytes of the answer's body nothing more comes, and the connection stays. */
    record Stall(long afterBytes) implements Fault {}

    /** Something else happens before the server sees the request. */
    record Meanwhile(Runnable event) implements Fault {}
  }

  /** A fault, for which requests, and how many of them are still to have it. */
  private record Rule(Predicate<Request> requests, Fault fault, AtomicInteger left) {
    boolean takes(Request request) {
      return requests.test(request) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  /** Starts one before the server; to be closed by the caller. */
  public static FaultyProxy before(URI server) throws IOException {
    FaultyProxy proxy =
        new FaultyProxy(server, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    proxy.connections.execute(proxy::accept);
    return proxy;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Lets a fault happen to the next so many requests of those; the rule that came first wins. */
  public FaultyProxy next(int times, Predicate<Request> requests, Fault fault) {
    rules.add(new Rule(requests, fault, new AtomicInteger(times)));
    return this;
  }

  /** Lets no more faults happen. */
  public void clear() {
    rules.clear();
  }

  /** How many faults have not happened yet. */
  public int outstanding() {
    return rules.stream().mapToInt(rule -> rule.left().get()).sum();
  }

  /** All that have come so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        Socket client = socket.accept();
        open.add(client);
        connections.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(server.getHost(), server.getPort())) {
      open.add(upstream);
      Connection connection = new Connection(client, upstream);
      boolean more = true;
      while (more) {
        more = connection.exchange();
      }
    } catch (IOException e) {
      // Either side has gone, and so does the other.
    } finally {
      open.remove(client);
    }
  }

  /** One client's connection with one to the server, which is used for all of its requests. */
  private final class Connection {
    private final Socket client;
    private final InputStream fromClient;
    private final OutputStream toClient;
    private final InputStream fromServer;
    private final OutputStream toServer;

    Connection(Socket client, Socket upstream) throws IOException {
      this.client = client;
      fromClient = new BufferedInputStream(client.getInputStream());
      toClient = new BufferedOutputStream(client.getOutputStream());
      fromServer = new BufferedInputStream(upstream.getInputStream());
      toServer = new BufferedOutputStream(upstream.getOutputStream());
    }

    /** Passes on one request and its answer; whether the connection can take more. */
    boolean exchange() throws IOException {
      Head head = Head.read(fromClient);
      Matcher line = head.match(REQUEST_LINE);
      Request request = new Request(line.group("method"), line.group("target"), head.headers());
      requests.add(request);
      Fault fault =
          rules.stream()
              .filter(rule -> rule.takes(request))
              .map(Rule::fault)
              .findFirst()
              .orElse(null);
      if (fault instanceof Fault.SlowDown) {
        // The body stays unread, so this is the connection's last answer.
        write(toClient, SLOW_DOWN);
        return false;
      }
      if (fault instanceof Fault.Meanwhile meanwhile) {
        meanwhile.event().run();
      }
      Head answer = forward(head);
      if (fault instanceof Fault.Latency latency) {
        pause(latency.duration());
      }
      answer.write(toClient);
      copyAnswer(request, answer, fault);
      toClient.flush();
      return !answer.says("connection", "close") && !head.says("connection", "close");
    }

    private Head forward(Head head) throws IOException {
      head.write(toServer);
      toServer.flush();
      if (head.says("expect", "100-continue")) {
        Head interim = Head.read(fromServer);
        if (interim.status() != CONTINUE) {
          return interim;
        }
        interim.write(toClient);
        toClient.flush();
      }
      copyBody(head, fromClient, toServer);
      toServer.flush();
      Head answer = Head.read(fromServer);
      while (answer.status() == CONTINUE) {
        answer = Head.read(fromServer);
      }
      return answer;
    }

    private void copyAnswer(Request request, Head answer, Fault fault) throws IOException {
      int status = answer.status();
      if (request.method().equals("HEAD") || status == NO_CONTENT || status == NOT_MODIFIED) {
        return;
      }
      if (fault instanceof Fault.Reset reset) {
        copy(fromServer, toClient, Math.min(reset.afterBytes(), answer.length()));
        toClient.flush();
        client.setSoLinger(true, 0);
        throw new EOFException("reset");
      }
      if (fault instanceof Fault.Stall stall) {
        copy(fromServer, toClient, Math.min(stall.afterBytes(), answer.length()));
        toClient.flush();
        // Until the client has had enough.
        int end = fromClient.read();
        throw new EOFException("stalled; then the client sent " + end);
      }
      copyBody(answer, fromServer, toClient);
    }
  }

  private static final String SLOW_DOWN = slowDown();

  private static String slowDown() {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>SlowDown</Code>"
            + "<Message>Please reduce your request rate.</Message></Error>";
    return "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: "
        + body.length()
        + "\r\nConnection: close\r\n\r\n"
        + body;
  }

  /** First line and headers of a request or an answer, as they came. */
  private record Head(String text, Map<String, String> headers) {
    static Head read(InputStream in) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      String line = readLine(in, bytes);
      Map<String, String> headers = new HashMap<>();
      while (!line.isEmpty()) {
        line = readLine(in, bytes);
        int colon = line.indexOf(':');
        if (colon > 0) {
          headers.put(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
      }
      return new Head(bytes.toString(StandardCharsets.ISO_8859_1), headers);
    }

    Matcher match(Pattern pattern) throws IOException {
      String first = text.lines().findFirst().orElse("");
      Matcher matcher = pattern.matcher(first);
      if (!matcher.matches()) {
        throw new IOException("no HTTP/1.1: " + first);
      }
      return matcher;
    }

    int status() throws IOException {
      return Integer.parseInt(match(STATUS_LINE).group("status"));
    }

    boolean says(String header, String value) {
      return value.equalsIgnoreCase(headers.get(header));
    }

    boolean isChunked() {
      return says("transfer-encoding", "chunked");
    }

    long length() {
      return Long.parseLong(headers.getOrDefault("content-length", "0"));
    }

    void write(OutputStream out) throws IOException {
      FaultyProxy.write(out, text);
    }
  }

  private static void copyBody(Head head, InputStream from, OutputStream to) throws IOException {
    if (!head.isChunked()) {
      copy(from, to, head.length());
      return;
    }
    long size;
    do {
      String line = copyLine(from, to);
      size = Long.parseLong(line.split(";", 2)[0].strip(), 16);
      copy(from, to, size);
      copyLine(from, to);
    } while (size > 0);
  }

  private static String copyLine(InputStream from, OutputStream to) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String line = readLine(from, bytes);
    bytes.writeTo(to);
    return line;
  }

  private static void copy(InputStream from, OutputStream to, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int read = from.read(buffer, 0, (int) Math.min(left, BUFFER));
      if (read < 0) {
        throw new EOFException("body ended " + left + " bytes early");
      }
      to.write(buffer, 0, read);
      left -= read;
    }
  }

  private static String readLine(InputStream in, OutputStream copy) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = 0;
    while (next != '\n') {
      next = in.read();
      if (next < 0) {
        throw new EOFException("connection ended in a line");
      }
      copy.write(next);
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void pause(Duration duration) throws IOException {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
    connections.shutdownNow();
  }
}
