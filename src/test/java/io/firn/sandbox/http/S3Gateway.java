package io.firn.sandbox.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on to the S3 beside, byte for byte, with the header Host that they are signed
 * for: one endpoint is enough for clients. Upstream it speaks HTTP 1.0, so that nothing comes back
 * in chunks.
 */
final class S3Gateway {
  /** What is about one connection only. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "expect", "keep-alive", "transfer-encoding", "content-length", "date");

  private final URI upstream;
  private final Function<String, Optional<String>> regions;

  /**
   * To an S3.
   *
   * @param regions where buckets lie, if that was said
   */
  S3Gateway(URI upstream, Function<String, Optional<String>> regions) {
    this.upstream = upstream;
    this.regions = regions;
  }

  void pass(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", 3);
    regions
        .apply(path.length > 1 ? path[1] : "")
        .ifPresent(region -> exchange.getResponseHeaders().set("x-amz-bucket-region", region));
    try (Socket socket = new Socket(upstream.getHost(), upstream.getPort());
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      send(exchange, socket.getOutputStream());
      answer(in, exchange);
    }
  }

  private static void send(HttpExchange exchange, OutputStream out) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    StringBuilder head = new StringBuilder();
    head.append(exchange.getRequestMethod())
        .append(' ')
        .append(exchange.getRequestURI())
        .append(" HTTP/1.0\r\n");
    headers.forEach(
        (name, values) -> {
          if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n"));
          }
        });
    String length = headers.getFirst("Content-Length");
    InputStream body = exchange.getRequestBody();
    byte[] unmeasured = length == null ? body.readAllBytes() : new byte[0];
    head.append("Content-Length: ")
        .append(length == null ? String.valueOf(unmeasured.length) : length)
        .append("\r\n\r\n");
    try {
      out.write(head.toString().getBytes(ISO_8859_1));
      out.write(unmeasured);
      body.transferTo(out);
      out.flush();
    } catch (SocketException e) {
      // It has refused the request before it was all sent; its answer says why.
      body.readAllBytes();
    }
  }

  private static void answer(InputStream in, HttpExchange exchange) throws IOException {
    String[] status = line(in).split(" ", 3);
    Headers headers = exchange.getResponseHeaders();
    String length = null;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Content-Length")) {
        length = value;
      } else if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
        headers.add(name, value);
      }
    }
    answer(Integer.parseInt(status[1]), length, in, exchange);
  }

  private static void answer(
      int status, @Nullable String length, InputStream in, HttpExchange exchange)
      throws IOException {
    boolean withoutBody =
        exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
    if (withoutBody) {
      if (length != null) {
        exchange.getResponseHeaders().set("Content-Length", length);
      }
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    long known = length == null ? 0 : Long.parseLong(length);
    // Here 0 stands for an unknown length, -1 for none.
    exchange.sendResponseHeaders(status, length != null && known == 0 ? -1 : known);
    if (length == null || known > 0) {
      in.transferTo(exchange.getResponseBody());
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("S3 broke off its answer");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
