package dev.groundwire.chat;

import dev.groundwire.bus.Tenant;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Answers that nobody writes any more, and how a node makes them its own: with the next term, which
 * fences their former owners. Callers pass the connection.
 */
final class OrphanRepository {
  private static final String CLAIM =
      """
      WITH orphan AS MATERIALIZED (
        SELECT id
        FROM answer
        WHERE state IN ('queued', 'retrieving', 'generating') AND %s
        ORDER BY created_at
        LIMIT $2
        FOR UPDATE SKIP LOCKED)
      UPDATE answer a
      SET owner = $1, owner_term = owner_term + 1
      FROM orphan
      WHERE a.id = orphan.id
      RETURNING a.id, a.organization_id, a.workspace_id, a.conversation_id, a.question,
                a.owner_term, a.request::text AS request, a.created_at
      """;
  private static final String CLAIM_ALL = CLAIM.formatted("owner IS DISTINCT FROM $1");

  /** Of nodes whose rows the caller has locked. */
  private static final String CLAIM_OF = CLAIM.formatted("owner = ANY ($3)");

  /** Also one's own: its question was stored while the connection was lost. */
  private static final String CLAIM_FORGOTTEN =
      CLAIM.formatted(
          """
          created_at < $3 AND NOT id = ANY ($4)
          AND (owner IS NULL OR owner = $1 OR $5
               OR NOT EXISTS (SELECT FROM chat_node WHERE node = owner))
          """);

  /** Only from the owner that was seen: one that has it since then is another matter. */
  private static final String CLAIM_FROM =
      CLAIM.formatted("id = $3 AND owner IS NOT DISTINCT FROM $4");

  private static final String OTHERS =
      """
      SELECT id FROM answer
      WHERE id = ANY ($1) AND owner IS DISTINCT FROM $2
      """;

  /**
   * An answer without an owner, claimed.
   *
   * @param term under which it is ours now
   * @param request empty when a version before this one has taken the question
   */
  record Orphan(
      UUID id,
      Tenant tenant,
      Optional<UUID> conversationId,
      String question,
      int term,
      Optional<AskedAnswer> request,
      Instant askedAt) {}

  /** Whoever had them. */
  List<Orphan> claimAll(SqlClient sql, UUID node, int limit) {
    return Rows.list(sql, CLAIM_ALL, Tuple.of(node, limit), OrphanRepository::read);
  }

  List<Orphan> claimOf(SqlClient sql, UUID node, int limit, List<UUID> owners) {
    return Rows.list(
        sql, CLAIM_OF, Tuple.of(node, limit, owners.toArray(UUID[]::new)), OrphanRepository::read);
  }

  /** Empty when it has ended, is being ended, or has another owner than that. */
  Optional<Orphan> claimFrom(SqlClient sql, UUID node, UUID answer, Optional<UUID> owner) {
    return Rows.first(
        sql, CLAIM_FROM, Tuple.of(node, 1, answer, owner.orElse(null)), OrphanRepository::read);
  }

  /**
   * Those asked before a moment, except some, of nobody or of that node.
   *
   * @param whoever true to claim other nodes' as well
   */
  List<Orphan> claimForgotten(
      SqlClient sql, UUID node, int limit, Instant before, Set<UUID> known, boolean whoever) {
    return Rows.list(
        sql,
        CLAIM_FORGOTTEN,
        Tuple.of(node, limit, Moments.column(before), known.toArray(UUID[]::new), whoever),
        OrphanRepository::read);
  }

  /** Those of them that are another node's. */
  Set<UUID> others(SqlClient sql, Set<UUID> ids, UUID node) {
    return Set.copyOf(
        Rows.list(sql, OTHERS, Tuple.of(ids.toArray(UUID[]::new), node), row -> row.getUUID("id")));
  }

  private static Orphan read(Row row) {
    return new Orphan(
        row.getUUID("id"),
        new Tenant(row.getUUID("organization_id"), row.getUUID("workspace_id")),
        Optional.ofNullable(row.getUUID("conversation_id")),
        row.getString("question"),
        row.getInteger("owner_term"),
        Optional.ofNullable(row.getString("request")).map(AskedAnswer::read),
        Moments.read(row, "created_at"));
  }
}
