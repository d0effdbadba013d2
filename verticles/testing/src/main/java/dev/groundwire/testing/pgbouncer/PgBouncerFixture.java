package dev.groundwire.testing.pgbouncer;

import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import dev.groundwire.testing.PostgresFixture;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PgBouncer in transaction mode before the database of a test class, which is registered before
 * it ({@code @Order}).
 */
public final class PgBouncerFixture implements BeforeAllCallback, AfterAllCallback {
  private final PostgresFixture behind;
  private final int sessions;
  private @Nullable PgBouncerServer server;

  /**
   * @param sessions on the server, for all clients together
   */
  public PgBouncerFixture(PostgresFixture behind, int sessions) {
    this.behind = behind;
    this.sessions = sessions;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    server = PgBouncerServer.start(behind.login(), sessions);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** Through it, as the role that owns the database. */
  public PostgresLogin login() {
    return Objects.requireNonNull(server, "the fixture is a static @RegisterExtension field")
        .login();
  }

  /** For programs that tests start: what {@code DATABASE_URL} is for them. */
  public String url() {
    return PostgresFixture.url(login());
  }
}
