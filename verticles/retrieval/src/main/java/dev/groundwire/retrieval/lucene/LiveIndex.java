package dev.groundwire.retrieval.lucene;

import dev.groundwire.retrieval.index.IndexHits;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.IndexedState;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;

/** What can be done with an open index; all of it blocks, but the refresh. */
final class LiveIndex implements AutoCloseable {
  private final OpenIndex open;
  private final LuceneSearch search;
  private final IndexedVersions versions;
  private final SharedRefresh refresh;

  LiveIndex(LuceneConfig config, Path folder) {
    this.open = OpenIndex.open(config, folder);
    this.search = new LuceneSearch(new LexicalQuery(open.analyzers()));
    this.versions = new IndexedVersions(open.searchers());
    this.refresh = new SharedRefresh(open.searchers(), open.upkeep(), config.refreshInterval());
  }

  IndexHits search(IndexQuery query) throws IOException {
    return reading(searcher -> search.search(searcher, query));
  }

  Optional<IndexedState> find(UUID documentId) throws IOException {
    return reading(searcher -> IndexedStates.find(searcher.getIndexReader(), documentId));
  }

  List<IndexedState> list(Optional<UUID> after, int limit) throws IOException {
    return reading(searcher -> IndexedStates.list(searcher.getIndexReader(), after, limit));
  }

  /** Drops the document and returns true, unless something newer is there. */
  boolean delete(UUID documentId, int upToVersion) throws IOException {
    if (versions.of(documentId) > upToVersion) {
      return false;
    }
    open.writer().deleteDocuments(new Term(ChunkFields.DOCUMENT, Uuids.bytes(documentId)));
    versions.delete(documentId.toString());
    return true;
  }

  /**
   * Puts these in the place of the document, at once for searches; false, and nothing changes, when
   * something newer is there.
   */
  boolean replace(UUID documentId, int version, List<Document> chunks) throws IOException {
    if (chunks.isEmpty() || versions.of(documentId) > version) {
      return delete(documentId, version);
    }
    open.writer().updateDocuments(ChunkFields.term(ChunkFields.DOCUMENT, documentId), chunks);
    versions.add(documentId.toString(), version);
    return true;
  }

  /** The same with further vectors only, of the version that is there. */
  boolean replaceFurther(UUID documentId, int version, List<Document> vectors) throws IOException {
    if (versions.of(documentId) != version) {
      return false;
    }
    Term further = ChunkFields.term(ChunkFields.FURTHER_OF, documentId);
    if (vectors.isEmpty()) {
      open.writer().deleteDocuments(further);
    } else {
      open.writer().updateDocuments(further, vectors);
    }
    return true;
  }

  void add(UUID documentId, int version, List<Document> chunks) throws IOException {
    open.writer().addDocuments(chunks);
    versions.add(documentId.toString(), version);
  }

  Future<Void> refresh() {
    return refresh.request();
  }

  /** That searches see; 0 when it is closed. */
  int chunks() {
    try {
      return reading(searcher -> searcher.getIndexReader().numDocs());
    } catch (IOException | AlreadyClosedException closed) {
      return 0;
    }
  }

  /** After a failure of the disk Lucene ends its writer, for good. */
  boolean isBroken() {
    return open.writer().getTragicException() != null;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(IndexSearcher searcher) throws IOException;
  }

  private <T> T reading(Reading<T> reading) throws IOException {
    IndexSearcher searcher = open.searchers().acquire();
    try {
      return reading.from(searcher);
    } finally {
      open.searchers().release(searcher);
    }
  }

  @Override
  public void close() throws IOException {
    versions.close();
    open.close();
  }
}
