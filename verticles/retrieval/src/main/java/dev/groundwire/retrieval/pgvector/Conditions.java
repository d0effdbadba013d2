package dev.groundwire.retrieval.pgvector;

import dev.groundwire.bus.retrieval.PassageFilter;
import dev.groundwire.retrieval.index.IndexQuery;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;

/** What a search may find at all, as conditions on the table {@code passage p}. */
final class Conditions {
  /** The years that a timestamp of the database reaches. */
  private static final Instant FIRST = Instant.parse("-4000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("+200000-01-01T00:00:00Z");

  private Conditions() {}

  /** Whether there are any beyond workspace and hidden documents. */
  static boolean isNarrow(IndexQuery query) {
    return !query.filter().equals(PassageFilter.NONE);
  }

  static String of(Statement statement, IndexQuery query) {
    StringBuilder all = new StringBuilder();
    all.append("p.workspace_id = ")
        .append(statement.parameter(query.tenant().workspaceId()))
        .append(" AND p.organization_id = ")
        .append(statement.parameter(query.tenant().organizationId()));
    PassageFilter filter = query.filter();
    if (!filter.documentIds().isEmpty()) {
      all.append(" AND p.document_id = ANY(")
          .append(statement.parameter(ids(filter.documentIds())))
          .append("::uuid[])");
    }
    if (!filter.tags().isEmpty()) {
      all.append(" AND p.tags @> ")
          .append(statement.parameter(filter.tags().toArray(String[]::new)))
          .append("::text[]");
    }
    filter
        .after()
        .ifPresent(from -> all.append(" AND p.created_at >= ").append(time(statement, from)));
    filter
        .before()
        .ifPresent(until -> all.append(" AND p.created_at < ").append(time(statement, until)));
    if (!query.hidden().isEmpty()) {
      all.append(" AND p.document_id <> ALL(")
          .append(statement.parameter(ids(query.hidden())))
          .append("::uuid[])");
    }
    return all.toString();
  }

  static UUID[] ids(Collection<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }

  private static String time(Statement statement, Instant moment) {
    Instant within = moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
    return statement.parameter(OffsetDateTime.ofInstant(within, ZoneOffset.UTC)) + "::timestamptz";
  }
}
