package dev.groundwire.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.ingestion.GenerationState;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.testing.PostgresFixture;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The question for documents of another model is asked for ever, and the answer is mostly none. */
class OtherModelPlanTest {
  @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();

  private static final String ADD =
      """
      INSERT INTO document (id, organization_id, workspace_id, content_id, name, media_type, bytes,
        sha256, status, embedding_model, created_at, updated_at)
      SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), 'a.txt', 'text/plain', 1,
        lpad(to_hex(i), 64, '0'), 'ready', CASE WHEN i = 7 THEN $3 ELSE 'model-m' END, now(), now()
      FROM generate_series(1, 5000) i
      """;

  private static List<String> plan(SqlConnection tx) {
    Rows.update(tx, "ANALYZE document", Tuple.tuple());
    String inlined =
        DocumentRepository.OF_OTHER_MODEL
            .replace("$1", "'model-m'")
            .replace("$2", "'model-m'")
            .replace("$3", "1")
            .replace("$4", "1000");
    return Rows.list(tx, "EXPLAIN " + inlined, Tuple.tuple(), row -> row.getString(0));
  }

  @Test
  void readsOnlyTheDocumentsItFinds() {
    Tenant tenant = POSTGRES.newTenant();
    List<String> plan =
        POSTGRES
            .database()
            .asSystem(tx -> {
              Rows.update(
                  tx, ADD, Tuple.of(tenant.organizationId(), tenant.workspaceId(), "model-z"));
              return plan(tx);
            });
    assertThat(plan).anyMatch(line -> line.contains("document_ready_of_model"));
    assertThat(plan).noneMatch(line -> line.contains("Seq Scan"));
  }

  @Test
  void findsModelsOnBothSidesOfTheName() {
    Tenant tenant = POSTGRES.newTenant();
    DocumentRepository documents = new DocumentRepository();
    int found =
        POSTGRES
            .database()
            .asSystem(tx -> {
              Rows.update(
                  tx, ADD, Tuple.of(tenant.organizationId(), tenant.workspaceId(), "model-a"));
              return documents
                  .ofOtherModel(
                      tx, List.of(new Generation(1, "model-m", GenerationState.CURRENT)), 10)
                  .stream()
                  .filter(document -> document.tenant().equals(tenant))
                  .toList()
                  .size();
            });
    assertThat(found).isOne();
  }
}
