package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.firn.sandbox.LostAnswerException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One port of 127.0.0.1 for all: CloudWatch Logs, CloudWatch, STS, S3, and the control calls. */
final class SandboxServer implements Closeable {
  private static final String FORM = "application/x-www-form-urlencoded";

  static {
    // Head and body go out by themselves: without this each answer waits 40 ms for the other side.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final LogsApi logs;
  private final QueryApi query;
  private final ControlApi control;
  private final S3Gateway s3;

  SandboxServer(int port, LogsApi logs, QueryApi query, ControlApi control, S3Gateway s3)
      throws IOException {
    this.logs = logs;
    this.query = query;
    this.control = control;
    this.s3 = s3;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "sandbox");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (isForS3(exchange)) {
        s3.pass(exchange);
      } else {
        send(answer(request(exchange)), exchange);
      }
    } catch (LostAnswerException e) {
      // The connection is closed without a word.
      exchange.close();
    } catch (RuntimeException e) {
      // A defect of the sandbox: the client sees a broken connection, this says why.
      System.err.println("firn: the sandbox failed at " + exchange.getRequestURI() + ": " + e);
      throw e;
    }
  }

  private static boolean isForS3(HttpExchange exchange) {
    if (exchange.getRequestURI().getPath().startsWith(ControlApi.PATH)) {
      return false;
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return !exchange.getRequestHeaders().containsKey(LogsApi.TARGET)
        && (type == null || !type.startsWith(FORM));
  }

  private static WireRequest request(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, String.join(",", values)));
    return new WireRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  private WireResponse answer(WireRequest request) {
    if (request.path().startsWith(ControlApi.PATH)) {
      return control.answer(request);
    }
    return request.header(LogsApi.TARGET).isPresent()
        ? logs.answer(request)
        : query.answer(request);
  }

  private static void send(WireResponse response, HttpExchange exchange) throws IOException {
    byte[] body = response.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", response.contentType());
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    exchange.sendResponseHeaders(response.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
