package dev.groundwire.retrieval.lucene;

import dev.groundwire.bus.BusFailure;
import dev.groundwire.bus.FailureCode;
import dev.groundwire.platform.bus.Deadline;
import dev.groundwire.retrieval.index.IndexHits;
import dev.groundwire.retrieval.index.IndexLoad;
import dev.groundwire.retrieval.index.IndexQuery;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.IndexedState;
import dev.groundwire.retrieval.index.PassageIndex;
import dev.groundwire.retrieval.work.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded index. One process has it open at a time; one instance serves all its threads. After
 * a failure of the disk it opens itself again at its last commit.
 */
public final class LucenePassageIndex implements PassageIndex {
  private static final Logger LOG = LoggerFactory.getLogger(LucenePassageIndex.class);

  /** Pages that take the place of a document in one go, some ten megabytes. */
  private static final int AT_ONCE = 16;

  private final LuceneConfig config;
  private final Path folder;
  private final Workers searching;
  private final Workers writing;
  private volatile LiveIndex live;
  private volatile Runnable onLoss = () -> {};

  private LucenePassageIndex(LuceneConfig config, Path folder) {
    this.config = config;
    this.folder = folder;
    this.live = new LiveIndex(config, folder);
    this.searching =
        new Workers(
            "search", config.searchThreadsOrCores(), config.waiting(), config.searchTimeout());
    this.writing =
        new Workers("write", config.writeThreads(), config.waiting(), config.writeTimeout());
  }

  /** Blocks. An index that cannot be read is begun anew, empty. */
  public static LucenePassageIndex open(LuceneConfig config, Path folder) {
    return new LucenePassageIndex(config, folder);
  }

  @Override
  public IndexHits search(IndexQuery query) {
    return searching.run(() -> live.search(query));
  }

  @Override
  public boolean replace(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    return replace(
        document,
        pages,
        chunk ->
            Stream.concat(
                Stream.of(ChunkFields.write(document, chunk)),
                ChunkFields.writeFurther(document, chunk).stream()),
        LiveIndex::replace);
  }

  @Override
  public void replaceFurther(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    replace(
        document,
        pages,
        chunk -> ChunkFields.writeFurther(document, chunk).stream(),
        LiveIndex::replaceFurther);
  }

  @FunctionalInterface
  private interface Replacing {
    boolean into(LiveIndex index, UUID documentId, int version, List<Document> entries)
        throws IOException;
  }

  /** What fits into memory at once; the rest of a larger document follows page by page. */
  private boolean replace(
      IndexedDocument document,
      Iterator<List<IndexedChunk>> pages,
      Function<IndexedChunk, Stream<Document>> entries,
      Replacing replacing) {
    UUID id = document.documentId();
    LiveIndex index = live; // all pages into the same, so that none is missing in another
    List<Document> first = new ArrayList<>();
    for (int read = 0; read < AT_ONCE && pages.hasNext(); read++) {
      pages.next().stream().flatMap(entries).forEach(first::add);
    }
    boolean current = write(index, () -> replacing.into(index, id, document.version(), first));
    while (current && pages.hasNext()) {
      List<Document> page = pages.next().stream().flatMap(entries).toList();
      write(
          index,
          () -> {
            index.add(id, document.version(), page);
            return page;
          });
    }
    return current;
  }

  @Override
  public void remove(UUID documentId, int upToVersion) {
    LiveIndex index = live;
    write(index, () -> index.delete(documentId, upToVersion));
  }

  @Override
  public void makeSearchable() {
    try {
      Deadline.await(live.refresh(), config.writeTimeout());
    } catch (TimeoutException late) {
      throw new BusFailure(
          FailureCode.TIMEOUT,
          "What was written is not searchable within " + config.writeTimeout() + ".");
    }
  }

  @Override
  public Optional<IndexedState> find(UUID documentId) {
    return writing.run(() -> live.find(documentId));
  }

  @Override
  public List<IndexedState> list(Optional<UUID> after, int limit) {
    return writing.run(() -> live.list(after, limit));
  }

  @Override
  public void onLoss(Runnable told) {
    onLoss = told;
  }

  @Override
  public IndexLoad load() {
    return new IndexLoad(live.chunks(), searching.waiting(), writing.waiting());
  }

  @FunctionalInterface
  private interface Write<T> {
    T run() throws IOException;
  }

  private <T> T write(LiveIndex index, Write<T> write) {
    return writing.run(() -> {
      try {
        return write.run();
      } catch (IOException | AlreadyClosedException failure) {
        reopen(index);
        throw failure;
      }
    });
  }

  private synchronized void reopen(LiveIndex broken) throws IOException {
    if (live == broken && broken.isBroken()) {
      LOG.atError().addKeyValue("folder", folder).log("index broken, opened again");
      broken.close();
      live = new LiveIndex(config, folder);
      onLoss.run();
    }
  }

  /** Blocks until what runs has ended and all is on disk. */
  @Override
  public void close() {
    searching.close();
    writing.close();
    try {
      live.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("the index was not closed in order", failure);
    }
  }
}
