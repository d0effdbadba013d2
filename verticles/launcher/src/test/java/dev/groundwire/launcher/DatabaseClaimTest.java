package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.testing.PostgresFixture;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseClaimTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();
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

  @Test
  void refusesARoleThatSeesEveryTenant() {
    PgConnectOptions administrator = POSTGRES.administrator().connectOptions();
    assertThatThrownBy(() -> claim(administrator, Profile.CLUSTER))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("BYPASSRLS")
        .hasMessageContaining("ALTER ROLE");
  }
}
