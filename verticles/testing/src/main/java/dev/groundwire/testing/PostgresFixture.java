package dev.groundwire.testing;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.identity.Identifiers;
import dev.groundwire.platform.postgres.ConnectionPool;
import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.DatabaseConfig;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.platform.postgres.embedded.PostgresLogin;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A migrated database of a real PostgreSQL, for one test class. */
public final class PostgresFixture implements BeforeAllCallback, AfterAllCallback {
  private final Supplier<UUID> ids = Identifiers.timeOrdered();
  private final boolean vectors;
  private @Nullable Vertx vertx;
  private @Nullable Pool pool;
  private @Nullable PostgresLogin login;

  public PostgresFixture() {
    this(false);
  }

  private PostgresFixture(boolean vectors) {
    this.vectors = vectors;
  }

  /** With the extension {@code vector}, as a database of several nodes has it. */
  public static PostgresFixture withVectors() {
    return new PostgresFixture(true);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    login = TestServer.get().cloneDatabase();
    if (vectors) {
      VectorExtension.create(administrator());
    }
    vertx = Vertx.vertx();
    pool =
        ConnectionPool.open(
            vertx,
            login.connectOptions(),
            new DatabaseConfig(null, 16, Duration.ofSeconds(10), Duration.ofSeconds(15)));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    pool().close().await();
    Objects.requireNonNull(vertx).close().await();
  }

  /** For raw sessions, without a tenant unless the test sets one. */
  public Pool pool() {
    return Objects.requireNonNull(pool, "the fixture is a static @RegisterExtension field");
  }

  public Database database() {
    return new Database(pool());
  }

  public PostgresLogin login() {
    return Objects.requireNonNull(login);
  }

  /** The superuser, whom row-level security does not bind, in this database. */
  public PostgresLogin administrator() {
    return TestServer.get().administrator().withDatabase(login().database());
  }

  /** For programs that tests start: what {@code DATABASE_URL} is for them. */
  public String url() {
    return url(login());
  }

  /** The same for another way to it. */
  public static String url(PostgresLogin own) {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(
            own.user(),
            URLEncoder.encode(own.password(), StandardCharsets.UTF_8),
            own.host(),
            own.port(),
            own.database());
  }

  /** A new organization with one workspace. */
  public Tenant newTenant() {
    Tenant tenant = new Tenant(ids.get(), ids.get());
    database()
        .asSystem(tx -> {
          Rows.update(
              tx,
              "INSERT INTO organization (id, slug, name) VALUES ($1, $2, 'Test')",
              Tuple.of(tenant.organizationId(), "o-" + tenant.organizationId()));
          return Rows.update(
              tx,
              "INSERT INTO workspace (id, organization_id, slug, name)"
                  + " VALUES ($1, $2, 'default', 'Test')",
              Tuple.of(tenant.workspaceId(), tenant.organizationId()));
        });
    return tenant;
  }
}
