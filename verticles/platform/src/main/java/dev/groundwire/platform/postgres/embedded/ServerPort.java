package dev.groundwire.platform.postgres.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port, chosen once and kept, so that people's own clients find the server again. */
final class ServerPort {
  static final String HOST = "127.0.0.1";
  private static final Logger LOG = LoggerFactory.getLogger(ServerPort.class);

  private ServerPort() {}

  /** Keeps the stored port unless somebody else listens there now. */
  static int choose(Path stored) throws IOException {
    int before = Files.exists(stored) ? parse(Files.readString(stored)) : 0;
    if (before != 0 && free(before)) {
      return before;
    }
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
      int port = probe.getLocalPort();
      Files.writeString(stored, port + "\n");
      if (before != 0) {
        LOG.atWarn()
            .addKeyValue("taken", before)
            .addKeyValue("port", port)
            .log("postgres port changed");
      }
      return port;
    }
  }

  private static int parse(String text) {
    String digits = text.strip();
    return digits.matches("[1-9]\\d{0,4}") && Integer.parseInt(digits) <= 65_535
        ? Integer.parseInt(digits)
        : 0;
  }

  private static boolean free(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
      return true;
    } catch (BindException taken) {
      return false;
    }
  }
}
