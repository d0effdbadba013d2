package dev.groundwire.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.postgres.Rows;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresFixtureTest {
  @RegisterExtension static final PostgresFixture VECTORS = PostgresFixture.withVectors();

  @Test
  void comparesVectors() {
    double distance =
        VECTORS
            .database()
            .asSystem(tx ->
                Rows.first(
                        tx,
                        "SELECT '[3,0]'::vector <-> $1::vector AS distance",
                        Tuple.of("[0,4]"),
                        row -> row.getDouble("distance"))
                    .orElseThrow());

    assertThat(distance).isEqualTo(5);
  }

  @Test
  void tellsProgramsHowToReachIt() {
    PgConnectOptions read = PgConnectOptions.fromUri(VECTORS.url());

    assertThat(read.getPassword()).isEqualTo(VECTORS.login().password());
    assertThat(read.getDatabase()).isEqualTo(VECTORS.login().database());
    assertThat(read.getPort()).isEqualTo(VECTORS.login().port());
  }
}
