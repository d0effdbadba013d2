package dev.groundwire.retrieval.pgvector;

import dev.groundwire.platform.postgres.Database;
import dev.groundwire.retrieval.analysis.CountedWords;
import dev.groundwire.retrieval.analysis.LanguageAnalyzers;
import dev.groundwire.retrieval.index.IndexedChunk;
import dev.groundwire.retrieval.index.IndexedDocument;
import dev.groundwire.retrieval.index.ModelVector;
import dev.groundwire.retrieval.pgvector.PassageWriteRepository.FurtherVector;
import dev.groundwire.retrieval.pgvector.PassageWriteRepository.NewPassage;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Puts a document into the index, or out of it, in one transaction each. */
final class PassageWriter {
  /**
   * Pages that are read before the transaction begins, some megabytes. Only a document that has
   * more takes a second connection while it holds one.
   */
  private static final int READ_AHEAD = 4;

  private final Database database;
  private final VectorSpaces spaces;
  private final TextAnalysis analysis;
  private final PassageWriteRepository passages = new PassageWriteRepository();

  /** A chunk and its words. */
  private record Analysed(IndexedChunk chunk, CountedWords words) {}

  PassageWriter(Database database, VectorSpaces spaces, TextAnalysis analysis) {
    this.database = database;
    this.spaces = spaces;
    this.analysis = analysis;
  }

  /** False, and nothing changes, when a newer version is indexed. */
  boolean replace(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    String analyzer = LanguageAnalyzers.nameFor(document.language());
    List<List<Analysed>> ahead = new ArrayList<>();
    while (ahead.size() < READ_AHEAD && pages.hasNext()) {
      ahead.add(analysed(document, analyzer, pages.next()));
    }
    spaces.prepare(needed(ahead));
    spaces.prepareFurther(ahead.stream().flatMap(List::stream).map(Analysed::chunk).toList());
    return database.inTenant(
        document.tenant().organizationId(),
        tx -> {
          passages.lock(tx, document.documentId());
          if (passages.version(tx, document.documentId()) > document.version()) {
            return false;
          }
          passages.remove(tx, document.documentId());
          ahead.forEach(page -> add(tx, document, analyzer, page));
          while (pages.hasNext()) {
            add(tx, document, analyzer, analysed(document, analyzer, pages.next()));
          }
          return true;
        });
  }

  /** Beside the passages, which stay. */
  void replaceFurther(IndexedDocument document, Iterator<List<IndexedChunk>> pages) {
    List<List<IndexedChunk>> ahead = new ArrayList<>();
    while (ahead.size() < READ_AHEAD && pages.hasNext()) {
      ahead.add(pages.next());
    }
    spaces.prepareFurther(ahead.stream().flatMap(List::stream).toList());
    database.inTenant(
        document.tenant().organizationId(),
        tx -> {
          passages.lock(tx, document.documentId());
          boolean isCurrent = passages.version(tx, document.documentId()) == document.version();
          if (isCurrent) {
            passages.removeFurther(tx, document.documentId());
            ahead.forEach(page -> addFurther(tx, page));
            pages.forEachRemaining(page -> addFurther(tx, page));
          }
          return isCurrent;
        });
  }

  private void addFurther(SqlConnection tx, List<IndexedChunk> page) {
    List<FurtherVector> vectors = new ArrayList<>();
    for (IndexedChunk chunk : page) {
      for (ModelVector vector : chunk.further()) {
        vectors.add(
            new FurtherVector(
                chunk.chunkId(),
                spaces.findOrAdd(tx, VectorSpace.of(vector)),
                VectorText.of(vector.values())));
      }
    }
    passages.addFurther(tx, vectors);
  }

  private static Set<VectorSpace> needed(List<List<Analysed>> pages) {
    return pages.stream()
        .flatMap(List::stream)
        .flatMap(each -> each.chunk().vector().stream())
        .map(VectorSpace::of)
        .collect(Collectors.toSet());
  }

  /** Unless it is newer than that version. */
  void remove(UUID documentId, int upToVersion) {
    database.asSystem(tx -> {
      passages.lock(tx, documentId);
      boolean remove = passages.version(tx, documentId) <= upToVersion;
      if (remove) {
        passages.remove(tx, documentId);
      }
      return remove;
    });
  }

  private List<Analysed> analysed(
      IndexedDocument document, String analyzer, List<IndexedChunk> page) {
    List<CountedWords> words = analysis.words(document, analyzer, page);
    List<Analysed> analysed = new ArrayList<>(page.size());
    for (int i = 0; i < page.size(); i++) {
      analysed.add(new Analysed(page.get(i), words.get(i)));
    }
    return analysed;
  }

  private void add(
      SqlConnection tx, IndexedDocument document, String analyzer, List<Analysed> page) {
    Terms terms = new Terms(document.tenant().workspaceId());
    passages.add(
        tx,
        document,
        analyzer,
        page.stream().map(each -> passage(tx, each, analyzer, terms)).toList());
    addFurther(tx, page.stream().map(Analysed::chunk).toList());
  }

  private NewPassage passage(SqlConnection tx, Analysed analysed, String analyzer, Terms terms) {
    Map<Long, Integer> times = new HashMap<>();
    analysed
        .words()
        .times()
        .forEach((word, count) -> times.merge(terms.of(analyzer, word), count, Integer::sum));
    ModelVector vector = analysed.chunk().vector().orElse(null);
    return new NewPassage(
        analysed.chunk().chunkId(),
        times,
        analysed.words().total(),
        vector == null ? null : spaces.findOrAdd(tx, VectorSpace.of(vector)),
        vector == null ? "" : VectorText.of(vector.values()));
  }
}
