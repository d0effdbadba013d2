package dev.groundwire.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.launcher.product.Api;
import dev.groundwire.launcher.product.EventReader;
import dev.groundwire.launcher.product.GeneratedDocument;
import dev.groundwire.testing.PostgresFixture;
import dev.groundwire.testing.VertxFixture;
import dev.groundwire.testing.pgbouncer.PgBouncerFixture;
import dev.groundwire.testing.provider.Script;
import dev.groundwire.testing.provider.ScriptedProvider;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node whose connections lead through PgBouncer in transaction mode. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PoolerIT {
  private static final int SESSIONS = 6;

  @Order(1)
  @RegisterExtension
  static final PostgresFixture POSTGRES = PostgresFixture.withVectors();

  @Order(2)
  @RegisterExtension
  static final PgBouncerFixture BOUNCER = new PgBouncerFixture(POSTGRES, SESSIONS);

  @RegisterExtension static final VertxFixture VERTX = new VertxFixture();

  private static final Duration GAP = Duration.ofMillis(1);
  private static final GeneratedDocument LAMP =
      new GeneratedDocument(
          "lamp.txt",
          "The lamp of the lighthouse was lit in 1898 by Ada Brandt."
              .getBytes(StandardCharsets.UTF_8),
          "lighthouse");

  @TempDir Path folder = Path.of("");

  @Test
  void doesAllThatItDoesWithoutOne() throws Exception {
    try (ScriptedProvider provider =
            ScriptedProvider.start(VERTX.vertx())
                .otherwise(Script.writing("By Ada ", "Brandt [1].").paced(GAP, GAP));
        Fleet fleet = Fleet.of(1, folder, settings(provider))) {
      Member node = fleet.member(0);
      node.start();
      node.api().ready(LAMP.name(), LAMP.content());
      for (GeneratedDocument document : GeneratedDocument.several(8, 5)) {
        node.api().ready(document.name(), document.content());
      }
      assertAnswers(node.api());
      assertThat(sessions()).as("sessions of all pools together").isBetween(1, SESSIONS);
      node.stop();
      node.start();
      assertAnswers(node.api());
      node.stop();
    }
  }

  private static Map<String, String> settings(ScriptedProvider provider) {
    Map<String, String> settings = new HashMap<>();
    settings.put("DATABASE_URL", BOUNCER.url());
    settings.put("DATABASE_DIRECT_URL", POSTGRES.url());
    settings.put("DATABASE_POOLER", "transaction");
    settings.put("LLM_BASE_URL", provider.baseUrl());
    settings.put("LLM_API_KEY", "none");
    settings.put("LLM_MODEL", "scripted");
    return settings;
  }

  private static void assertAnswers(Api api) throws Exception {
    for (String mode : List.of("lexical", "dense", "hybrid")) {
      JsonObject query = new JsonObject().put("query", LAMP.marker()).put("mode", mode);
      JsonObject found = api.post(Api.WORKSPACE + "/search", query).expect(200).json();
      assertThat(found.getJsonArray("hits").getJsonObject(0).getString("text"))
          .as(mode)
          .contains("Ada Brandt");
    }
    try (EventReader answer =
        new EventReader(api.open(Calls.ask("Who lit the lamp?").made().apply(api)))) {
      assertThat(answer.rest().getLast().type()).isEqualTo("done");
    }
    api.get("/health/ready").expect(200);
  }

  /** Those of this node's listener and claim are no pool's. */
  private static int sessions() {
    Row row =
        POSTGRES
            .pool()
            .query(
                "SELECT count(*)::int FROM pg_stat_activity a WHERE datname = current_database()"
                    + " AND usename = current_user AND client_addr IS NOT NULL"
                    + " AND application_name = 'groundwire' AND query NOT ILIKE 'listen%'"
                    + " AND pid <> pg_backend_pid()")
            .execute()
            .await()
            .iterator()
            .next();
    return row.getInteger(0);
  }
}
