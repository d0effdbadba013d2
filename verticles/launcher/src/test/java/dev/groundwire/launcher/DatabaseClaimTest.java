package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.platform.postgres.DirectConnection;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.pgbouncer.PgBouncerFixture;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseClaimTest {
  @Order(1)
  @RegisterExtension
  static final PostgresFixture POSTGRES = new PostgresFixture();

  @Order(2)
  @RegisterExtension
  static final PgBouncerFixture BOUNCER = new PgBouncerFixture(POSTGRES, 2);

  @RegisterExtension static final PostgresFixture OTHER = new PostgresFixture();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static DatabaseClaim claim(PgConnectOptions server, Profile profile) {
    return DatabaseClaim.claim(server, profile, PATIENCE);
  }

  @Test
  void anEmbeddedNodeIsTheOnlyOne() {
    PgConnectOptions server = POSTGRES.login().connectOptions();
    try (DatabaseClaim _ = claim(server, Profile.EMBEDDED)) {
      assertThatThrownBy(() -> claim(server, Profile.EMBEDDED))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("GROUNDWIRE_PROFILE=cluster");
      assertThatThrownBy(() -> claim(server, Profile.CLUSTER)).isInstanceOf(StartFailure.class);
    }
  }

  @Test
  void nodesOfAClusterShareIt() {
    PgConnectOptions server = POSTGRES.login().connectOptions();
    try (DatabaseClaim _ = claim(server, Profile.CLUSTER);
        DatabaseClaim _ = claim(server, Profile.CLUSTER)) {
      assertThatThrownBy(() -> claim(server, Profile.EMBEDDED)).isInstanceOf(StartFailure.class);
    }
  }

  /** The server looks for it, instead of holding its lock for hours. */
  @Test
  void endsWithItsMachine() throws SQLException {
    try (Connection session = DirectConnection.open(POSTGRES.login().connectOptions(), PATIENCE);
        Statement statement = session.createStatement();
        ResultSet idle = statement.executeQuery("SHOW tcp_keepalives_idle")) {
      idle.next();
      assertThat(idle.getString(1)).isEqualTo("10");
    }
  }

  /** A lock that is held elsewhere would keep nobody away. */
  @Test
  void refusesAPoolerThatLeadsElsewhere() {
    PgConnectOptions server = POSTGRES.login().connectOptions();
    try (DatabaseClaim claim = claim(server, Profile.CLUSTER)) {
      claim.checkSeenThrough(BOUNCER.login().connectOptions(), PATIENCE);
      PgConnectOptions elsewhere =
          BOUNCER.login().withDatabase(OTHER.login().database()).connectOptions();
      assertThatThrownBy(() -> claim.checkSeenThrough(elsewhere, PATIENCE))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("DATABASE_URL leads to another database");
    }
  }

  @Test
  void holdsNoClaimThroughAPooler() {
    PgConnectOptions pooler = BOUNCER.login().connectOptions();
    assertThatThrownBy(() -> claim(pooler, Profile.CLUSTER))
        .hasMessageContaining("DATABASE_POOLER=transaction");
  }

  @Test
  void refusesARoleThatSeesEveryTenant() {
    PgConnectOptions administrator = POSTGRES.administrator().connectOptions();
    assertThatThrownBy(() -> claim(administrator, Profile.CLUSTER))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("BYPASSRLS")
        .hasMessageContaining("ALTER ROLE");
  }
}
