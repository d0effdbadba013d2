package dev.groundwire.platform.nats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of a NATS server as a client needs to connect, or to be refused. */
final class GreetingServer implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger refusals = new AtomicInteger();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  private GreetingServer(ServerSocket socket) {
    this.socket = socket;
  }

  /** Refuses so many clients first. */
  static GreetingServer start(int refusals) throws IOException {
    GreetingServer server =
        new GreetingServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    server.refusals.set(refusals);
    Thread.ofVirtual().start(server::greet);
    return server;
  }

  String url() {
    return "nats://127.0.0.1:" + socket.getLocalPort();
  }

  /** Loses those that are connected, and refuses the next ones. */
  void refuse(int next) throws IOException {
    refusals.set(next);
    for (Socket client : clients) {
      client.close();
    }
  }

  int refusalsLeft() {
    return refusals.get();
  }

  private void greet() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream()) {
      say(
          out,
          "INFO {\"server_id\":\"test\",\"version\":\"2.10.0\",\"host\":\"127.0.0.1\",\"port\":"
              + socket.getLocalPort()
              + ",\"headers\":true,\"max_payload\":1048576,\"proto\":1}");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("PING")) {
          say(out, refused ? "-ERR 'Authorization Violation'" : "PONG");
          if (refused) {
            return;
          }
        }
      }
    } catch (IOException gone) {
      // A client that leaves is what the test is about.
    } finally {
      clients.remove(client);
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
