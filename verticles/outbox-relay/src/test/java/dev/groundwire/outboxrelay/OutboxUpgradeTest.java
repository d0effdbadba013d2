package dev.groundwire.outboxrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The migration, applied to an outbox that is in use. */
class OutboxUpgradeTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  /** Committed in another order than that of their numbers and clocks. */
  private static final String EXISTING =
      """
      INSERT INTO outbox (id, organization_id, workspace_id, type, key, key_seq, correlation_id,
                          occurred_at, payload, published_at)
      SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'document.received.v1',
             'key-' || k, s, 'request', now() - s * interval '1 s', '{}',
             CASE WHEN s <= 2 THEN now() END
      FROM generate_series(1, 20) AS k, generate_series(5, 1, -1) AS s
      """;

  private static String migration(String name) throws IOException {
    try (InputStream file =
        OutboxUpgradeTest.class.getResourceAsStream("/db/migration/" + name + ".sql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> texts(SqlConnection sql, String statement) {
    List<String> found = new ArrayList<>();
    for (Row row : sql.query(statement).execute().await()) {
      found.add(String.valueOf(row.getValue(0)));
    }
    return found;
  }

  @Test
  void keepsEveryFactAndTheOrderOfEachKey() throws Exception {
    SqlConnection sql = POSTGRES.pool().getConnection().await();
    sql.query("CREATE SCHEMA upgraded; SET search_path = upgraded").execute().await();
    sql.query(migration("V001__foundation")).execute().await();
    sql.query("BEGIN; SELECT set_config('groundwire.scope', 'system', true);" + EXISTING)
        .execute()
        .await();
    sql.query("COMMIT").execute().await();

    sql.query("BEGIN").execute().await();
    sql.query(migration("V003__relay_partitions")).execute().await();
    sql.query("COMMIT").execute().await();

    sql.query("BEGIN; SELECT set_config('groundwire.scope', 'system', true)").execute().await();
    assertThat(texts(sql, "SELECT count(*) FROM outbox")).containsExactly("100");
    assertThat(texts(sql, "SELECT count(*) FROM outbox_default")).containsExactly("0");
    assertThat(texts(sql, "SELECT count(*) FROM outbox WHERE published_at IS NULL"))
        .containsExactly("60");
    assertThat(
            texts(
                sql,
                "SELECT string_agg(key_seq::text, ',' ORDER BY position) FROM outbox GROUP BY key"))
        .hasSize(20)
        .containsOnly("1,2,3,4,5");
    assertThat(texts(sql, "SELECT count(*) FROM relay_shard")).containsExactly("64");
    sql.query("COMMIT").execute().await();
    sql.close().await();
  }
}
