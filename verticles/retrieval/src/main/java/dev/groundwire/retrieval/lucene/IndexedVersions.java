package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.index.IndexedState;
import java.io.IOException;
import java.util.UUID;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LiveFieldValues;
import org.apache.lucene.search.ReferenceManager;

/** The version of each document in the index, including what searches do not see yet. */
final class IndexedVersions extends LiveFieldValues<IndexSearcher, Integer> {
  private static final int NONE = 0;

  IndexedVersions(ReferenceManager<IndexSearcher> searchers) {
    super(searchers, NONE);
  }

  /** 0 when nothing is indexed. */
  int of(UUID documentId) throws IOException {
    Integer version = get(documentId.toString());
    return version == null ? NONE : version;
  }

  @Override
  protected Integer lookupFromSearcher(IndexSearcher searcher, String id) throws IOException {
    return IndexedStates.find(searcher.getIndexReader(), UUID.fromString(id))
        .map(IndexedState::version)
        .orElse(NONE);
  }
}
