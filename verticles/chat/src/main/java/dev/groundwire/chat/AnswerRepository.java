package dev.groundwire.chat;

import dev.groundwire.bus.RecordJson;
import dev.groundwire.bus.chat.AnswerState;
import dev.groundwire.bus.chat.AnswerView;
import dev.groundwire.bus.chat.Citation;
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
import java.util.UUID;

/** The {@code answer} table. Callers pass the connection, so they own the transaction. */
final class AnswerRepository {
  private static final String ADD =
      """
      INSERT INTO answer
        (id, organization_id, workspace_id, conversation_id, question, state, created_at, owner,
         request)
      VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8::text::jsonb)
      """;
  private static final String END =
      """
      UPDATE answer
      SET state = $2, text = $3, sources = $4::text::jsonb, citations = $5::text::jsonb, model = $6,
          finish_reason = $7, prompt_tokens = $8, completion_tokens = $9, error = $10,
          log = $11::text::jsonb, finished_at = $12
      WHERE id = $1 AND state IN ('queued', 'retrieving', 'generating')
        AND owner = $13 AND owner_term = $14
      """;

  /** Also of one that is gone: it is nobody else's. */
  private static final String IS_OF =
      "SELECT owner = $2 AND owner_term = $3 AS is_of FROM answer WHERE id = $1";

  private static final String FIND =
      """
      SELECT id, conversation_id, question, state, text, sources::text AS sources,
             citations::text AS citations, model, finish_reason, prompt_tokens, completion_tokens,
             error, created_at
      FROM answer
      WHERE id = $1
      """;
  private static final String STORED =
      "SELECT log::text AS log, text, owner FROM answer WHERE id = $1";
  private static final String OWNER =
      """
      SELECT owner FROM answer
      WHERE id = $1 AND state IN ('queued', 'retrieving', 'generating')
      """;

  void add(SqlClient sql, Question question, UUID owner) {
    Rows.update(
        sql,
        ADD,
        Tuple.of(
            question.answerId(),
            question.tenant().organizationId(),
            question.tenant().workspaceId(),
            question.conversationId().orElse(null),
            question.text(),
            Moments.column(question.askedAt()),
            owner,
            AskedAnswer.of(question).json()));
  }

  /** False when it was deleted, had ended before, or is not that owner's under that term. */
  boolean end(SqlClient sql, EndedAnswer answer, UUID owner, Instant now) {
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
                Moments.column(now),
                owner,
                answer.term()));
    return Rows.update(sql, END, values) > 0;
  }

  Optional<AnswerView> find(SqlClient sql, UUID id) {
    return Rows.first(sql, FIND, Tuple.of(id), AnswerRepository::read);
  }

  boolean isOf(SqlClient sql, UUID id, UUID owner, int term) {
    return Rows.first(sql, IS_OF, Tuple.of(id, owner, term), row -> row.getBoolean("is_of"))
        .orElse(true);
  }

  /** Empty for none at all. */
  Optional<StoredAnswer> stored(SqlClient sql, UUID id) {
    return Rows.first(
        sql,
        STORED,
        Tuple.of(id),
        row ->
            new StoredAnswer(
                Optional.ofNullable(row.getString("log"))
                    .map(json -> StoredLog.read(json, row.getString("text"))),
                Optional.ofNullable(row.getUUID("owner"))));
  }

  /** Who writes it; empty when nobody does. */
  Optional<UUID> owner(SqlClient sql, UUID id) {
    return Rows.first(sql, OWNER, Tuple.of(id), row -> Optional.ofNullable(row.getUUID("owner")))
        .flatMap(owner -> owner);
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
