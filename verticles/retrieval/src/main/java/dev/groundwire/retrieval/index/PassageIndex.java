package dev.groundwire.retrieval.index;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Chunks by vector and by word. It is derived from the database and may be lost; it never decides
 * what exists. Callers are on virtual threads, and write one document one at a time.
 */
public interface PassageIndex extends AutoCloseable {
  /** The best hits of each leg asked for. */
  IndexHits search(IndexQuery query);

  /**
   * Puts these chunks in the place of what is indexed of the document. Searches see them after
   * {@link #makeSearchable}, and may see a part of them before.
   *
   * @param pages read one by one, so that a large document never is in memory as a whole
   * @return false, and nothing changes, when a newer version is indexed
   */
  boolean replace(IndexedDocument document, Iterator<List<IndexedChunk>> pages);

  /**
   * Puts the further vectors of these chunks in the place of those that are indexed; all else of
   * the document stays as it is, and stays searchable throughout.
   */
  void replaceFurther(IndexedDocument document, Iterator<List<IndexedChunk>> pages);

  /** Drops what is indexed of the document, unless it is newer than that version. */
  void remove(UUID documentId, int upToVersion);

  /** Returns when searches see all that was written before the call. */
  void makeSearchable();

  /** What searches see of a document; empty when they see nothing. */
  Optional<IndexedState> find(UUID documentId);

  /** What searches see of the documents behind that one, in the database's order of ids. */
  List<IndexedState> list(Optional<UUID> after, int limit);

  /**
   * Whom to tell, on any thread, when writes were lost after they had been searchable: then the
   * index must be compared with the database.
   */
  void onLoss(Runnable told);

  /** As it is now; from any thread, at once. */
  IndexLoad load();

  /** Keeps what was written, and lets go of all resources. */
  @Override
  void close();
}
