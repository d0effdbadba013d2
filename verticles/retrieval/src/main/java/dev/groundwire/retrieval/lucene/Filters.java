package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.index.IndexQuery;
import java.util.Collection;
import java.util.UUID;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;

/** What a search may find at all, applied before anything is ranked. */
final class Filters {
  private Filters() {}

  static BooleanQuery of(IndexQuery query) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(term(ChunkFields.WORKSPACE, query.tenant().workspaceId()), Occur.FILTER);
    all.add(term(ChunkFields.ORGANIZATION, query.tenant().organizationId()), Occur.FILTER);
    if (!query.filter().documentIds().isEmpty()) {
      all.add(documents(query.filter().documentIds()), Occur.FILTER);
    }
    for (String tag : query.filter().tags()) {
      all.add(new TermQuery(new Term(ChunkFields.TAG, tag)), Occur.FILTER);
    }
    if (query.filter().after().isPresent() || query.filter().before().isPresent()) {
      long from = query.filter().after().map(ChunkFields::micros).orElse(Long.MIN_VALUE);
      long until = query.filter().before().map(ChunkFields::micros).orElse(Long.MAX_VALUE);
      long last = until == Long.MIN_VALUE ? until : until - 1;
      all.add(LongPoint.newRangeQuery(ChunkFields.CREATED, from, last), Occur.FILTER);
    }
    if (!query.hidden().isEmpty()) {
      all.add(documents(query.hidden()), Occur.MUST_NOT);
    }
    return all.build();
  }

  /** The same, among the vectors of one model only. */
  static BooleanQuery ofModel(BooleanQuery filter, String model) {
    return new BooleanQuery.Builder()
        .add(filter, Occur.FILTER)
        .add(new TermQuery(new Term(ChunkFields.MODEL, model)), Occur.FILTER)
        .build();
  }

  private static Query term(String field, UUID id) {
    return new TermQuery(ChunkFields.term(field, id));
  }

  private static Query documents(Collection<UUID> ids) {
    return new TermInSetQuery(ChunkFields.DOCUMENT, ids.stream().map(Uuids::bytes).toList());
  }
}
