package io.firn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a REST catalog, on a free port of 127.0.0.1, and lets through what it is not told
 * to spoil.
 */
public final class RestProxy implements Closeable {
  private static final List<String> PASSED = List.of("Content-Type", "Authorization", "Accept");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI real;
  private final AtomicInteger commits = new AtomicInteger();
  private volatile @Nullable String token;
  private volatile Fault fault = Fault.NONE;
  private volatile Predicate<String> spoiled = path -> false;

  /** What becomes of a request. */
  public enum Fault {
    NONE,
    /** It is answered by 503 and does not reach the server. */
    UNAVAILABLE,
    /** It is answered by 403 and does not reach the server. */
    FORBIDDEN,
    /**
     * It is answered as a staged creation by AWS's own endpoints, and does not reach the server.
     */
    STAGING_REFUSED,
    /** The connection is closed before it reaches the server. */
    REQUEST_LOST,
    /** The server does it, and the connection is closed without its answer. */
    ANSWER_LOST,
    /** The server does it, and a gateway answers 502. */
    BAD_GATEWAY
  }

  private RestProxy(URI real, HttpServer server) {
    this.real = real;
    this.server = server;
  }

  public static RestProxy start(URI real) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RestProxy proxy = new RestProxy(real, server);
    server.createContext("/", proxy::handle);
    server.setExecutor(proxy.threads);
    server.start();
    return proxy;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Requests without this bearer token are answered by 401. */
  public void require(String bearer) {
    token = bearer;
  }

  /** Spoils the commit of that number to any table, counted from the next, which is 1. */
  public void spoilCommit(int number, Fault how) {
    commits.set(0);
    spoiled = path -> isCommit(path) && commits.incrementAndGet() == number;
    fault = how;
  }

  /** Spoils every request whose path contains the text. */
  public void spoil(String text, Fault how) {
    spoiled = path -> path.contains(text);
    fault = how;
  }

  private static boolean isCommit(String methodAndPath) {
    return methodAndPath.matches("POST /v1/namespaces/[^/]+/tables/[^/]+");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (token != null && !("Bearer " + token).equals(authorization)) {
        answer(exchange, 401, error(401, "NotAuthorizedException", "no such token"));
        return;
      }
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      Fault now = spoiled.test(request) ? fault : Fault.NONE;
      switch (now) {
        case UNAVAILABLE ->
            answer(exchange, 503, error(503, "ServiceUnavailableException", "down for the night"));
        case FORBIDDEN ->
            answer(exchange, 403, error(403, "ForbiddenException", "not for this client"));
        case STAGING_REFUSED ->
            answer(
                exchange, 400, error(400, "BadRequestException", "Stage create is not supported"));
        case REQUEST_LOST -> {}
        case ANSWER_LOST -> forward(exchange);
        case BAD_GATEWAY -> {
          forward(exchange);
          answer(exchange, 502, "<html>Bad Gateway</html>".getBytes(UTF_8));
        }
        case NONE -> {
          HttpResponse<byte[]> response = forward(exchange);
          answer(exchange, response.statusCode(), response.body());
        }
      }
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(real.resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : PASSED) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static byte[] error(int code, String type, String message) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"code\":%d}}"
        .formatted(message, type, code)
        .getBytes(UTF_8);
  }

  private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(code, empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
