package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.platform.postgres.Rows;
import dev.groundwire.retrieval.index.IndexHits;
import dev.groundwire.retrieval.index.IndexLoad;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.index.PassageIndex;
import io.vertx.sqlclient.Tuple;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts documents and chunks into their own tables before they are indexed, as ingestion does. */
record FiledIndex(Database database, PassageIndex index) implements PassageIndex {
  private static final String ORGANIZATION =
      "INSERT INTO organization (id, slug, name) VALUES ($1, $2, 'Test') ON CONFLICT DO NOTHING";
  private static final String WORKSPACE =
      """
      INSERT INTO workspace (id, organization_id, slug, name) VALUES ($2, $1, 'default', 'Test')
      ON CONFLICT DO NOTHING
      """;
  private static final String DOCUMENT =
      """
      INSERT INTO document (id, organization_id, workspace_id, content_id, name, media_type, bytes,
        sha256, status, created_at, updated_at)
      VALUES ($3, $1, $2, $3, 'x', 'text/plain', 1, $4, 'ready', now(), now())
      ON CONFLICT (id) DO NOTHING
      """;
  private static final String CHUNK =
      """
      INSERT INTO chunk (id, organization_id, workspace_id, document_id, version, ordinal,
        start_offset, end_offset, section, text, tokens)
      VALUES ($4, $1, $2, $3, 1, $5, 0, 1, '', '', 1)
      """;

  private static final AtomicInteger ORDINALS = new AtomicInteger();

  @Override
  public boolean replace(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    UUID organizationId = document.tenant().organizationId();
    UUID workspaceId = document.tenant().workspaceId();
    UUID id = document.documentId();
    database.asSystem(tx -> {
      Rows.update(tx, ORGANIZATION, Tuple.of(organizationId, "o-" + organizationId));
      Rows.update(tx, WORKSPACE, Tuple.of(organizationId, workspaceId));
      String digest = (id + "" + id).replace("-", "");
      return Rows.update(tx, DOCUMENT, Tuple.of(organizationId, workspaceId, id, digest));
    });
    return index.replace(
        document,
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return pages.hasNext();
          }

          @Override
          public List<IndexedChunk> next() {
            List<IndexedChunk> page = pages.next();
            List<Tuple> rows =
                page.stream()
                    .map(chunk ->
                        Tuple.of(
                            organizationId,
                            workspaceId,
                            id,
                            chunk.chunkId(),
                            ORDINALS.getAndIncrement()))
                    .toList();
            database.asSystem(tx -> Rows.batch(tx, CHUNK, rows));
            return page;
          }
        });
  }

  @Override
  public IndexHits search(IndexQuery query) {
    return index.search(query);
  }

  @Override
  public void replaceFurther(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    index.replaceFurther(document, pages);
  }

  @Override
  public void remove(UUID documentId, int upToVersion) {
    index.remove(documentId, upToVersion);
  }

  @Override
  public void makeSearchable() {
    index.makeSearchable();
  }

  @Override
  public Optional<IndexedState> find(UUID documentId) {
    return index.find(documentId);
  }

  @Override
  public List<IndexedState> list(Optional<UUID> after, int limit) {
    return index.list(after, limit);
  }

  @Override
  public void onLoss(Runnable told) {
    index.onLoss(told);
  }

  @Override
  public IndexLoad load() {
    return index.load();
  }

  @Override
  public void close() {
    index.close();
  }
}
