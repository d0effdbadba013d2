package dev.groundwire.launcher.observability;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody outside who answers everything with one status: a subscriber, a collector. */
final class StubServer implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger status;

  private StubServer(HttpServer server, AtomicInteger status) {
    this.server = server;
    this.status = status;
  }

  static StubServer answering(int first) throws IOException {
    AtomicInteger status = new AtomicInteger(first);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status.get(), -1);
          }
        });
    server.start();
    return new StubServer(server, status);
  }

  void answer(int next) {
    status.set(next);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
