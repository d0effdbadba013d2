package dev.groundwire.testing.redis;

import dev.groundwire.testing.program.LoopbackServer;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Redis server, empty, for one test class. */
public final class RedisFixture implements BeforeAllCallback, AfterAllCallback {
  private @Nullable LoopbackServer server;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    server = RedisServer.create();
    server.start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** For tests that take it away and bring it back. */
  public LoopbackServer server() {
    return Objects.requireNonNull(server, "the fixture is a static @RegisterExtension field");
  }

  /** {@code redis://127.0.0.1:port}, the same after every restart. */
  public String url() {
    return server().url();
  }
}
