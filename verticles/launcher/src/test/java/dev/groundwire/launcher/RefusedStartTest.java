package dev.groundwire.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwire.testing.PostgresFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RefusedStartTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  @TempDir Path folder;

  @Test
  void leavesItsDatabaseToOthers() {
    AppConfig config =
        AppConfig.load(
            Map.of(
                "DATABASE_URL",
                POSTGRES.url(),
                "DATABASE_READ_URL",
                "postgresql://groundwire@127.0.0.1:none/none", // read when the claim and the pool
                // are there
                "HTTP_PORT",
                "0",
                "MANAGEMENT_PORT",
                "0",
                "DATA_DIR",
                folder.resolve("data").toString()),
            Optional.empty());
    assertThatThrownBy(() -> GroundwireNode.start(config).close())
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("DATABASE_READ_URL");
    assertThatCode(() ->
            DatabaseClaim.claim(
                    POSTGRES.login().connectOptions(), Profile.EMBEDDED, Duration.ofSeconds(20))
                .close())
        .doesNotThrowAnyException();
  }
}
