package dev.groundwire.retrieval.lucene;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.retrieval.index.IndexHits;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.index.PassageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;

/** The embedded index. One process has it open at a time; one instance serves all its threads. */
public final class LucenePassageIndex implements PassageIndex {
  private final LuceneConfig config;
  private final OpenIndex index;
  private final LuceneSearch search;
  private final IndexedVersions versions;
  private final SharedRefresh refresh;
  private final Workers searching;
  private final Workers writing;

  private LucenePassageIndex(LuceneConfig config, OpenIndex index) {
    this.config = config;
    this.index = index;
    this.search = new LuceneSearch(new LexicalQuery(index.analyzers()));
    this.versions = new IndexedVersions(index.searchers());
    this.refresh = new SharedRefresh(index.searchers(), index.upkeep(), config.refreshInterval());
    this.searching =
        new Workers(
            "search", config.searchThreadsOrCores(), config.waiting(), config.searchTimeout());
    this.writing =
        new Workers("write", config.writeThreads(), config.waiting(), config.writeTimeout());
  }

  /** Blocks. An index that cannot be read is begun anew, empty. */
  public static LucenePassageIndex open(LuceneConfig config, Path folder) {
    return new LucenePassageIndex(config, OpenIndex.open(config, folder));
  }

  @Override
  public IndexHits search(IndexQuery query) {
    return searching.run(() -> reading(searcher -> search.search(searcher, query)));
  }

  @Override
  public boolean replace(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    boolean current =
        writing.run(() -> {
          if (versions.of(document.documentId()) > document.version()) {
            return false;
          }
          writer().deleteDocuments(term(document.documentId()));
          return true;
        });
    while (current && pages.hasNext()) {
      List<Document> page =
          pages.next().stream().map(chunk -> ChunkFields.write(document, chunk)).toList();
      writing.run(() -> writer().addDocuments(page));
      versions.add(document.documentId().toString(), document.version());
    }
    return current;
  }

  @Override
  public void remove(UUID documentId, int upToVersion) {
    writing.run(() -> {
      if (versions.of(documentId) <= upToVersion) {
        writer().deleteDocuments(term(documentId));
        versions.delete(documentId.toString());
      }
      return documentId;
    });
  }

  @Override
  public void makeSearchable() {
    try {
      refresh.request().await(config.writeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new BusFailure(
          FailureCode.TIMEOUT,
          "What was written is not searchable within " + config.writeTimeout() + ".");
    }
  }

  @Override
  public Optional<IndexedState> find(UUID documentId) {
    return writing.run(() -> reading(searcher -> IndexedStates.find(reader(searcher), documentId)));
  }

  @Override
  public List<IndexedState> list(Optional<UUID> after, int limit) {
    return writing.run(
        () -> reading(searcher -> IndexedStates.list(reader(searcher), after, limit)));
  }

  private IndexWriter writer() {
    return index.writer();
  }

  private static Term term(UUID documentId) {
    return ChunkFields.term(ChunkFields.DOCUMENT, documentId);
  }

  private static IndexReader reader(IndexSearcher searcher) {
    return searcher.getIndexReader();
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(IndexSearcher searcher) throws IOException;
  }

  private <T> T reading(Reading<T> reading) throws IOException {
    SearcherManager searchers = index.searchers();
    IndexSearcher searcher = searchers.acquire();
    try {
      return reading.from(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  /** Blocks until what runs has ended and all is on disk. */
  @Override
  public void close() {
    searching.close();
    writing.close();
    versions.close();
    try {
      index.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("the index was not closed in order", failure);
    }
  }
}
