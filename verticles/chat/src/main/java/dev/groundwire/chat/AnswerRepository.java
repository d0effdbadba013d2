package dev.groundwire.chat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.Tenant;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.Citation;
import dev.groundwire.bus.chat.LogEntry;
import dev.groundwire.bus.chat.Source;
import dev.groundwire.bus.llm.TokenUsage;
import dev.groundwire.platform.postgres.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The {@code answer} table. Callers pass the connection, so they own the transaction. */
final class AnswerRepository {
  private static final String ADD =
      """
      INSERT INTO answer
        (id, organization_id, workspace_id, conversation_id, question, state, created_at)
      VALUES ($1, $2, $3, $4, $5, 'queued', $6)
      """;
  private static final String END =
      """
      UPDATE answer
      SET state = $2, text = $3, sources = $4::text::jsonb, citations = $5::text::jsonb, model = $6,
          finish_reason = $7, prompt_tokens = $8, completion_tokens = $9, error = $10,
          log = $11::text::jsonb, finished_at = $12
      WHERE id = $1 AND state IN ('queued', 'retrieving', 'generating')
      """;
  private static final String FIND =
      """
      SELECT id, conversation_id, question, state, text, sources::text AS sources,
             citations::text AS citations, model, finish_reason, prompt_tokens, completion_tokens,
             error, created_at
      FROM answer
      WHERE id = $1
      """;
  private static final String LOG = "SELECT log::text AS log, text FROM answer WHERE id = $1";
  private static final String UNDER_WAY =
      """
      SELECT id, organization_id, workspace_id, conversation_id
      FROM answer
      WHERE state IN ('queued', 'retrieving', 'generating')
      ORDER BY created_at
      LIMIT $1
      """;

  private static final String FORGOTTEN =
      """
      SELECT id, organization_id, workspace_id, conversation_id
      FROM answer
      WHERE state IN ('queued', 'retrieving', 'generating')
        AND created_at < $1 AND NOT id = ANY ($2)
      ORDER BY created_at
      LIMIT $3
      """;

  /** An answer whose process has gone. */
  record Orphan(UUID id, Tenant tenant, Optional<UUID> conversationId) {}

  void add(SqlClient sql, Question question) {
    Rows.update(
        sql,
        ADD,
        Tuple.of(
            question.answerId(),
            question.tenant().organizationId(),
            question.tenant().workspaceId(),
            question.conversationId().orElse(null),
            question.text(),
            Moments.column(question.askedAt())));
  }

  /** False when it was deleted or had ended before. */
  boolean end(SqlClient sql, EndedAnswer answer, Instant now) {
    Tuple values =
        Tuple.from(
            Arrays.asList(
                answer.id(),
                answer.state().text(),
                answer.text(),
                answer.sources().array(),
                RecordJson.write(answer.citations()),
                answer.model(),
                answer.finishReason().orElse(null),
                answer.usage().promptTokens(),
                answer.usage().completionTokens(),
                answer.error().orElse(null),
                answer.log(),
                Moments.column(now)));
    return Rows.update(sql, END, values) > 0;
  }

  Optional<AnswerView> find(SqlClient sql, UUID id) {
    return Rows.first(sql, FIND, Tuple.of(id), AnswerRepository::read);
  }

  /** Empty inside for an answer that has not ended; empty outside for none at all. */
  Optional<Optional<List<LogEntry>>> log(SqlClient sql, UUID id) {
    return Rows.first(
        sql,
        LOG,
        Tuple.of(id),
        row ->
            Optional.ofNullable(row.getString("log"))
                .map(json -> StoredLog.read(json, row.getString("text"))));
  }

  List<Orphan> underWay(SqlClient sql, int limit) {
    return Rows.list(sql, UNDER_WAY, Tuple.of(limit), AnswerRepository::readOrphan);
  }

  /** Those asked before a moment, except some. */
  List<Orphan> forgotten(SqlClient sql, Instant before, Set<UUID> known, int limit) {
    return Rows.list(
        sql,
        FORGOTTEN,
        Tuple.of(Moments.column(before), known.toArray(UUID[]::new), limit),
        AnswerRepository::readOrphan);
  }

  private static Orphan readOrphan(Row row) {
    return new Orphan(
        row.getUUID("id"),
        new Tenant(row.getUUID("organization_id"), row.getUUID("workspace_id")),
        Optional.ofNullable(row.getUUID("conversation_id")));
  }

  private static AnswerView read(Row row) {
    Integer promptTokens = row.getInteger("prompt_tokens");
    Integer completionTokens = row.getInteger("completion_tokens");
    Optional<TokenUsage> usage =
        promptTokens == null || completionTokens == null
            ? Optional.empty()
            : Optional.of(new TokenUsage(promptTokens, completionTokens));
    return new AnswerView(
        row.getUUID("id"),
        Optional.ofNullable(row.getUUID("conversation_id")),
        AnswerState.of(row.getString("state")),
        row.getString("question"),
        row.getString("text"),
        List.of(RecordJson.read(row.getString("sources"), Source[].class)),
        List.of(RecordJson.read(row.getString("citations"), Citation[].class)),
        Optional.ofNullable(row.getString("model")),
        Optional.ofNullable(row.getString("finish_reason")),
        usage,
        Optional.ofNullable(row.getString("error")),
        Moments.read(row, "created_at"));
  }
}
