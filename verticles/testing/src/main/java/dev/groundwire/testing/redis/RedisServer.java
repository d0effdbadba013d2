package dev.groundwire.testing.redis;

import dev.groundwire.testing.program.DebianProgram;
import dev.groundwire.testing.program.LoopbackServer;
import dev.groundwire.testing.program.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Redis that keeps nothing on the disk: every end loses what it had. */
public final class RedisServer {
  private static final DebianProgram PROGRAM =
      new DebianProgram(
          "redis-server",
          List.of("redis-server"),
          List.of("redis-tools", "libjemalloc2", "liblzf1"),
          "REDIS_SERVER",
          "https://redis.io/downloads");
  private static final ServerKind KIND =
      new ServerKind(PROGRAM, "redis", "PING\r\n", '+', RedisServer::arguments);

  private RedisServer() {}

  /** Not started yet. */
  public static LoopbackServer create() throws IOException {
    return LoopbackServer.create(KIND);
  }

  private static List<String> arguments(Path folder, int port) {
    return List.of(
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--dir",
        folder.toString(),
        "--save",
        "",
        "--appendonly",
        "no");
  }
}
