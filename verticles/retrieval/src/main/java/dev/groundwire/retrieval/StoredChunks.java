package dev.groundwire.retrieval;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.IndexableRepository.Indexable;
import dev.groundwire.retrieval.IndexableRepository.OrderedChunk;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The chunks of one version of a document, a page of them at a time. */
final class StoredChunks implements Iterator<List<IndexedChunk>> {
  /** With vectors of 384 numbers some 600 KB a page. */
  private static final int PAGE = 256;

  private final Database database;
  private final IndexableRepository documents;
  private final IndexedDocument document;
  private final String further;
  private List<OrderedChunk> page;

  /**
   * @param stored with the further models that all its chunks have a vector of
   */
  StoredChunks(Database database, IndexableRepository documents, Indexable stored) {
    this.database = database;
    this.documents = documents;
    this.document = stored.document();
    this.further = stored.state().further();
    this.page = readAfter(-1);
  }

  private List<OrderedChunk> readAfter(int ordinal) {
    return database.inTenant(
        document.tenant().organizationId(),
        tx ->
            documents.chunks(
                tx, document.documentId(), document.version(), further, ordinal, PAGE));
  }

  @Override
  public boolean hasNext() {
    return !page.isEmpty();
  }

  @Override
  public List<IndexedChunk> next() {
    if (page.isEmpty()) {
      throw new NoSuchElementException("no chunk is left of " + document.documentId());
    }
    List<IndexedChunk> chunks = page.stream().map(OrderedChunk::chunk).toList();
    page = page.size() < PAGE ? List.of() : readAfter(page.getLast().ordinal());
    return chunks;
  }
}
