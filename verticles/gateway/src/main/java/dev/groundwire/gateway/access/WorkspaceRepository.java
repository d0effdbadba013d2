package dev.groundwire.gateway.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code organization} and {@code workspace}. Callers own the transaction. */
final class WorkspaceRepository {
  private static final String ADD_ORGANIZATION =
      """
      INSERT INTO organization (id, slug, name)
      VALUES ($1, $2, $2)
      ON CONFLICT (slug) DO NOTHING
      """;
  private static final String FIND_ORGANIZATION = "SELECT id FROM organization WHERE slug = $1";
  private static final String ADD_WORKSPACE =
      """
      INSERT INTO workspace (id, organization_id, slug, name)
      VALUES ($1, $2, $3, $3)
      ON CONFLICT (organization_id, slug) DO NOTHING
      """;
  private static final String FIND_WORKSPACE =
      "SELECT id FROM workspace WHERE organization_id = $1 AND (slug = $2 OR id = $3)";

  private static final String LIST_SLUGS =
      "SELECT slug FROM workspace WHERE organization_id = $1 ORDER BY slug LIMIT 1000";

  /** The id of the organization of that slug, which exists from now on. */
  Future<UUID> ensureOrganization(SqlConnection tx, UUID id, String slug) {
    return tx.preparedQuery(ADD_ORGANIZATION)
        .execute(Tuple.of(id, slug))
        .compose(ignored -> tx.preparedQuery(FIND_ORGANIZATION).execute(Tuple.of(slug)))
        .map(rows -> rows.iterator().next().getUUID("id"));
  }

  Future<Void> ensureWorkspace(SqlConnection tx, UUID id, UUID organizationId, String slug) {
    return tx.preparedQuery(ADD_WORKSPACE).execute(Tuple.of(id, organizationId, slug)).mapEmpty();
  }

  /** The organization's own workspace of that slug or id. */
  Future<Optional<UUID>> find(
      SqlConnection tx, UUID organizationId, String slug, @Nullable UUID id) {
    return tx.preparedQuery(FIND_WORKSPACE)
        .execute(Tuple.of(organizationId, slug, id))
        .map(WorkspaceRepository::firstId);
  }

  /** In the order of the alphabet, as many as a list for people may have. */
  Future<List<String>> slugs(SqlConnection tx, UUID organizationId) {
    return tx.preparedQuery(LIST_SLUGS)
        .execute(Tuple.of(organizationId))
        .map(rows -> rows.stream().map(row -> row.getString("slug")).toList());
  }

  private static Optional<UUID> firstId(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID("id"));
  }
}
