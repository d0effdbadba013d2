package dev.groundwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Tuple;

/** The parts of uploaded files that a test's database holds. */
record StoredParts(PostgresFixture postgres) {
  long count() {
    return postgres
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx, "SELECT count(*) FROM document_part", Tuple.tuple(), row -> row.getLong(0))
                .orElseThrow());
  }

  String sizes() {
    return postgres
        .database()
        .asSystem(tx ->
            Rows.first(
                    tx,
                    "SELECT string_agg(length(bytes)::text, ' ' ORDER BY part_no)"
                        + " FROM document_part",
                    Tuple.tuple(),
                    row -> row.getString(0))
                .orElseThrow());
  }

  void forget() {
    postgres.database().asSystem(tx -> Rows.update(tx, "DELETE FROM document_part", Tuple.tuple()));
  }

  void await(String condition) {
    boolean holds = false;
    for (int tries = 0; tries < 200 && !holds; tries++) {
      holds =
          postgres
              .database()
              .asSystem(tx -> {
                tx.query("SELECT pg_sleep(0.05)").execute().await();
                return tx.query(condition).execute().await().iterator().next().getBoolean(0);
              });
    }
    assertThat(holds).as(condition).isTrue();
  }
}
