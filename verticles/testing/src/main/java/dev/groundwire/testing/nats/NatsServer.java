package dev.groundwire.testing.nats;

import dev.groundwire.testing.program.DebianProgram;
import dev.groundwire.testing.program.LoopbackServer;
import dev.groundwire.testing.program.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * NATS with JetStream: what a stopped or killed server had stored is there when it starts again.
 */
public final class NatsServer {
  private static final DebianProgram PROGRAM =
      new DebianProgram(
          "nats-server",
          List.of("nats-server"),
          "NATS_SERVER",
          "https://github.com/nats-io/nats-server/releases");

  /** A client is greeted with {@code INFO} once everything behind the server is up. */
  private static final ServerKind KIND =
      new ServerKind(PROGRAM, "nats", "", 'I', NatsServer::arguments);

  private NatsServer() {}

  /** Not started yet. */
  public static LoopbackServer create() throws IOException {
    return LoopbackServer.create(KIND);
  }

  private static List<String> arguments(Path folder, int port) {
    return List.of(
        "--jetstream",
        "--store_dir",
        folder.resolve("store").toString(),
        "--addr",
        "127.0.0.1",
        "--port",
        Integer.toString(port));
  }
}
